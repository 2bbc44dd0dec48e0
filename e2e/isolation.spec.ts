// A host that cannot send headers: the page works with one thread, offers a service worker that isolates it, and
// takes it away again. Each reloads the page once.
import type { Page } from 'playwright';
import { inject } from 'vitest';
import { expect, linkTo, lossesOf, patience, statusOf, test } from './playground.ts';

/** Does what reloads the page; resolves when its engine is ready again, with how often it has loaded. */
async function reloadsAfter(page: Page, action: () => Promise<void>): Promise<number> {
  let loads = 0;
  page.on('load', () => loads++);
  const loaded = page.waitForEvent('load');
  await action();
  await loaded;
  await page.evaluate(() => window.playground.ready);
  page.removeAllListeners('load');
  return loads;
}

const pressInDetails = async (page: Page, name: string) => {
  await page.getByRole('button', { name: /^Engine:/ }).click();
  await page.getByRole('button', { name }).click();
};

const registrations = (page: Page) =>
  page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).map(({ scope }) => scope));

test('more cores compute by means of a service worker, until it is removed', async ({ open }) => {
  const page = await open(linkTo({ seed: 12, engine: 'wasm' }), { baseURL: inject('plainPageUrl') });
  const cores = await page.evaluate(() => navigator.hardwareConcurrency);
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(false);
  expect((await statusOf(page)).adapter).toBe('SIMD, 1 thread');
  expect(await registrations(page)).toEqual([]);
  await page.evaluate(() => window.playground.start({ steps: 2 }));
  const losses = await lossesOf(page);
  expect(losses).toHaveLength(2);

  expect(await reloadsAfter(page, () => pressInDetails(page, 'Use more cores'))).toBe(1);
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
  await page.getByRole('button', { name: 'Continue', exact: true }).click();
  await expect.poll(async () => (await statusOf(page)).step, patience).toBe(2);
  await page.evaluate(() => window.playground.reset());
  await page.evaluate(() => window.playground.start({ steps: 2 }));
  expect(await statusOf(page)).toMatchObject({ adapter: `SIMD, ${cores} threads`, seed: 12, step: 2 });
  expect(await lossesOf(page)).toEqual(losses);
  expect(await registrations(page)).toEqual([inject('plainPageUrl')]);
  expect(await page.evaluate(() => caches.keys())).toEqual([]);
  expect(
    await page.evaluate(async () => {
      const { headers, status } = await fetch('./icon.svg');
      return [status, headers.get('content-type'), headers.get('cross-origin-embedder-policy')];
    }),
  ).toEqual([200, 'image/svg+xml', 'require-corp']);

  expect(await reloadsAfter(page, () => pressInDetails(page, 'Remove the service worker'))).toBe(1);
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(false);
  await page.evaluate(() => window.playground.start({ steps: 2 }));
  expect(await statusOf(page)).toMatchObject({ adapter: 'SIMD, 1 thread', seed: 12, step: 2 });
  expect(await lossesOf(page)).toEqual(losses);
  expect(await registrations(page)).toEqual([]);
});

test('where the server isolates the page, nothing is offered', async ({ open }) => {
  const page = await open(linkTo({ engine: 'wasm' }));
  await page.getByRole('button', { name: /^Engine:/ }).click();
  await page.getByRole('radio', { name: /^Reference/ }).waitFor();
  await page.evaluate(() => document.fonts.ready);
  expect(await page.getByRole('button', { name: /cores|service worker/ }).count()).toBe(0);
});
