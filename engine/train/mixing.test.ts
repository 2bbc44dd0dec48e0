// Training on mixed examples: the loss and gradients are those of mixed labels, by differences, whatever the loss; and
// runs are the same on each engine.
import { describe, expect, test } from 'vitest';
import { createReferenceBackend } from '../backends/reference/index.ts';
import { createWasmBackend } from '../backends/wasm/backend.ts';
import { losses } from '../layers/losses/index.ts';
import { parseDocument } from '../spec/document.ts';
import { parseTraining } from '../spec/training.ts';
import { testDataset } from '../testing/dataset.ts';
import { Net } from '../testing/net.ts';
import { evaluate } from './evaluate.ts';
import { Run } from './run.ts';

const input = { height: 6, width: 5, channels: 3 };
const training = parseTraining({ batch: 7, mixup: 0.4, cutmix: 0.5, cutout: 2 });
const documentOf = (loss: object) =>
  parseDocument({
    version: 1,
    input,
    layers: [
      { type: 'parallel', merge: 'head', branches: [[], [{ id: 'aux', type: 'fc', units: 4 }]] },
      { id: 'out', type: 'fc', units: 4 },
    ],
    loss,
  });

describe.each(losses.map(({ type }) => type))('%s', (type) => {
  test.each(['out', 'aux'])('the gradient is that of the shared loss: %s', async (layer) => {
    const batch = 5;
    const net = new Net(documentOf({ type }), {
      purpose: 'train',
      classes: 4,
      batch,
      precision: 'float64',
      training,
    }).fill(3);
    net.view('input.otherLabels').set([1, 3, 0, 2, 2]);
    net.view('input.shares').set([0.9, 0.3, 1, 0, 0.5]);
    await net.run('forward', 'backward');
    const gradient = net.view(`${layer}.weight.gradient`).slice();
    const weights = net.view(`${layer}.weight`);
    for (const i of [0, 17, 150, 333]) {
      const [at, step] = [weights[i], 1e-6];
      const lossAt = async (value: number) => {
        weights[i] = value;
        await net.run('forward');
        return net.objective();
      };
      const slope = ((await lossAt(at + step)) - (await lossAt(at - step))) / (2 * step);
      weights[i] = at;
      expect(gradient[i]).toBeCloseTo(slope, 6);
    }
  });

  test('the loss is the share of both labels', async () => {
    const net = new Net(documentOf({ type }), {
      purpose: 'train',
      classes: 4,
      batch: 2,
      precision: 'float64',
      training,
    }).fill(3);
    const lossWith = async (labels: number[], others: number[], shares: number[]) => {
      net.view('labels').set(labels);
      net.view('input.otherLabels').set(others);
      net.view('input.shares').set(shares);
      await net.run('forward');
      return net.loss();
    };
    const [own, other] = [await lossWith([0, 1], [2, 2], [1, 1]), await lossWith([2, 3], [0, 1], [1, 1])];
    expect(await lossWith([0, 1], [2, 3], [0.3, 0.3])).toBeCloseTo(0.3 * own + 0.7 * other, 12);
  });
});

test('a run on mixed examples is the same on each engine, and tests know nothing of it', async () => {
  const network = documentOf({ type: 'softmax' });
  const courses = [createReferenceBackend(), await createWasmBackend()].map(async (backend) => {
    const dataset = testDataset(input, 4, 30, 9);
    const run = await Run.create({ backend, network, training, dataset, seed: 4 });
    await run.queue(6);
    const { metrics } = await run.collect();
    const { loss } = (await evaluate(run, 'test'))!;
    const calls = run.plan.programs.evaluateTest!.map(({ op }) => op);
    expect(calls.filter((op) => op.startsWith('mix'))).toEqual([]);
    await run.destroy();
    run.data.destroy();
    return [...metrics.map((one) => one.loss), loss];
  });
  const [reference, wasm] = await Promise.all(courses);
  expect(reference).toHaveLength(7);
  for (const [i, loss] of wasm.entries()) expect(loss).toBeCloseTo(reference[i], 4);
});
