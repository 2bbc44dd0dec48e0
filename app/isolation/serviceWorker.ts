// The service worker for hosts that cannot send the headers of cross-origin isolation: it adds them to what the
// host answers. It keeps nothing, and leaves alone what is not below the page's own address.
import { isolation } from './headers.ts';

declare const self: ServiceWorkerGlobalScope;

self.addEventListener('fetch', (event) => {
  const { request } = event;
  if (request.url.startsWith(self.registration.scope)) event.respondWith(isolated(request));
});

async function isolated(request: Request): Promise<Response> {
  const response = await fetch(request);
  // Status 0 is a redirection that the browser is to follow by itself, and cannot be made anew.
  if (response.status === 0) return response;
  const headers = new Headers(response.headers);
  for (const [name, value] of Object.entries(isolation)) headers.set(name, value);
  const { body, status, statusText } = response;
  return new Response(body, { status, statusText, headers });
}
