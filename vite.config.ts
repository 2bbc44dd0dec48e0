// How the page is served, built and tested. The build uses relative addresses only, so that it works
// from any sub-path of any static host.
import react from '@vitejs/plugin-react';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';
import { isolation } from './app/isolation/headers.ts';

/** Hot reload needs an inline script and a web socket; the built page keeps the strict policy. */
const developmentPolicy: Plugin = {
  name: 'development-policy',
  apply: 'serve',
  transformIndexHtml: (html) =>
    html
      .replace("script-src 'self'", "script-src 'self' 'unsafe-inline'")
      .replace("connect-src 'self'", "connect-src 'self' ws:"),
};

export default defineConfig({
  base: './',
  plugins: [react(), developmentPolicy],
  worker: { format: 'es' },
  // The size that counts, that of what the page loads first, is measured by an end-to-end test.
  build: {
    target: 'es2023',
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1000,
    rolldownOptions: {
      input: { index: 'index.html', isolation: 'app/isolation/serviceWorker.ts' },
      // A service worker stands beside the page, where its scope begins, and is found again by its name.
      output: {
        entryFileNames: ({ name }) => (name === 'isolation' ? '[name].js' : 'assets/[name]-[hash].js'),
        // What the page needs from the start is one file, smaller than its parts, and nothing of the service worker.
        codeSplitting: { groups: [{ name: 'page', tags: ['$initial'], test: /^(?!.*app.isolation)/ }] },
      },
    },
  },
  server: { headers: isolation },
  preview: { headers: isolation },
  test: {
    environment: 'node',
    include: ['engine/**/*.test.ts', 'app/**/*.test.{ts,tsx}', 'tools/**/*.test.ts'],
    // What takes an hour is for `npm run test:large`.
    exclude: ['**/*.large.test.ts'],
    globalSetup: ['tools/vitestSetup.ts'],
    // A busy machine is not a mistake: the limit is there for what hangs.
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
