// Files in the page: a run saved from the menu and opened again, and files dropped on the page.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright';
import { onTestFinished } from 'vitest';
import { expect, linkTo, statusOf, test } from './playground.ts';

/** Drops files of these names and bytes in the middle of the page, as the browser tells it of a real drop. */
async function drop(page: Page, contents: Record<string, Uint8Array>): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), 'drop-'));
  const files = Object.keys(contents).map((name) => path.join(folder, name));
  for (const [name, bytes] of Object.entries(contents)) await writeFile(path.join(folder, name), bytes);
  const session = await page.context().newCDPSession(page);
  const at = { x: 600, y: 400, data: { items: [], files, dragOperationsMask: 1 } };
  await session.send('Input.dispatchDragEvent', { type: 'dragEnter', ...at });
  await session.send('Input.dispatchDragEvent', { type: 'dragOver', ...at });
  await page.getByText('Drop to open').waitFor();
  // Let go over another panel, which has seen no hovering yet.
  await session.send('Input.dispatchDragEvent', { type: 'drop', ...at, y: 200 });
  onTestFinished(() => rm(folder, { recursive: true }));
}

/** Record files of `count` images, each of one grey. */
const records = (count: number): Uint8Array =>
  Uint8Array.from({ length: 3073 * count }, (_, i) => {
    const label = Math.floor(i / 3073) % 10;
    return i % 3073 === 0 ? label : 25 * label;
  });

test('a run is saved, and opened in another page at the same step with the same weights', async ({
  open,
}) => {
  const page = await open();
  const weights = () => window.playground.tensor('conv1.weight').then(({ data }) => [...data]);
  await page.evaluate(() => window.playground.start({ steps: 3 }));
  const saved = await page.evaluate(weights);
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page
      .getByRole('button', { name: 'More', exact: true })
      .first()
      .click()
      .then(() => page.getByRole('menuitem', { name: 'Save weights and run' }).click()),
  ]);
  expect(download.suggestedFilename()).toBe('tiny-step-3.safetensors');
  const file = await readFile(await download.path());

  const other = await open(linkTo({ seed: 5 }));
  await other.locator('input[type=file]').first().setInputFiles({
    name: 'tiny-step-3.safetensors',
    mimeType: 'application/octet-stream',
    buffer: file,
  });
  await other.getByText('Opened tiny-step-3.safetensors, at step 3.').waitFor();
  expect(await other.evaluate(weights)).toEqual(saved);
  expect(await statusOf(other)).toMatchObject({ step: 3, seed: 3 });

  await drop(other, { 'broken.safetensors': file.subarray(0, 200) });
  await other.getByText(/^this is not a safetensors file/i).waitFor();
  expect(await statusOf(other)).toMatchObject({ step: 3, seed: 3 });
});

test('record files that are dropped become the data; a broken one is refused', async ({ open }) => {
  const page = await open();
  await drop(page, { 'data_batch_1.bin': records(40), 'test_batch.bin': records(20) });
  await page.getByText(/40 training and 20 test images are loaded/).waitFor();
  expect(await page.evaluate(() => window.playground.dataset().arrived)).toEqual({ train: 40, test: 20 });
  await page.evaluate(() => window.playground.start({ steps: 2 }));

  await drop(page, { 'data_batch_1.bin': records(1).fill(11, 0, 1) });
  await page.getByText(/data_batch_1\.bin has label 11 at byte 0/).waitFor();
  expect(await page.evaluate(() => window.playground.dataset().train)).toBe(40);
  expect(await statusOf(page)).toMatchObject({ step: 2 });
});

test('what is no file of the playground is refused in words', async ({ open }) => {
  const page = await open();
  await drop(page, { 'cifar-10-binary.tar.gz': Uint8Array.of(1, 2, 3, 4) });
  await page.getByRole('alert').filter({ hasText: 'cifar-10-binary.tar.gz' }).waitFor();
  await drop(page, { 'net.json': Buffer.from('{"version": 1, "layers": [') });
  await page.getByRole('alert').filter({ hasText: 'not valid JSON' }).waitFor();
});

/** An IDX file: sizes before the bytes. */
const idx = (sizes: readonly number[], byte: (i: number) => number): Uint8Array => {
  const header = [0, 0, 8, sizes.length, ...sizes.flatMap((size) => [0, 0, size >> 8, size & 255])];
  const bytes = Array.from({ length: sizes.reduce((product, size) => product * size, 1) }, (_, i) => byte(i));
  return Uint8Array.from([...header, ...bytes]);
};

test("MNIST's files are dropped on a net for digits, which saw coloured images in grey before", async ({
  open,
}) => {
  const page = await open('preset=theano-lenet&data=shapes&seed=3&batch=8&evaluateEvery=0');
  await page.getByRole('button', { name: /^input, in grey; output 28×28×1/ }).waitFor();
  const part = (name: string, count: number) => ({
    [`${name}-images-idx3-ubyte`]: idx([count, 28, 28], (i) => (7 * i) % 256),
    [`${name}-labels-idx1-ubyte`]: idx([count], (i) => i % 10),
  });
  await drop(page, { ...part('train', 40), ...part('t10k', 10) });
  await page.getByRole('button', { name: /^input; output 28×28×1/ }).waitFor();
  expect(await page.evaluate(() => window.playground.dataset())).toMatchObject({ train: 40, test: 10 });
  expect(await page.evaluate(() => window.playground.start({ steps: 2 }))).toMatchObject({ step: 2 });
});
