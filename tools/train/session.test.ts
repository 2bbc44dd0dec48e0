// The training tool as a whole, on the reference engine and generated images: what it prints, and that a
// saved run goes on exactly.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseOptions } from './options.ts';
import { jsonPrinter, linePrinter } from './printer.ts';
import { train } from './session.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'train-'));
  const input = { height: 32, width: 32, channels: 3 };
  const layers = [
    { type: 'pool', kind: 'average', kernel: 8, stride: 8 },
    { type: 'fc', units: 10 },
  ];
  await writeFile(path.join(folder, 'net.json'), JSON.stringify({ version: 1, name: 'tiny', input, layers }));
});
afterAll(() => rm(folder, { recursive: true }));

const inFolder = (name: string) => path.join(folder, name);
const common = '--backend reference --batch 50 --set evaluateEvery=0';
const optionsOf = (line: string) => parseOptions(`${line} --backend reference`.split(' '));

/** Runs the tool and returns the objects it printed. */
async function runJson(line: string) {
  const lines: string[] = [];
  await train(
    optionsOf(line),
    jsonPrinter((text) => lines.push(text)),
  );
  return lines.map((text) => JSON.parse(text) as { event: string; loss: number; step: number });
}
const losses = (events: Awaited<ReturnType<typeof runJson>>) =>
  events.filter(({ event }) => event === 'step').map(({ loss }) => loss);

const fresh = () => `--network ${inFolder('net.json')} --data shapes ${common}`;

test('prints one object for the start, each step and the end', async () => {
  const events = await runJson(`${fresh()} --examples 120`);
  expect(events.map(({ event }) => event)).toEqual(['begin', 'step', 'step', 'step', 'end']);
  expect(events[0]).toMatchObject({ backend: 'reference', parameters: 490, dataset: { test: 1000 } });
  expect(events[4]).toMatchObject({ step: 3, trained: 150, test: { examples: 1000 } });
});

test.each([
  ['lenet5', /made for the digits of MNIST, .* in grey/],
  ['linear', null],
])('says what the data of %s are not', async (recipe, expected) => {
  const [begin] = await runJson(`--recipe ${recipe} --data shapes --steps 1 --set evaluateEvery=0 --batch 2`);
  const { note } = begin as unknown as { note: string | null };
  if (expected) expect(note).toMatch(expected);
  else expect(note).toBeNull();
});

test('a recipe ends where its settings say', async () => {
  const events = await runJson(
    '--recipe linear --data shapes --batch 500 --set stopAfterEpochs=1.5 --set evaluateEvery=0',
  );
  expect(events.at(-1)).toMatchObject({ event: 'end', step: 12, epoch: 1.5 });
});

test('digits are read from a folder of IDX files, however many images there are', async () => {
  const digits = inFolder('digits');
  await mkdir(digits);
  for (const [part, count] of [
    ['train', 20],
    ['t10k', 10],
  ] as const) {
    const of = (sizes: readonly number[], value: (i: number) => number) => {
      const bytes = new Uint8Array(4 + 4 * sizes.length + sizes.reduce((a, b) => a * b, 1));
      const view = new DataView(bytes.buffer);
      for (const [i, word] of [0x0800 + sizes.length, ...sizes].entries()) view.setUint32(4 * i, word);
      return bytes.map((byte, i) => (i < 4 + 4 * sizes.length ? byte : value(i)));
    };
    await writeFile(
      path.join(digits, `${part}-images-idx3-ubyte`),
      of([count, 28, 28], (i) => (i * 37) % 256),
    );
    await writeFile(
      path.join(digits, `${part}-labels-idx1-ubyte`),
      of([count], (i) => i % 10),
    );
  }
  const events = await runJson(
    `--recipe caffe-lenet --data ${digits} --steps 1 --set evaluateEvery=0 --batch 4`,
  );
  expect(events[0]).toMatchObject({ dataset: { train: 20, test: 10 }, note: null, parameters: 431_080 });
  expect(events.at(-1)).toMatchObject({ trained: 4, test: { examples: 10 } });
});

test('four steps equal two, save, load, two', async () => {
  const straight = await runJson(`${fresh()} --steps 4 --seed 3`);
  const file = inFolder('half.safetensors');
  const half = await runJson(`${fresh()} --steps 2 --seed 3 --save ${file}`);
  const rest = await runJson(`--load ${file} --steps 2`);
  expect(rest[0]).toMatchObject({ seed: 3, step: 2, training: { batch: 50 } });
  expect([...losses(half), ...losses(rest)]).toEqual(losses(straight));
});

test('lines for people end with the accuracy on the whole test split', async () => {
  const lines: string[] = [];
  await train(
    optionsOf(`${fresh()} --steps 2`),
    linePrinter((line) => lines.push(line)),
  );
  expect(lines[0]).toMatch(/^Engine: reference/);
  expect(lines.at(-1)).toMatch(/all 1,000 test images: accuracy \d+\.\d\d%, loss \d/);
});

test('a step that is not finite is an error naming the op', async () => {
  const line = `${fresh()} --steps 5000 --set learningRate=10 --set l2=1 --set momentum=0.999`;
  const grow = train(
    optionsOf(line),
    jsonPrinter(() => {}),
  );
  await expect(grow).rejects.toThrow(/not finite; it first appeared in \w+ of \w+/);
});

test.each([
  ['--recipe nothing', /no preset "nothing"; known presets: convnetjs/],
  ['--preset nothing', /no preset "nothing"; known presets: convnetjs/],
  ['--data nothing', /no data set called "nothing"/],
  ['--load nothing', /nothing could not be read: ENOENT/],
  ['--set batch=0', /training settings are wrong at batch/],
])('%s is refused', async (line, sentence) => {
  await expect(runJson(line)).rejects.toThrow(sentence);
});
