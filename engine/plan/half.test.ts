// Plans in half precision: what of them is halved, that the calls stay, and that predicted bytes stay true.
import { describe, expect, test } from 'vitest';
import { parseDocument } from '../spec/document.ts';
import { classesLearned } from '../spec/placing.ts';
import { presetOf, presets } from '../spec/presets/index.ts';
import { parseTraining } from '../spec/training.ts';
import { caseClasses, caseDocument, layerCases } from '../testing/layerCases.ts';
import { analyse } from './analyse.ts';
import { buildPlan } from './build.ts';
import { ledgerOf } from './ledger.ts';
import { bytesByKind, memoryKinds, tensorBytes, tensorOf } from './plan.ts';

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

const plansOf = (
  network: (typeof nets)[number]['network'],
  classes: number,
  purpose: 'train' | 'inspect',
) => {
  const options = { purpose, training: parseTraining({ batch: 3 }), data: { train: 50, test: 10 } };
  const report = analyse(network, classes);
  return [buildPlan(report, options), buildPlan(report, { ...options, half: true })];
};

describe.each(['train', 'inspect'] as const)('%s', (purpose) => {
  test.each(nets)('$title', ({ network, classes }) => {
    const [whole, half] = plansOf(network, classes, purpose);
    expect(half.programs).toEqual(whole.programs);
    expect(half.parameters).toEqual(whole.parameters);

    const bytes = new Map(half.buffers.map((buffer) => [buffer.name, buffer.bytes]));
    const halved = new Set<string>();
    for (const [name, tensor] of half.tensors) {
      const { dtype, ...rest } = tensor;
      const { dtype: before, ...same } = tensorOf(whole, name);
      expect(rest).toEqual(same);
      if (dtype !== before) {
        expect([before, dtype]).toEqual(['f32', 'f16']);
        halved.add(tensor.buffer);
      }
      expect(tensor.offset + tensorBytes(tensor)).toBeLessThanOrEqual(bytes.get(tensor.buffer)!);
    }
    for (const buffer of whole.buffers) {
      const expected = halved.has(buffer.name) ? Math.ceil(buffer.bytes / 8) * 4 : buffer.bytes;
      expect(bytes.get(buffer.name), buffer.name).toBe(expected);
    }
    const typesOf = (buffer: string) =>
      new Set([...half.tensors.values()].filter((one) => one.buffer === buffer).map(({ dtype }) => dtype));
    for (const buffer of halved) expect([...typesOf(buffer)], buffer).toEqual(['f16']);

    const { rows, totals, held } = ledgerOf(half);
    for (const kind of memoryKinds)
      expect(rows.reduce((sum, row) => sum + row.bytes[kind], 0)).toBe(totals[kind]);
    expect(half.buffers.reduce((sum, buffer) => sum + buffer.bytes, 0)).toBe(held);
  });
});

test('the loss, parameters and their gradients, and the run stay float32', () => {
  const [, plan] = plansOf(presetOf('convnetjs-cifar10').network, 10, 'train');
  const typeOf = (name: string) => tensorOf(plan, name).dtype;
  for (const name of ['input.output', 'conv1.output', 'relu3.output', 'pool3.output'])
    for (const one of name === 'input.output' ? [name] : [name, `${name}.gradient`])
      expect(typeOf(one), one).toBe('f16');
  for (const name of [
    'fc1.output',
    'fc1.output.gradient',
    'softmax.output',
    'softmax.outcome',
    'run.metrics',
  ])
    expect(typeOf(name), name).toBe('f32');
  for (const { name } of plan.parameters)
    for (const one of [name, `${name}.gradient`, `${name}.velocity`]) expect(typeOf(one), one).toBe('f32');
});

test('logits that were written over by a last ReLU stay float32 as well', () => {
  const network = parseDocument({
    version: 1,
    input: { height: 4, width: 4, channels: 3 },
    layers: [{ type: 'fc', units: 5 }, { type: 'relu' }, { type: 'fc', units: 2 }, { type: 'relu' }],
  });
  const [, plan] = plansOf(network, 2, 'train');
  const typeOf = (name: string) => tensorOf(plan, name).dtype;
  expect(['fc1.output', 'relu1.output', 'fc1.output.gradient'].map(typeOf)).toEqual(['f16', 'f16', 'f16']);
  expect(['fc2.output', 'relu2.output', 'fc2.output.gradient'].map(typeOf)).toEqual(['f32', 'f32', 'f32']);
});

test('so do the scores of a head, and what its loss makes of them', () => {
  const head = [
    { type: 'conv', filters: 2, kernel: 1 },
    { type: 'fc', units: 2 },
  ];
  const network = parseDocument({
    version: 1,
    input: { height: 4, width: 4, channels: 3 },
    layers: [
      { type: 'conv', filters: 2, kernel: 1 },
      { type: 'parallel', merge: 'head', branches: [[], head] },
      { type: 'fc', units: 2 },
    ],
  });
  const [, plan] = plansOf(network, 2, 'train');
  const typeOf = (name: string) => tensorOf(plan, name).dtype;
  expect(
    ['conv1.output', 'conv2.output', 'conv2.output.gradient', 'block1.branch2.gradient'].map(typeOf),
  ).toEqual([...new Array(4).fill('f16')]);
  for (const name of ['fc1.output', 'fc1.output.gradient', 'block1.head2.output', 'block1.head2.outcome'])
    expect(typeOf(name), name).toBe('f32');
});

test('the default net: bytes by hand', () => {
  const { network, training } = presetOf('convnetjs-cifar10');
  const options = { purpose: 'train', training, data: { train: 0, test: 0 } } as const;
  const plans = [false, true].map((half) => buildPlan(analyse(network, 10), { ...options, half }));
  const [whole, half] = plans.map(({ buffers }) => bytesByKind(buffers));
  // Logits and probabilities, and the gradient of the logits: ten float32 numbers of 32 images each.
  const [loss, gradient] = [2 * 10 * 32 * 4, 10 * 32 * 4];
  expect(half.activations).toBe((whole.activations - loss) / 2 + loss);
  // The gradients of parameters lie as the parameters do.
  const arena = whole.parameters;
  expect(half.gradients).toBe((whole.gradients - gradient - arena) / 2 + gradient + arena);
  expect(half.parameters).toBe(whole.parameters);
  expect(half.workspace).toBe(whole.workspace);
});
