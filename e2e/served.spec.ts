// The page as it is served: from a sub-path, isolated, under its policy, with its data beside it.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from './browser.ts';

/** Most that a first visit may load as scripts, compressed. */
const INITIAL_SCRIPT_BYTES = 250_000;

test('loads from a sub-path without a problem', async ({ page }) => {
  expect(await page.title()).toBe('ConvNet Playground');
  await page.locator('#root > *').first().waitFor();
});

test('fetches nothing from elsewhere', async ({ page }) => {
  const origins = await page.evaluate(() =>
    performance.getEntriesByType('resource').map(({ name }) => new URL(name).origin),
  );
  expect(new Set(origins)).toEqual(new Set([new URL(page.url()).origin]));
});

test('is cross-origin isolated and refuses eval', async ({ page, problems }) => {
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
  const outcome = await page.evaluate(() => {
    const script = document.createElement('script');
    script.textContent = 'document.title = "inline script ran"';
    document.head.append(script);
    return document.title;
  });
  expect(outcome).toBe('ConvNet Playground');
  expect(problems.splice(0).join()).toContain('Content Security Policy');
});

test('has WebGPU on the software adapter', async ({ page }) => {
  const architecture = await page.evaluate(async () => {
    const adapter = await navigator.gpu?.requestAdapter();
    return adapter?.info.architecture;
  });
  expect(architecture).toBe('swiftshader');
});

test('serves the small data set and its list', async ({ page }) => {
  const bytes = await page.evaluate(async () => {
    const list = (await (await fetch('./datasets/manifest.json')).json()) as {
      datasets: { id: string; files: { name: string }[] }[];
    };
    const mini = list.datasets.find(({ id }) => id === 'cifar10-mini');
    const files = mini?.files.map(async ({ name }) => (await fetch(`./datasets/${name}`)).arrayBuffer());
    return (await Promise.all(files ?? [])).map(({ byteLength }) => byteLength);
  });
  expect(bytes).toEqual([2000 * 3073, 500 * 3073]);
});

test('loads at most 250 kB of compressed scripts at first, the worker aside', async ({ page }) => {
  await page.locator('#root > *').first().waitFor();
  const loaded = await page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name));
  const workers = new Set(page.workers().map((worker) => worker.url()));
  const scripts = loaded.filter((address) => address.endsWith('.js') && !workers.has(address));
  const sizes = scripts.map((address) => {
    return gzipSync(readFileSync(path.join('dist/assets', path.basename(address)))).length;
  });
  expect(sizes.length).toBeGreaterThan(0);
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(INITIAL_SCRIPT_BYTES);
});
