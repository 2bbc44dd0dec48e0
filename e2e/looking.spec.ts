// Looking at the net while it learns: filters and maps are drawn, and change with the steps; predictions are
// on the page.
import { PNG } from 'pngjs';
import { engines, expect, linkTo, patience, test } from './playground.ts';

/** Different colours of a picture. */
function colours(png: Buffer): number {
  const { data } = PNG.sync.read(png);
  const pixels = new Uint32Array(data.buffer, data.byteOffset, data.length / 4);
  return new Set(pixels).size;
}

test.for(engines)(
  'filters and activations are drawn and change while training: %s',
  async (engine, { open }) => {
    const page = await open(linkTo({ engine }));
    const cells = page.getByRole('group', { name: 'Cells of conv1' });
    await cells.getByRole('button', { name: 'Filter 4 and its map' }).waitFor();
    await page.getByText('initial weights, seed 3').waitFor();
    await expect.poll(async () => colours(await cells.screenshot())).toBeGreaterThan(50);
    const before = await cells.screenshot();
    await page.evaluate(() => window.playground.start({ steps: 30 }));
    await page.getByText('at step 30', { exact: true }).waitFor();
    const after = await cells.screenshot();
    expect(colours(after)).toBeGreaterThan(50);
    expect(after.equals(before)).toBe(false);

    await page.getByRole('button', { name: 'Gradients', exact: true }).click();
    await page.getByText('gradients at step 30').waitFor();
    await expect.poll(async () => (await cells.screenshot()).equals(after)).toBe(false);

    const predictions = page.getByRole('group', { name: 'Test images and what the net says of them' });
    expect(
      await predictions.getByRole('button', { name: /^Test image \d+, \w+: .*; (right|wrong)$/ }).count(),
    ).toBeGreaterThan(5);
  },
);

test('deeper layers, blocks and every mode can be looked at', async ({ open }) => {
  const branches = [[{ type: 'conv', filters: 3, kernel: 3, padding: 1 }, { type: 'relu' }], []];
  const net = {
    version: 1,
    name: 'block',
    input: { height: 32, width: 32, channels: 3 },
    layers: [
      { type: 'pool', kernel: 4, stride: 4 },
      { type: 'parallel', merge: 'concat', branches },
      { type: 'fc', units: 10 },
    ],
  };
  const page = await open(
    new URLSearchParams({ net: JSON.stringify(net), data: 'shapes', evaluateEvery: '0' }).toString(),
  );
  await page.evaluate(() => window.playground.start({ steps: 3 }));
  for (const id of ['pool1', 'block1', 'fc1', 'softmax', 'input']) {
    await page.getByRole('button', { name: new RegExp(`^${id}[,;] `) }).click();
    const inside = page.getByRole('region', { name: `Inside ${id}` });
    await inside.waitFor();
    for (const mode of ['Gradients', 'Values']) {
      const button = inside.getByRole('button', { name: mode, exact: true });
      if (await button.count()) await button.click();
      await expect
        .poll(async () => colours(await inside.screenshot()), { message: `${id} ${mode}` })
        .toBeGreaterThan(20);
    }
  }
});

test.for(engines)(
  'a test image is shown in the ways that a test looks at it: %s',
  async (engine, { open }) => {
    const page = await open(linkTo({ engine, testViews: 'airbench6', batch: 4, image: 4 }));
    await page.getByRole('button', { name: /^test/ }).click();
    const dialog = page.getByRole('dialog');
    const views = dialog.getByRole('listitem');
    const shares = () => views.allInnerTexts().then((all) => all.map((text) => text.split(/\s+\d+%$/)[0]));
    await expect.poll(shares, patience).toEqual(['1/4', '1/8', '1/8', '1/4', '1/8', '1/8']);
    const picture = (name: string) => page.getByRole('img', { name, exact: true });
    const rowOf = (name: string) =>
      picture(name).evaluate((canvas: HTMLCanvasElement) => {
        const { data } = canvas.getContext('2d')!.getImageData(0, 16, canvas.width, 1);
        return Array.from({ length: canvas.width }, (_, x) => [...data.subarray(4 * x, 4 * x + 3)].join());
      });
    const widthOf = () => picture('mirrored').evaluate((canvas: HTMLCanvasElement) => canvas.width);
    await expect.poll(widthOf, patience).toBe(32);
    const plain = await rowOf('as it is');
    expect(new Set(plain).size).toBeGreaterThan(4);
    expect(await rowOf('mirrored')).toEqual(plain.reverse());
    expect(await picture('mirrored, 1 px up, 1 px left').count()).toBe(1);

    await dialog.getByText(/^Test image 4, \w+, in each way .* after step 0\. Averaged: \d+%\.$/).waitFor();
    await dialog.getByRole('button', { name: 'Next image' }).press('Enter');
    await dialog.getByText(/^Test image 5, \w+, in each way/).waitFor();
    await dialog.getByRole('combobox', { name: 'test views' }).selectOption('one');
    await dialog.getByText(/^Test image 5, \w+, as a test looks at it\./).waitFor();
    expect(await views.allInnerTexts()).toEqual([expect.stringMatching(/^\d+%$/)]);
  },
);
