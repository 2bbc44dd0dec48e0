// Whether a browser's worker may start helping threads.
import { afterEach, expect, test, vi } from 'vitest';
import { workerHelpers } from './workerHelpers.ts';

afterEach(() => vi.unstubAllGlobals());

function browser(globals: Record<string, unknown>): void {
  vi.stubGlobal('navigator', { hardwareConcurrency: 4 });
  vi.stubGlobal('Worker', class {});
  vi.stubGlobal('crossOriginIsolated', true);
  for (const [name, value] of Object.entries(globals)) vi.stubGlobal(name, value);
}

test('isolated, one for each further core', () => {
  browser({});
  expect(workerHelpers()?.count).toBe(3);
});

test.each([
  ['the page is not isolated', { crossOriginIsolated: false }],
  ['there is no shared memory', { SharedArrayBuffer: undefined }],
  ['workers start no workers', { Worker: undefined }],
])('none where %s', (_, globals) => {
  browser(globals);
  expect(workerHelpers()).toBeUndefined();
});
