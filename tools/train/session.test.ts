// The training tool as a whole, on the reference engine and generated images: what it prints, and that a
// saved run goes on exactly.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
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
  ['--preset nothing', /no preset "nothing"; known presets: convnetjs/],
  ['--data nothing', /no data set called "nothing"/],
  ['--load nothing', /nothing could not be read: ENOENT/],
  ['--set batch=0', /training settings are wrong at batch/],
])('%s is refused', async (line, sentence) => {
  await expect(runJson(line)).rejects.toThrow(sentence);
});
