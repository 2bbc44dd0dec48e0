// Serves the built page (dist/) for the end-to-end tests from a sub-path, as a static host would.
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { preview } from 'vite';
import type { TestProject } from 'vitest/node';

const SUB_PATH = '/some/folder/';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Address of the page, ending in a slash. */
    pageUrl: string;
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

export default async function serve(project: TestProject): Promise<() => Promise<void>> {
  if (!existsSync('dist/index.html')) throw new Error('There is no dist/: run "npm run build" first.');
  const port = await freePort();
  const server = await preview({
    base: SUB_PATH,
    logLevel: 'warn',
    preview: { host: '127.0.0.1', port, strictPort: true, open: false },
  });
  project.provide('pageUrl', `http://127.0.0.1:${port}${SUB_PATH}`);
  return () => server.close();
}
