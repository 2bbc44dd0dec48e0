// Costs of calls against numbers worked out by hand.
import { expect, test } from 'vitest';
import { runStateWords } from '../ops/runState.ts';
import { presetOf } from '../spec/presets/index.ts';
import { analyse } from './analyse.ts';
import { buildPlan } from './build.ts';
import { costOf } from './cost.ts';

const { network, training } = presetOf('convnetjs-cifar10');
const plan = buildPlan(analyse(network, 10), {
  purpose: 'train',
  training: { ...training, batch: 1 },
  data: { train: 0, test: 0 },
});
const train = plan.programs.train!;
const total = (op: string) =>
  train.filter((call) => call.op === op).reduce((sum, call) => sum + costOf(plan, call).flops, 0);

test('a convolution: 2 * 32*32 * 16 * 5*5*3 operations; image, weights, bias and output in bytes', () => {
  const conv1 = train.find(({ op }) => op === 'convForward')!;
  expect(costOf(plan, conv1)).toEqual({
    flops: 2 * 32 * 32 * 16 * 75,
    bytes: 4 * (32 * 32 * 3 + 75 * 16 + 16 + 32 * 32 * 16),
  });
});

test('what is changed in place is read and written', () => {
  const advance = train.find(({ op }) => op === 'advance')!;
  expect(costOf(plan, advance)).toEqual({ flops: 0, bytes: 2 * 4 * runStateWords });
});

test('the convolutions of a step: 3.92 M multiply-accumulates forward, the first has no input gradient', () => {
  const macs = 1_228_800 + 2_048_000 + 640_000 + 3_200;
  expect(total('convForward')).toBe(2 * macs);
  expect(total('convBackwardWeight')).toBe(2 * macs);
  expect(total('convBackwardInput')).toBe(2 * (macs - 1_228_800));
});

test('21.1 million operations in products for each image trained', () => {
  const products = ['convForward', 'convBackwardWeight', 'convBackwardInput'];
  expect(products.reduce((sum, op) => sum + total(op), 0)).toBe(21_062_400);
});

test('of a data set only the images of the batch are read', () => {
  const { network, training } = presetOf('convnetjs-cifar10');
  const whole = buildPlan(analyse(network, 10), {
    purpose: 'train',
    training: { ...training, batch: 2 },
    data: { train: 50_000, test: 10_000 },
  });
  const gather = whole.programs.train!.find(({ op }) => op === 'gatherBatch')!;
  const read = 2 * (3072 + 1) + 4 * (6 + runStateWords);
  const written = 4 * 2 * (3072 + 1);
  expect(costOf(whole, gather)).toEqual({ flops: 2 * 2 * 3072, bytes: read + written });
});
