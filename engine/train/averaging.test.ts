// Tests that use a moving average of the weights: what it is after each step, and that evaluations use it and nothing
// else does.
import { expect, test } from 'vitest';
import { createReferenceBackend } from '../backends/reference/index.ts';
import { parseDocument } from '../spec/document.ts';
import { parseTraining, type TrainingDocument } from '../spec/training.ts';
import { testDataset } from '../testing/dataset.ts';
import { evaluate, predictRange } from './evaluate.ts';
import { Run } from './run.ts';
import type { Snapshot } from './snapshot.ts';

const network = parseDocument({
  version: 1,
  input: { height: 6, width: 6, channels: 1 },
  layers: [
    { type: 'conv', filters: 3, kernel: 3 },
    { type: 'batchNorm' },
    { type: 'relu' },
    { type: 'fc', units: 4, frozen: true },
    { type: 'fc', units: 4 },
  ],
});
const plain = parseTraining({ batch: 8, learningRate: 0.1, evaluateEvery: 0 });
const averaging = 0.75;
const dataset = testDataset(network.input, 4, 40, 16);

const create = (training: TrainingDocument, from?: Snapshot) =>
  Run.create({
    backend: createReferenceBackend({ precision: 'float32' }),
    network,
    training,
    dataset,
    seed: 3,
    from,
  });

async function losses(run: Run, steps: number): Promise<number[]> {
  await run.queue(steps);
  return (await run.collect()).metrics.map(({ loss }) => loss);
}

const learned = ['conv1.weight', 'conv1.bias', 'bn1.gain', 'bn1.bias', 'fc2.weight', 'fc2.bias'];
const valuesIn = ({ tensors }: Snapshot, name: string) => [...tensors.get(name)!.data];

test('the average follows every step, the first ones more, and changes no step', async () => {
  const [run, without] = [await create({ ...plain, averaging }), await create(plain)];
  const start = await run.snapshot();
  const expected = new Map(learned.map((name) => [name, valuesIn(start, name)]));
  for (let step = 0; step < 40; step++) {
    expect(await losses(run, 1)).toEqual(await losses(without, 1));
    const snapshot = await run.snapshot();
    const share = Math.max(1 - averaging, 9 / (10 + step));
    for (const [name, average] of expected) {
      const weights = valuesIn(snapshot, name);
      for (const i of average.keys()) average[i] += share * (weights[i] - average[i]);
    }
  }
  const end = await run.snapshot();
  for (const [name, average] of expected)
    for (const [i, value] of valuesIn(end, `${name}.average`).entries())
      expect(value).toBeCloseTo(average[i], 5);
  expect(end.tensors.has('fc1.weight.average')).toBe(false);
});

test('evaluations and predictions are those of a net with the averages as its weights', async () => {
  const run = await create({ ...plain, averaging });
  await losses(run, 12);
  const snapshot = await run.snapshot();
  const tensors = new Map(snapshot.tensors);
  for (const name of learned) tensors.set(name, snapshot.tensors.get(`${name}.average`)!);
  const averaged = await create(plain, { ...snapshot, tensors });
  expect(await evaluate(run, 'test')).toEqual(await evaluate(averaged, 'test'));
  expect(await predictRange(run, 0, 16)).toEqual(await predictRange(averaged, 0, 16));
  const last = await create(plain, snapshot);
  expect((await evaluate(run, 'test'))!.loss).not.toBe((await evaluate(last, 'test'))!.loss);
});

test('averages are part of a snapshot, and begin at the weights where they are turned on later', async () => {
  const run = await create({ ...plain, averaging });
  await losses(run, 7);
  const resumed = await create({ ...plain, averaging }, await run.snapshot());
  expect(await losses(resumed, 5)).toEqual(await losses(run, 5));
  expect(await evaluate(resumed, 'test')).toEqual(await evaluate(run, 'test'));

  const without = await create(plain);
  await losses(without, 3);
  expect(without.needsRebuild({ ...plain, averaging })).toBe(true);
  const later = await (await create({ ...plain, averaging }, await without.snapshot())).snapshot();
  for (const name of learned) expect(valuesIn(later, `${name}.average`)).toEqual(valuesIn(later, name));
});
