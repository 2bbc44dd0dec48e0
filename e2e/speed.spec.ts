// Speed and device: opened from the engine's chip or by its key, it times the layers of the net that trains,
// and says what it cannot know.
import type { Page } from 'playwright';
import { violations } from './axe.ts';
import { expect, test } from './playground.ts';

const link = 'data=shapes&evaluateEvery=0&evaluateWholeEvery=0&batch=8';
const dialogOf = (page: Page) => page.getByRole('dialog', { name: 'Speed and device' });

test('a row for each layer of the net that trains; their shares are the whole step', async ({ open }) => {
  const page = await open(`${link}&autostart=1`);
  await page.getByRole('button', { name: /^Engine: / }).click();
  await page.getByRole('button', { name: 'Speed and device…' }).click();
  const dialog = dialogOf(page);
  await dialog.getByText(/^live, mean of \d+ timed steps$/).waitFor();

  const table = dialog.getByRole('table').first();
  expect(await table.locator('tbody th').allTextContents()).toEqual([
    ...['input', 'conv1', 'relu1', 'pool1', 'conv2', 'relu2', 'pool2', 'conv3', 'relu3', 'pool3', 'fc1'],
    ...['softmax', 'update'],
  ]);
  const cells = await table.locator('[data-share]').allTextContents();
  const [whole, ...shares] = cells.map((text) => Number.parseFloat(text)).toReversed();
  expect(whole).toBe(100);
  // Ten rows with calls of their own, each rounded to a tenth.
  expect(shares).toHaveLength(10);
  expect(Math.abs(shares.reduce((sum, share) => sum + share, 0) - 100)).toBeLessThan(0.55);
  expect(await violations(page), 'light').toEqual([]);

  await dialog.getByRole('button', { name: 'By call' }).click();
  await dialog.getByRole('cell', { name: 'convBackwardWeight' }).first().waitFor();
  await dialog.getByRole('button', { name: 'Table' }).click();
  await dialog.getByRole('columnheader', { name: 'time spent training' }).waitFor();
  expect(await violations(page), 'calls and table').toEqual([]);
  await page.evaluate(() => window.playground.pause());
  await dialog.getByText(/^not training now, mean of \d+ timed steps$/).waitFor();
});

test('before training it says so, measures the peak by itself, and predicts', async ({ open }) => {
  const page = await open(`${link}&theme=dark`);
  await page.keyboard.press('p');
  const dialog = dialogOf(page);
  await dialog.getByText(/^Nothing trains\. Start training to see/).waitFor();
  await dialog.getByRole('button', { name: 'Measure again', disabled: false }).waitFor();
  expect(await dialog.getByText(/^\d[\d.,]* GFLOP\/s$/).textContent()).toBeTruthy();
  await dialog.getByText('prediction, not measured').waitFor();
  const band = await dialog.getByText(/^predicted band/).textContent();
  await dialog.getByLabel('Device, by the figures usually given').selectOption('Intel Iris Xe, 96 EU');
  expect(await dialog.getByText(/^predicted band/).textContent()).not.toBe(band);
  expect(await violations(page), 'dark').toEqual([]);

  await dialog.getByRole('button', { name: 'Train' }).click();
  await dialog.getByRole('row', { name: /^conv2 .*%$/ }).waitFor();
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'hidden' });
});

test('multiply-adds in one operation are a choice: the run goes on, and the link has it', async ({
  open,
}) => {
  const page = await open(`${link}&engine=wasm`);
  const losses = (options: { fused: boolean }) =>
    page.evaluate(async (chosen) => {
      await window.playground.setBackend('wasm', chosen);
      await window.playground.reset(7);
      await window.playground.step(10);
      return window.playground.history().map(({ loss }) => loss);
    }, options);
  const strict = await losses({ fused: false });
  const fused = await losses({ fused: true });
  expect(strict).toHaveLength(10);
  expect(fused).not.toEqual(strict);
  for (const [step, loss] of fused.entries()) expect(Math.abs(loss - strict[step])).toBeLessThan(1e-3);

  await page.keyboard.press('p');
  const choice = dialogOf(page).getByRole('switch', { name: 'Multiply and add in one operation' });
  await expect.poll(() => choice.getAttribute('aria-checked')).toBe('true');
  await expect.poll(() => page.url()).toContain('fused=1');
  await choice.press('Space');
  await expect.poll(() => choice.getAttribute('aria-checked')).toBe('false');
  await expect.poll(() => page.url()).not.toContain('fused');
  expect(await page.evaluate(() => window.playground.status().step)).toBe(10);
});

test('half precision is a choice where the adapter has it, and the ledger counts what is held', async ({
  open,
}) => {
  const page = await open(`${link}&engine=webgpu&half=1`);
  const offered = await page.evaluate(async () =>
    (await navigator.gpu.requestAdapter({ powerPreference: 'high-performance' }))!.features.has('shader-f16'),
  );
  const memory = () => page.evaluate(() => window.playground.report().memory!);
  const unaccounted = async () => {
    const { predicted, allocated, inspectionHeld } = await memory();
    return allocated!.total - predicted.total - inspectionHeld;
  };
  await expect.poll(unaccounted).toBe(0);
  const asked = (await memory()).predicted;

  await page.keyboard.press('p');
  const choice = dialogOf(page).getByRole('switch', { name: 'Activations in half precision' });
  await expect.poll(() => choice.getAttribute('aria-checked')).toBe(String(offered));
  expect(await choice.isDisabled()).toBe(!offered);
  await dialogOf(page)
    .getByText(offered ? /^What layers hand on/ : /^This adapter has no half precision/)
    .waitFor();
  expect(page.url()).toContain('half=1');
  expect(await violations(page)).toEqual([]);

  await page.evaluate(() => window.playground.setBackend('webgpu', { half: false }));
  await expect.poll(unaccounted).toBe(0);
  const plain = (await memory()).predicted;
  if (offered) expect(asked.activations).toBeLessThan(0.6 * plain.activations);
  else expect(asked).toEqual(plain);
  await expect.poll(() => page.url()).not.toContain('half');
});

test('by keyboard it gives focus back to the engine it was opened from', async ({ open }) => {
  const page = await open(link);
  const chip = page.getByRole('button', { name: /^Engine: / });
  await chip.press('Enter');
  await page.getByRole('button', { name: 'Speed and device…' }).press('Enter');
  await dialogOf(page).waitFor();
  await page.keyboard.press('Escape');
  await dialogOf(page).waitFor({ state: 'hidden' });
  await expect.poll(() => chip.evaluate((element) => element === document.activeElement)).toBe(true);
});

test('on a phone and in Chinese', async ({ open }) => {
  const viewport = { width: 390, height: 844 };
  const page = await open(`${link}&lang=zh-CN&autostart=1`, { viewport });
  await page.keyboard.press('p');
  const dialog = page.getByRole('dialog', { name: '速度与设备' });
  await dialog.getByRole('row', { name: /^conv1 / }).waitFor();
  expect(await violations(page)).toEqual([]);
  for (const box of [dialog, dialog.getByRole('table').first()])
    expect(await box.evaluate((element) => element.scrollWidth > element.clientWidth)).toBe(false);
  const { x, width } = (await dialog.getByRole('columnheader').last().boundingBox())!;
  expect(x + width).toBeLessThanOrEqual(viewport.width);
});
