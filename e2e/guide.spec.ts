// The guide: opened by keys, from a card and by a link; every layer is in it, its numbers are those of the
// definitions, and it is for everyone.
import type { Page } from 'playwright';
import { violations } from './axe.ts';
import { expect, linkTo, test } from './playground.ts';

const dialogOf = (page: Page) => page.getByRole('dialog', { name: 'All layers, explained' });

test('is opened by its key, and explains every layer with its numbers', async ({ open }) => {
  const page = await open();
  await page.keyboard.press('i');
  const palette = page.getByRole('toolbar', { name: 'Insert a layer' }).getByRole('button');
  const offered = (await palette.allTextContents()).slice(0, -1);
  expect(offered.length).toBeGreaterThan(20);
  await page.keyboard.press('l');
  const dialog = dialogOf(page);
  await dialog.getByRole('heading', { name: 'conv', exact: true }).waitFor();
  const explained = await dialog
    .locator('h4')
    .evaluateAll((headings) => headings.map(({ firstChild }) => firstChild?.textContent));
  expect(explained).toEqual(expect.arrayContaining(offered));

  const conv = dialog.getByRole('region', { name: 'conv', exact: true });
  await conv.getByText('3*3*16*16 + 16', { exact: true }).waitFor();
  await conv.getByText('2,320', { exact: true }).waitFor();
  await conv.getByRole('row', { name: /^filters 1 to 4,096, whole 16 / }).waitFor();

  await page.keyboard.press('Tab');
  await dialog.getByRole('searchbox', { name: 'Search' }).fill('hinge');
  await dialog.getByRole('heading', { name: 'hinge' }).waitFor();
  expect(await dialog.locator('[data-entry]').count()).toBe(1);
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
});

test('is opened at a layer by its card and by a link', async ({ open }) => {
  const page = await open();
  await page.getByRole('button', { name: 'Formula, settings and a worked example of this type' }).click();
  await page.waitForFunction(() => document.activeElement?.id === 'guide-conv');

  const linked = await open(`${linkTo()}&layers=lrn`);
  await linked.waitForFunction(() => document.activeElement?.id === 'guide-lrn');
  await linked.waitForFunction(() => location.hash.includes('data=') && !location.hash.includes('layers'));
});

test('axe finds nothing in it, wide and light, narrow, dark and Chinese, and it never scrolls sideways', async ({
  open,
}) => {
  for (const [entries, width] of [
    [{ theme: 'light' }, 1440],
    [{ theme: 'dark', lang: 'zh-CN' }, 390],
  ] as const) {
    const page = await open(linkTo(entries), { viewport: { width, height: 844 } });
    await page.keyboard.press('l');
    await page.locator('[data-entry=conv] h4').waitFor();
    expect(await violations(page, { within: '[role=dialog]' })).toEqual([]);
    const scrolls = await page
      .locator('.guide-dialog > .body')
      .evaluate((body) => body.scrollWidth > body.clientWidth);
    expect(scrolls, `at ${width} pixels`).toBe(false);
  }
});
