// Editing the net in the page: shapes follow at once, an edit is applied and trained, a mistake says why on
// its layer and is mended by its fix.
import type { Page } from 'playwright';
import { expect, linkTo, statusOf, test, tinyNet } from './playground.ts';

const row = (page: Page, label: RegExp) => page.getByRole('button', { name: label });
const field = (page: Page, name: string) => page.getByRole('spinbutton', { name, exact: true });
/** What a card says of its layer's mistake. */
const sentence = (page: Page, text: string) => page.getByText(text, { exact: true });
const stepDone = (page: Page, step: number) =>
  page.waitForFunction((wanted) => window.playground.status().step >= wanted, step);

test('a layer is edited, applied with the weights that fit, and trained', async ({ open }) => {
  const page = await open();
  await page.getByRole('button', { name: 'Step', exact: true }).click();
  await stepDone(page, 1);
  const before = await page.evaluate(() => window.playground.tensor('conv1.weight'));

  await row(page, /^fc1, 10; output 1×1×10/).waitFor();
  await row(page, /^conv1, .*output 8×8×4, 196 parameters/).waitFor();
  await field(page, 'stride').fill('2');
  await row(page, /^conv1, 4×4×4 s2; output 15×15×4/).waitFor();
  await sentence(page, '(15 - 2 + 2*0)/2 + 1 = 7.5 is not whole').waitFor();
  await field(page, 'padding').fill('1');
  await row(page, /^pool1, .*output 8×8×4/).waitFor();
  await row(page, /^fc1, .*2,570 parameters/).waitFor();

  await page.getByRole('button', { name: 'Apply, keep weights' }).click();
  await page.waitForFunction(() => window.playground.report().layers[0].output[0] === 16);
  expect(await statusOf(page)).toMatchObject({ step: 1 });
  const after = await page.evaluate(() => window.playground.tensor('conv1.weight'));
  expect([...after.data]).toEqual([...before.data]);

  await page.getByRole('button', { name: 'Train', exact: true }).click();
  await stepDone(page, 4);
  await page.getByRole('button', { name: 'Pause', exact: true }).click();
  await page.getByRole('button', { name: 'Train', exact: true }).waitFor();
  expect((await statusOf(page)).loss).toBeGreaterThan(0);
});

test('a broken layer says why, and a fix mends it', async ({ open }) => {
  const page = await open();
  await field(page, 'kernel').fill('5');
  await sentence(page, '(32 - 5 + 2*0)/4 + 1 = 7.75 is not whole').waitFor();
  await row(page, /^conv1, .*no shape/).waitFor();
  await page.getByRole('button', { name: /Apply, keep weights/, disabled: true }).waitFor();
  const fixes = page.getByRole('button', { name: /^(kernel|stride|padding) \d+|^round down/ });
  expect(await fixes.count()).toBe(3);
  await page.getByRole('button', { name: /^round down\s*7×7$/ }).waitFor();
  await page.getByRole('button', { name: /^kernel 4\s*8×8$/ }).click();
  await row(page, /^conv1, 4×4×4 s4; output 8×8×4/).waitFor();
  expect(await fixes.count()).toBe(0);

  await page.getByRole('button', { name: 'Undo' }).click();
  await row(page, /^conv1, .*no shape/).waitFor();
  await page.getByRole('button', { name: 'Discard edit' }).click();
  await row(page, /^conv1, 4×4×4 s4; output 8×8×4/).waitFor();
});

test('layers are inserted, moved, duplicated and deleted', async ({ open }) => {
  const page = await open();
  const ids = () => page.evaluate(() => window.playground.network().layers.map(({ id }) => id));
  const restart = page.getByRole('button', { name: 'Restart', exact: true });
  await row(page, /^relu1, /).click();
  await page.keyboard.press('Alt+ArrowUp');
  await page.keyboard.press('d');
  await row(page, /^pool1, /).click();
  await page.keyboard.press('Delete');
  await page.getByRole('button', { name: 'Insert after relu1' }).click();
  await page.getByRole('button', { name: 'tanh', exact: true }).click();
  await restart.click();
  await restart.waitFor({ state: 'detached' });
  expect(await ids()).toEqual(['relu1', 'tanh1', 'relu2', 'conv1', 'fc1']);
});

