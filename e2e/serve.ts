// Serves the built page (dist/) for the end-to-end tests from a sub-path, as a static host would: once with the
// headers that isolate it, and once without, as by a host that cannot send them.
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { preview } from 'vite';
import type { TestProject } from 'vitest/node';

const SUB_PATH = '/some/folder/';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Address of the page, ending in a slash. */
    pageUrl: string;
    /** The same page without the headers of cross-origin isolation. */
    plainPageUrl: string;
  }
}

/** A port that is free now. */
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

async function servePage(configFile?: false) {
  const port = await freePort();
  const server = await preview({
    configFile,
    base: SUB_PATH,
    logLevel: 'warn',
    preview: { host: '127.0.0.1', port, strictPort: true, open: false },
  });
  return { url: `http://127.0.0.1:${port}${SUB_PATH}`, close: () => server.close() };
}

export default async function serve(project: TestProject): Promise<() => Promise<void>> {
  if (!existsSync('dist/index.html')) throw new Error('There is no dist/: run "npm run build" first.');
  const [isolated, plain] = [await servePage(), await servePage(false)];
  project.provide('pageUrl', isolated.url);
  project.provide('plainPageUrl', plain.url);
  return async () => {
    await Promise.all([isolated.close(), plain.close()]);
  };
}
