// Whether the service worker that isolates the page is there, and how it comes and goes. Its registration is
// the only memory of that choice; the page reloads once after each change, because headers count from the start.

/** As the build names it, beside the page; its scope is the page's folder. */
const script = 'isolation.js';

export type Isolation =
  /** The page is not isolated, and the service worker could help. */
  | 'offered'
  /** The service worker is registered. */
  | 'added'
  /** The server sends the headers itself, or the browser has no service workers here. */
  | 'none';

/** The registration of this very folder: what stands above it on the same host belongs to others. */
async function registered(): Promise<ServiceWorkerRegistration | undefined> {
  const registration = await navigator.serviceWorker.getRegistration();
  return registration?.scope === new URL('.', document.baseURI).href ? registration : undefined;
}

export async function isolationNow(): Promise<Isolation> {
  if (!('serviceWorker' in navigator)) return 'none';
  if (await registered()) return 'added';
  return crossOriginIsolated ? 'none' : 'offered';
}

/** Rejects where the browser or the host refuses it. */
export async function addIsolation(): Promise<void> {
  await navigator.serviceWorker.register(script, { updateViaCache: 'none' });
  await navigator.serviceWorker.ready;
  location.reload();
}

export async function removeIsolation(): Promise<void> {
  await (await registered())?.unregister();
  location.reload();
}
