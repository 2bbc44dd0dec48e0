// The page as it is served: from a sub-path, isolated, under its policy, with its data beside it.
import { readdirSync, readFileSync } from 'node:fs';
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

/** Scripts that the page needs before it draws: what its entry imports, and one language. */
function initialScripts(): Set<string> {
  const folder = 'dist/assets';
  const names = new Set<string>();
  const take = (name: string) => {
    if (names.has(name)) return;
    names.add(name);
    const code = readFileSync(path.join(folder, name), 'utf8');
    for (const [, imported] of code.matchAll(/(?:from|import)\s*"\.\/([\w.-]+\.js)"/g)) take(imported);
  };
  for (const [, name] of readFileSync('dist/index.html', 'utf8').matchAll(/assets\/([\w.-]+\.js)"/g))
    take(name);
  const languages = readdirSync(folder).filter((name) => /^(en|zh-CN)-.*\.js$/.test(name));
  const sizes = new Map(languages.map((name) => [name, readFileSync(path.join(folder, name)).length]));
  take(languages.sort((one, other) => sizes.get(other)! - sizes.get(one)!)[0]);
  return names;
}

test('needs at most 250 kB of compressed scripts before it draws, the worker aside', () => {
  const sizes = [...initialScripts()].map(
    (name) => gzipSync(readFileSync(path.join('dist/assets', name))).length,
  );
  expect(sizes.length).toBeGreaterThan(1);
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(INITIAL_SCRIPT_BYTES);
});
