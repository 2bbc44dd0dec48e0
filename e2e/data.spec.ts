// Data of a person's own in the real page: record files are trained on; a broken file is refused with the
// place of the mistake, and the data in use stay.
import { expect, statusOf, test } from './playground.ts';

test('record files replace the data, and a broken one changes nothing', async ({ open }) => {
  const page = await open();
  const imported = await page.evaluate(async () => {
    const records = Array.from({ length: 60 }, (_, i) =>
      new Uint8Array(3073).fill(20 * (i % 10)).fill(i % 10, 0, 1),
    );
    return window.playground.importDataset([
      new File(records, 'data_batch_1.bin'),
      new File(records.slice(0, 20), 'test_batch.bin'),
    ]);
  });
  expect(imported).toMatchObject({ train: 60, test: 20 });
  expect(await page.evaluate(() => window.playground.start({ steps: 2 }))).toMatchObject({ step: 2 });

  const before = await statusOf(page);
  const message = await page.evaluate(() =>
    window.playground.importDataset([new File([new Uint8Array(3073 * 2 + 100)], 'data_batch_1.bin')]).then(
      () => '',
      (error: Error) => error.message,
    ),
  );
  expect(message).toBe(
    'data_batch_1.bin ends in the middle of a record, at byte 6246: a record has 3073 bytes.',
  );
  expect(await statusOf(page)).toEqual(before);
  expect(await page.evaluate(() => window.playground.dataset().id)).toBe(imported.id);
});

test('images in class folders are decoded and cut to size', async ({ open }) => {
  const page = await open();
  const imported = await page.evaluate(async () => {
    const canvas = new OffscreenCanvas(48, 40);
    const context = canvas.getContext('2d')!;
    const files: { path: string; file: Blob }[] = [];
    for (const colour of ['red', 'blue'])
      for (let i = 0; i < 10; i++) {
        context.fillStyle = colour;
        context.fillRect(0, 0, 48, 40);
        files.push({ path: `mine/${colour}/${i}.png`, file: await canvas.convertToBlob() });
      }
    return window.playground.importDataset(files);
  });
  expect(imported.classes.toSorted()).toEqual(['blue', 'red']);
  expect(imported.train + imported.test).toBe(20);
  expect(await page.evaluate(() => window.playground.network().layers.at(-1))).toMatchObject({ units: 2 });
  expect(await page.evaluate(() => window.playground.start({ steps: 2 }))).toMatchObject({ step: 2 });
});
