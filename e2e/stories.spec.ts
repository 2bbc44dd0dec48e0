// The worked examples: each stands in the page with its formulas and numbers, opens its net, and VGG16 is counted line by
// line with the switches for what is kept.
import type { Page } from 'playwright';
import { expect, linkTo, test } from './playground.ts';

const dialogOf = (page: Page) => page.getByRole('dialog', { name: 'Worked examples' });
async function openExamples(page: Page) {
  await page.getByLabel('More', { exact: true }).click();
  await page.getByRole('menuitem', { name: 'Worked examples' }).click();
  const dialog = dialogOf(page);
  await dialog.locator('.story-lines').first().waitFor();
  return dialog;
}

test('formulas and numbers of well-known nets, and the nets to open', async ({ open }) => {
  const page = await open(linkTo());
  const dialog = await openExamples(page);
  const texts = await dialog.locator('.story-lines').allTextContents();
  const shown = texts.map((text) => text.replaceAll('\u00a0', ' '));
  const wanted = [
    ['290400*(11*11*3 + 1)', '105,705,600', '96*(11*11*3 + 1)', '34,944'],
    ['363*3025', '1,098,075', '105,415,200'],
    ['3*(3*3*64*64)', '110,592', '7*7*64*64', '200,704', '196,608', '65,536'],
    ['3*3211264', '9,633,792', '77,070,336 = 73.50 MiB'],
    ['15,237,608', '60,950,432 = 58.13 MiB', '28,793,320', '138,357,544'],
  ];
  expect(shown).toHaveLength(wanted.length);
  for (const [i, parts] of wanted.entries()) for (const part of parts) expect(shown[i]).toContain(part);

  await dialog.getByRole('button', { name: 'Open AlexNet', exact: true }).first().click();
  await dialog.waitFor({ state: 'detached' });
  await page
    .getByRole('button', { name: /^conv1, 11×11×96 s4; output 55×55×96, 34,944 parameters/ })
    .waitFor();
});

test('VGG16 line by line, with outputs of ReLUs and with gradients', async ({ open }) => {
  const page = await open(linkTo());
  const dialog = await openExamples(page);
  await dialog.getByRole('button', { name: 'Open VGG16, counted line by line above' }).click();
  const total = (values: string) =>
    dialog.getByRole('row', { name: `total ${values} 138,357,544` }).waitFor();
  await total('15,237,608');
  await dialog.getByRole('row', { name: /^conv1 224×224×64 3,211,264 1,792 86,704,128/ }).waitFor();
  await dialog.getByText('58.13 MiB', { exact: true }).waitFor();
  await dialog.getByRole('switch', { name: 'keep outputs of activations' }).click();
  await total('28,793,320');
  await dialog.getByText('109.8 MiB', { exact: true }).waitFor();
  await dialog.getByRole('switch', { name: 'with gradients' }).click();
  await dialog.getByText('219.7 MiB', { exact: true }).waitFor();
  for (const size of [3, 4, 6, 12]) await dialog.getByText(`card with ${size} GB`, { exact: true }).waitFor();
});

test('a net that memory has no room for is looked at, and a smaller batch is offered', async ({ open }) => {
  const wide = { viewport: { width: 1440, height: 900 } };
  const page = await open('preset=vgg16&data=shapes&seed=3&engine=wasm', wide);
  const notice = page.getByRole('alert').filter({ hasText: /needs \d+\.\d MiB of memory.* 4096\.0 MiB/ });
  await notice.getByRole('button', { name: 'Run with a smaller batch' }).waitFor();
  await page
    .getByRole('button', { name: /^conv1, 3×3×64 p1; output 224×224×64, 1,792 parameters/ })
    .waitFor();
  await page.getByText('another net than the running one').waitFor();
  await page.getByText(/6\.\d+.GiB held, 16\d% of the limit/).waitFor();
  await page.getByText('limit 4 GiB', { exact: true }).waitFor();
  expect(await page.evaluate(() => window.playground.network().name)).toBe('ConvNetJS');
});