test('an auxiliary head is inserted, weighed and trained; as a sum it says what is wrong', async ({
  open,
}) => {
  const page = await open();
  await row(page, /^pool1, /).click();
  await page.keyboard.press('i');
  await page.getByRole('button', { name: 'aux head', exact: true }).click();
  await row(page, /^block1, 1 head ×0.3; output 4×4×4, 50 parameters/).waitFor();
  await page.getByText('4×4×4, branch 1 goes on', { exact: true }).waitFor();
  await field(page, 'loss weight').fill('0.5');
  await page.getByText('loss ×0.5', { exact: true }).waitFor();
  await page.getByRole('button', { name: 'Apply, keep weights' }).click();
  await page.getByRole('button', { name: 'Step', exact: true }).click();
  await stepDone(page, 1);
  expect((await page.evaluate(() => window.playground.report())).totals.inHeads).toEqual({
    params: 50,
    macs: 40,
  });

  await page.getByRole('combobox', { name: 'merge' }).selectOption('add');
  await sentence(page, 'the branches end in different shapes: 4×4×4, 1×1×10').waitFor();
  await field(page, 'loss weight').waitFor({ state: 'detached' });
});

const blockNet = {
  ...tinyNet,
  layers: [
    { type: 'conv', filters: 4, kernel: 4, stride: 4 },
    {
      type: 'parallel',
      merge: 'concat',
      branches: [[{ type: 'tanh' }, { type: 'relu' }], [{ type: 'sigmoid' }]],
    },
    { type: 'fc', units: 10 },
  ],
};

test('a finger that rests takes hold of a layer in a block and moves it', async ({ open }) => {
  const page = await open(linkTo({ net: JSON.stringify(blockNet) }), {
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    isMobile: true,
  });
  const rows = () =>
    page.locator('[data-row]').evaluateAll((all) => all.map((one) => one.getAttribute('data-row')));
  const centre = async (id: string) => {
    const { x, y, width, height } = (await page.locator(`[data-row="${id}"]`).boundingBox())!;
    return { x: x + width / 2, y: y + height / 2 };
  };
  const session = await page.context().newCDPSession(page);
  const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', touchPoints: { x: number; y: number }[]) =>
    session.send('Input.dispatchTouchEvent', { type, touchPoints });

  expect(await rows()).toEqual(['input', 'conv1', 'block1', 'tanh1', 'relu1', 'sigmoid1', 'fc1', 'softmax']);
  const [from, to] = [await centre('tanh1'), await centre('relu1')];
  await touch('touchStart', [from]);
  await page.waitForTimeout(400);
  for (const part of [0.25, 0.5, 0.75, 1])
    await touch('touchMove', [{ x: from.x, y: from.y + part * (to.y + 14 - from.y) }]);
  await touch('touchEnd', []);
  await page.getByRole('button', { name: 'Discard edit' }).waitFor();
  expect(await rows()).toEqual(['input', 'conv1', 'block1', 'relu1', 'tanh1', 'sigmoid1', 'fc1', 'softmax']);
});

test('on a phone every family of presets opens inside the menu', async ({ open }) => {
  const page = await open(linkTo(), {
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    isMobile: true,
  });
  await page.getByRole('banner').getByRole('button', { name: 'More', exact: true }).tap();
  await page.getByRole('menuitem', { name: 'Digits' }).tap();
  const { x, width } = (await page.getByRole('menu').boundingBox())!;
  expect(x).toBeGreaterThanOrEqual(0);
  expect(x + width).toBeLessThanOrEqual(390);
  await page.getByRole('menuitemradio', { name: /^Theano LeNet/ }).tap();
  await page.getByRole('menu').waitFor({ state: 'detached' });
  await page.locator('[data-row="conv1"]').getByText('24×24×20', { exact: true }).waitFor();
});

