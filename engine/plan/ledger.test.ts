// The ledger: its rows add up to its totals, and the totals are what a backend allocates, to the byte.
import { describe, expect, test } from 'vitest';
import { createReferenceBackend } from '../backends/reference/index.ts';
import type { NetworkDocument } from '../spec/document.ts';
import { classesLearned } from '../spec/placing.ts';
import { presets } from '../spec/presets/index.ts';
import { optimiserSlots, parseTraining } from '../spec/training.ts';
import { caseClasses, caseDocument, layerCases } from '../testing/layerCases.ts';
import { analyse } from './analyse.ts';
import { buildPlan } from './build.ts';
import { ledgerOf } from './ledger.ts';
import { memoryKinds } from './plan.ts';

const data = { train: 50, test: 10 };
const planOf = (
  network: NetworkDocument,
  classes: number,
  purpose: 'train' | 'inspect',
  training = parseTraining({ batch: 4 }),
) => buildPlan(analyse(network, classes), { purpose, training, data });

const nets = [
  ...presets.map(({ id, network, training }) => ({
    title: id,
    network,
    classes: classesLearned(training, 10),
  })),
  ...Object.values(layerCases)
    .flat()
    .map((one) => ({ title: one.title, network: caseDocument(one), classes: caseClasses })),
];

const mostAllocated = 2 ** 30;
const largest = [
  'graham-kaggle',
  'fmp',
  'zf-net',
  'zf-net-b',
  'vgg16',
  'vgg19',
  'alexnet',
  'alexnet-ungrouped',
];

describe.each(['train', 'inspect'] as const)('%s', (purpose) => {
  test.each(nets)('$title: rows, totals and allocation are equal', ({ title, network, classes }) => {
    const plan = planOf(network, classes, purpose);
    const ledger = ledgerOf(plan);
    for (const kind of memoryKinds)
      expect(
        ledger.rows.reduce((sum, { bytes }) => sum + bytes[kind], 0),
        kind,
      ).toBe(ledger.totals[kind]);
    expect(ledger.rows.reduce((sum, { total }) => sum + total, 0)).toBe(ledger.held);
    expect(ledger.working + ledger.totals.data).toBe(ledger.held);
    // The largest nets add up like all others, but what they hold is more than a test may allocate.
    if (ledger.held > mostAllocated) {
      expect(largest).toContain(title);
      return;
    }
    const backend = createReferenceBackend();
    const storage = backend.createStorage(plan.buffers);
    expect(backend.allocatedBytes()).toBe(ledger.held);
    storage.destroy();
    expect(backend.allocatedBytes()).toBe(0);
  });
});

/** Values of one example that the default net keeps: activations written in place count once. */
const activationValues = [
  32 * 32 * 3,
  32 * 32 * 16,
  16 * 16 * 16,
  16 * 16 * 20,
  8 * 8 * 20,
  8 * 8 * 20,
  4 * 4 * 20,
  10,
  10,
];
const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);

test('the default net at batch 32, worked out by hand', () => {
  const training = parseTraining({ batch: 32 });
  const { totals, rows } = ledgerOf(planOf(presets[0].network, 10, 'train', training));
  expect(totals.activations).toBe(sum(activationValues) * 32 * 4);
  // Each parameter tensor begins at a multiple of 256 bytes: 64 floats.
  const padded = sum([1200, 16, 8000, 20, 10_000, 20, 3200, 10].map((count) => Math.ceil(count / 64) * 256));
  expect(totals.parameters).toBe(padded);
  expect(totals.optimiser).toBe(padded);
  // No gradient is made for the image; the gradient of the flattened input of fc1 is pool3's own.
  const gradientValues = activationValues.slice(1, -1);
  expect(totals.gradients).toBe(padded + sum(gradientValues) * 32 * 4);
  expect(totals.data).toBe(60 * 3072 + 50 + 2 + 10 + 2);
  const conv1 = rows.find(({ layer }) => layer === 'conv1')!.bytes;
  expect(conv1.activations).toBe(32 * 32 * 16 * 32 * 4);
  expect(conv1.parameters).toBe(4864 + 256);
  expect(conv1.gradients).toBe(conv1.activations + conv1.parameters);
  expect(rows.map(({ layer }) => layer)).toEqual([
    'input',
    'conv1',
    'pool1',
    'conv2',
    'pool2',
    'conv3',
    'pool3',
    'fc1',
    'softmax',
    '',
  ]);
});

test.each(Object.entries(optimiserSlots))('%s keeps its slots for every parameter', (optimiser, slots) => {
  const training = parseTraining({ optimiser });
  const { totals } = ledgerOf(planOf(presets[0].network, 10, 'train', training));
  expect(totals.optimiser).toBe(slots.length * totals.parameters);
});
