// Runs of nets with auxiliary heads: they learn, tests know nothing of them, and a saved run goes on with them.
import { describe, expect, test } from 'vitest';
import { createReferenceBackend } from '../backends/reference/index.ts';
import { createWasmBackend } from '../backends/wasm/backend.ts';
import { decodeRun, encodeRun } from '../formats/savedRun.ts';
import { type NetworkDocument, parseDocument } from '../spec/document.ts';
import { parseTraining } from '../spec/training.ts';
import { testDataset } from '../testing/dataset.ts';
import { withoutHeads } from '../testing/withoutHeads.ts';
import { evaluate, predictRange } from './evaluate.ts';
import { Run } from './run.ts';
import type { Snapshot } from './snapshot.ts';

const input = { height: 32, width: 32, channels: 3 };
const classes = 10;
const dataset = testDataset(input, classes, 16, 9);
const training = parseTraining({ batch: 8, learningRate: 0.01, testViews: 'mirror' });

/** The head of GoogLeNet, small, on a net for CIFAR-10; another head ends a first branch that has layers. */
const networkOf = (weight: number): NetworkDocument =>
  parseDocument({
    version: 1,
    input,
    layers: [
      { type: 'conv', filters: 8, kernel: 5, padding: 2 },
      { type: 'relu' },
      { type: 'pool' },
      {
        type: 'parallel',
        merge: 'head',
        weight,
        branches: [
          [],
          [
            { type: 'pool', kind: 'average', kernel: 4, stride: 4 },
            { type: 'conv', filters: 4, kernel: 1 },
            { type: 'batchNorm' },
            { type: 'relu' },
            { type: 'dropout', rate: 0.3 },
            { id: 'aux', type: 'fc', units: classes },
          ],
        ],
      },
      {
        type: 'parallel',
        merge: 'head',
        weight,
        branches: [
          [{ type: 'conv', filters: 8, kernel: 3, padding: 1 }, { type: 'relu' }],
          [{ type: 'fc', units: classes }],
        ],
      },
      { type: 'relu' },
      { type: 'pool' },
      { type: 'fc', units: classes },
    ],
  });

describe.each([
  ['reference', createReferenceBackend],
  ['wasm', createWasmBackend],
] as const)('%s', (_, open) => {
  const create = async (network: NetworkDocument, from?: Snapshot) =>
    Run.create({ backend: await open(), network, training, dataset, seed: 3, from });
  const lossesOf = async (run: Run, steps: number) => {
    await run.queue(steps);
    return (await run.collect()).metrics.map(({ loss }) => loss);
  };

  test('the loss of the net falls, and the heads learn', async () => {
    const run = await create(networkOf(0.3));
    const before = (await run.snapshot()).tensors.get('aux.weight')!.data;
    const losses = await lossesOf(run, 24);
    const mean = (some: number[]) => some.reduce((a, b) => a + b) / some.length;
    expect(mean(losses.slice(0, 4))).toBeGreaterThan(2);
    expect(mean(losses.slice(-4))).toBeLessThan(1);
    const after = (await run.snapshot()).tensors.get('aux.weight')!.data;
    expect(Math.max(...after.map((value, i) => Math.abs(value - before[i])))).toBeGreaterThan(0.01);
  });

  test('the loss of each head is told with every step', async () => {
    const run = await create(networkOf(0.3));
    await run.queue(3);
    const { metrics } = await run.collect();
    const names = ['block1.head2', 'block2.head2'];
    expect(metrics.map(({ heads }) => Object.keys(heads!))).toEqual([names, names, names]);
    const outcomes = await run.read(names.map((name) => `${name}.outcome`));
    for (const [index, name] of names.entries()) {
      const losses = [...outcomes[index]].filter((_, i) => i % 2 === 0);
      expect(metrics[2].heads![name]).toBeCloseTo(losses.reduce((a, b) => a + b) / training.batch, 5);
    }
    const bare = await create(withoutHeads(networkOf(0.3)));
    await bare.queue(1);
    expect((await bare.collect()).metrics[0]).not.toHaveProperty('heads');
  });

  test('tests and predictions are those of the net without its heads, bit for bit', async () => {
    const network = networkOf(0.3);
    const whole = await create(network);
    await lossesOf(whole, 2);
    const bare = await create(withoutHeads(network), await whole.snapshot());
    expect(bare.plan.parameters.length).toBeLessThan(whole.plan.parameters.length);
    for (const split of ['test', 'train'] as const)
      expect(await evaluate(bare, split)).toEqual(await evaluate(whole, split));
    expect(await predictRange(bare, 0, 9)).toEqual(await predictRange(whole, 0, 9));
  });

  test('heads of no weight change nothing', async () => {
    const network = networkOf(0);
    const whole = await create(network);
    const bare = await create(withoutHeads(network), await whole.snapshot());
    expect(await lossesOf(whole, 3)).toEqual(await lossesOf(bare, 3));
    const other = await create(networkOf(0.3), await bare.snapshot());
    expect(await lossesOf(other, 3)).not.toEqual(await lossesOf(bare, 3));
  });

  test('a saved run goes on with them', async () => {
    const network = networkOf(0.3);
    const begun = await create(network);
    await lossesOf(begun, 2);
    const snapshot = await begun.snapshot();
    const saved = decodeRun(encodeRun({ network, training, dataset: 'test', snapshot }));
    expect(saved.network).toEqual(network);
    const moved = await create(saved.network, saved.snapshot);
    expect(await lossesOf(moved, 3)).toEqual(await lossesOf(begun, 3));
  });
});