test('a net says where it comes from, and in what it was changed since', async ({ open }) => {
  const page = await open('preset=convnetjs-cifar10&data=shapes&seed=3&learningRate=0.5');
  await field(page, 'kernel').fill('3');
  await page.getByRole('button', { name: 'About this net' }).click();
  const about = page.getByRole('dialog', { name: 'About this net' });
  await about.getByText('ConvNetJS, Karpathy 2014', { exact: true }).waitFor();
  await about.getByText('about 80% accuracy on the test images', { exact: true }).waitFor();
  await about.getByText('Changed from the preset: conv1 kernel 5 → 3.', { exact: true }).waitFor();
  await about.getByText('Other settings here: rate 0.5.', { exact: true }).waitFor();
});

test('windows drawn at random are shown as the settings have them, and others with each step', async ({
  open,
}) => {
  const fractional = { type: 'fractionalPool', ratio: 1.4 };
  const layers = [tinyNet.layers[0], fractional, tinyNet.layers[3]];
  const page = await open(linkTo({ net: JSON.stringify({ ...tinyNet, layers }) }));
  await row(page, /^fractional1, /).click();
  await page
    .getByText('Where windows begin in step 1, over 8×8×4 that become 6×6×4.', { exact: false })
    .waitFor();
  const lines = () => page.locator('.window-grid path').getAttribute('d');
  const first = await lines();
  // Six windows on each axis: the first begin at the edges.
  expect(first?.match(/M0 \d+H8/g)).toHaveLength(6);
  expect(first?.match(/M\d+ 0V8/g)).toHaveLength(6);
  const seen = new Set([first]);
  for (let step = 1; step <= 6; step++) {
    await page.getByRole('button', { name: 'Step', exact: true }).click();
    await page.getByText(`Where windows begin in step ${step + 1},`, { exact: false }).waitFor();
    seen.add(await lines());
  }
  expect(seen.size).toBeGreaterThan(1);
  await field(page, 'ratio').fill('2');
  await page.getByText('become 4×4×4', { exact: false }).waitFor();
});

test('a net for digits says that it sees coloured images in grey, and in what its recipe is unlike its source', async ({
  open,
}) => {
  const page = await open('preset=theano-lenet&data=shapes&seed=3');
  await page.getByRole('button', { name: 'input, in grey' }).waitFor();
  await page.getByRole('button', { name: 'About this net' }).click();
  const about = page.getByRole('dialog', { name: 'About this net' });
  await about.getByText('seen in grey').waitFor();
  await about.getByText('Some of the training images were held back to validate').waitFor();
  await about.getByText('It ended once the images held back got no better').waitFor();
});

test('a net is built from the classic pattern', async ({ open }) => {
  const page = await open();
  await page.getByLabel('More', { exact: true }).click();
  await page.getByRole('menuitem', { name: 'Build from a pattern' }).click();
  const dialog = page.getByRole('dialog', { name: 'A net from the classic pattern' });
  for (const [name, value] of Object.entries({
    'convolutions, N': '1',
    'stages, M': '2',
    filters: '4',
    'hidden, K': '1',
    units: '20',
  }))
    await dialog.getByRole('spinbutton', { name, exact: true }).fill(value);
  await dialog
    .getByText('INPUT → [[CONV → RELU]*1 → POOL]*2 → [FC → RELU]*1 → FC', { exact: true })
    .waitFor();
  await dialog.getByRole('button', { name: 'Use this net' }).click();
  await row(page, /^fc1, 20; output 1×1×20/).waitFor();
  const rows = await page.locator('[data-row]').evaluateAll((all) => all.map(({ dataset }) => dataset.row));
  expect(rows.join(' ')).toBe('input conv1 relu1 pool1 conv2 relu2 pool2 fc1 relu3 fc2 softmax');
});
