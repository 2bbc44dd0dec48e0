// A run keeps its word: one seed gives one course, a saved run goes on bit for bit, settings change without
// losing weights, a value that is not finite stops it and is found, and images may arrive while it trains.
import { beforeEach, describe, expect, test } from 'vitest';
import type { Backend } from '../backends/backend.ts';
import { createReferenceBackend } from '../backends/reference/index.ts';
import type { Dataset } from '../data/dataset.ts';
import { decodeRun, encodeRun } from '../formats/savedRun.ts';
import { runHyper } from '../ops/runState.ts';
import { parseDocument } from '../spec/document.ts';
import { optimiserSlots, parseTraining, type TrainingDocument } from '../spec/training.ts';
import { testDataset } from '../testing/dataset.ts';
import { evaluate, predictRange } from './evaluate.ts';
import { Run } from './run.ts';
import type { Snapshot } from './snapshot.ts';

const shape = { height: 6, width: 6, channels: 3 };
const network = parseDocument({
  version: 1,
  input: shape,
  layers: [
    { type: 'conv', filters: 4, kernel: 3, padding: 1 },
    { type: 'relu' },
    { type: 'pool' },
    { type: 'dropout', rate: 0.25 },
    { type: 'fc', units: 3 },
  ],
});
/** 37 images and a batch of 8: passes end in the middle of a batch. */
const training = parseTraining({ batch: 8, learningRate: 0.05, mirror: 'random', shift: 1 });

let backend: Backend;
let dataset: Dataset;
beforeEach(() => {
  backend = createReferenceBackend();
  dataset = testDataset(shape, 3, 37, 11);
});

const create = (
  changes: { training?: TrainingDocument; seed?: number; from?: Snapshot; dataset?: Dataset } = {},
) => Run.create({ backend, network, training, dataset, seed: 1, ...changes });

/** Queues steps in submissions of the given sizes and returns the losses. */
async function losses(run: Run, ...submissions: number[]): Promise<number[]> {
  const all: number[] = [];
  for (const steps of submissions) {
    run.takeArrivals();
    await run.queue(steps);
    all.push(...(await run.collect()).metrics.map(({ loss }) => loss));
  }
  return all;
}

/** Every value of a snapshot by tensor name. */
const valuesOf = ({ tensors }: Snapshot) =>
  Object.fromEntries([...tensors].map(([name, { data }]) => [name, [...data]]));

describe('one seed', () => {
  test('gives one course, however the steps are submitted', async () => {
    const first = await losses(await create(), 10);
    expect(await losses(await create(), 1, 2, 3, 4)).toEqual(first);
    expect(first.every(Number.isFinite)).toBe(true);
    expect(new Set(first).size).toBe(10);
  });

  test('gives another course than another seed', async () => {
    expect(await losses(await create({ seed: 2 }), 3)).not.toEqual(await losses(await create(), 3));
  });

  test('draws the same initial weights whatever the batch, optimiser and data', async () => {
    const usual = await (await create()).snapshot();
    const other = await (
      await create({
        training: parseTraining({ batch: 2, optimiser: 'adam' }),
        dataset: testDataset(shape, 3, 5, 5),
      })
    ).snapshot();
    for (const name of ['conv1.weight', 'fc1.weight'])
      expect(other.tensors.get(name)!.data).toEqual(usual.tensors.get(name)!.data);
    expect([...usual.tensors.get('conv1.bias')!.data]).toEqual([0, 0, 0, 0]);
  });
});

describe('a saved run', () => {
  test.each(Object.keys(optimiserSlots) as TrainingDocument['optimiser'][])(
    'of %s goes on bit for bit: ten steps are five, saved, loaded, five',
    async (optimiser) => {
      const settings = { ...training, optimiser };
      const straight = await create({ training: settings });
      const expected = await losses(straight, 10);

      const before = await create({ training: settings });
      const first = await losses(before, 5);
      const file = encodeRun({
        network,
        training: settings,
        dataset: 'test',
        snapshot: await before.snapshot(),
      });
      const saved = decodeRun(file);
      const after = await Run.create({
        ...saved,
        backend: createReferenceBackend(),
        dataset,
        seed: 1,
        from: saved.snapshot,
      });
      expect([...first, ...(await losses(after, 5))]).toEqual(expected);

      const [end, resumed] = [await straight.snapshot(), await after.snapshot()];
      expect(valuesOf(resumed)).toEqual(valuesOf(end));
      expect({ ...resumed, tensors: null }).toEqual({ ...end, tensors: null });
    },
  );
});

describe('settings', () => {
  test('a learning rate of 0 moves nothing, and a new one holds from the next step', async () => {
    const run = await create();
    await losses(run, 2);
    run.applySettings({ ...training, learningRate: 0, l2: 0, momentum: 0 });
    const before = await run.snapshot();
    await losses(run, 2);
    const still = await run.snapshot();
    for (const { name } of run.plan.parameters)
      expect(still.tensors.get(name)!.data, name).toEqual(before.tensors.get(name)!.data);
    run.applySettings(training);
    await losses(run, 1);
    expect((await run.snapshot()).tensors.get('fc1.weight')!.data).not.toEqual(
      before.tensors.get('fc1.weight')!.data,
    );
  });

  test('decay shrinks weights and leaves biases', async () => {
    const run = await create({ training: { ...training, learningRate: 0.1, l2: 0.5, momentum: 0 } });
    const before = (await run.snapshot()).tensors;
    await run.queue(1);
    const after = (await run.snapshot()).tensors;
    const free = await create({ training: { ...training, learningRate: 0.1, l2: 0, momentum: 0 } });
    await free.queue(1);
    const undecayed = (await free.snapshot()).tensors;
    expect(after.get('fc1.bias')!.data).toEqual(undecayed.get('fc1.bias')!.data);
    const weight = before.get('fc1.weight')!.data;
    undecayed.get('fc1.weight')!.data.forEach((value, i) => {
      expect(after.get('fc1.weight')!.data[i]).toBeCloseTo(value - 0.1 * 0.5 * weight[i], 6);
    });
  });

  test('a schedule is the same as setting each rate by hand, also beyond the ring', async () => {
    const still = { ...training, momentum: 0, l2: 0, learningRate: 0.25 };
    const scheduled = { ...still, schedule: 'step', dropEvery: 20, dropFactor: 0.5 } as const;
    const [run, byHand] = [await create({ training: scheduled }), await create({ training: still })];
    const expected: number[] = [];
    for (let step = 0; step < 300; step++) {
      byHand.applySettings({ ...still, learningRate: 0.25 * 0.5 ** Math.floor((step * 8) / 37 / 20) });
      expected.push(...(await losses(byHand, 1)));
    }
    expect(await losses(run, 200, 100)).toEqual(expected);
    expect(run.rate).toBe(0.25 * 0.5 ** 3);
  });

  test('with lookahead every fifth step ends on slow weights, which are part of a snapshot', async () => {
    const settings = { ...training, schedule: 'triangle', scheduleEpochs: 4, lookahead: true } as const;
    const run = await create({ training: settings });
    const slowOf = ({ tensors }: Snapshot) => tensors.get('fc1.weight.slow')!.data;
    const weightOf = ({ tensors }: Snapshot) => tensors.get('fc1.weight')!.data;
    const start = await run.snapshot();
    expect(slowOf(start)).toEqual(weightOf(start));
    await losses(run, 4);
    const fourth = await run.snapshot();
    expect(slowOf(fourth)).toEqual(slowOf(start));
    expect(weightOf(fourth)).not.toEqual(slowOf(start));
    await losses(run, 1);
    const fifth = await run.snapshot();
    expect(slowOf(fifth)).toEqual(weightOf(fifth));
    const resumed = await create({ training: settings, from: await run.snapshot() });
    expect(await losses(resumed, 10)).toEqual(await losses(run, 10));
    expect(valuesOf(await resumed.snapshot())).toEqual(valuesOf(await run.snapshot()));
  });

  test('a test that is no better lowers the rate, and a run that goes on from there keeps it', async () => {
    const plateau = { ...training, schedule: 'plateau', patience: 0, dropFactor: 0.5 } as const;
    const run = await create({ training: plateau });
    await losses(run, 1);
    expect(run.rate).toBe(training.learningRate);
    run.takeAccuracy(0.5);
    run.takeAccuracy(0.5);
    expect(run.rate).toBe(training.learningRate / 2);
    const resumed = await create({ training: plateau, from: await run.snapshot() });
    expect(resumed.rate).toBe(training.learningRate / 2);
    const half = await create({
      training: { ...training, learningRate: training.learningRate / 2 },
      from: await run.snapshot(),
    });
    expect(await losses(resumed, 3)).toEqual(await losses(half, 3));
  });

  test('another optimiser begins with an empty memory and its own count of steps', async () => {
    const sgd = await create();
    await losses(sgd, 50);
    const before = await sgd.snapshot();
    const adam = parseTraining({ ...training, optimiser: 'adam', learningRate: 0.001, l2: 0 });
    const run = await create({ training: adam, from: before });
    await losses(run, 1);
    const after = await run.snapshot();
    // Corrected moments make Adam's first step rate * sign(gradient).
    const moved = [...after.tensors.get('fc1.weight')!.data].map((value, i) =>
      Math.abs(value - before.tensors.get('fc1.weight')!.data[i]),
    );
    expect(Math.max(...moved)).toBeCloseTo(0.001, 6);
    expect(after.optimiser).toEqual({ name: 'adam', since: 50 });
  });

  test('another batch or optimiser needs another plan, and keeps weights and counters', async () => {
    const run = await create();
    await losses(run, 3);
    const changed = { ...training, batch: 5, optimiser: 'adam' } as const;
    expect(run.needsRebuild(changed)).toBe(true);
    expect(run.needsRebuild({ ...training, learningRate: 1, mirror: 'off', normalise: 'standard' })).toBe(
      false,
    );
    const from = await run.snapshot();
    const next = await create({ training: changed, from });
    const kept = await next.snapshot();
    for (const { name } of run.plan.parameters)
      expect(kept.tensors.get(name), name).toEqual(from.tensors.get(name));
    expect([next.step, next.position]).toEqual([3, 24]);
    await next.queue(2);
    expect((await next.collect()).metrics.map(({ step, examples }) => [step, examples])).toEqual([
      [4, 29],
      [5, 34],
    ]);
  });
});

describe('a value that is not finite', () => {
  const halt = async (run: Run) => {
    await run.queue(3);
    const { halted } = await run.collect();
    expect(halted).toBe(true);
    const call = await run.findNotFinite();
    return `${call?.op} of ${call?.layer}`;
  };

  test('stops the run at the step before it: weights and counters stand still', async () => {
    const run = await create();
    await losses(run, 2);
    const weights = new Float32Array(4 * 3 * 9).fill(Number.POSITIVE_INFINITY);
    run.write('conv1.weight', weights);
    const before = valuesOf(await run.snapshot());
    expect(await halt(run)).toBe('convForward of conv1');
    const after = await run.snapshot();
    expect(valuesOf(after)).toEqual(before);
    expect([after.step, after.position, run.step, run.position]).toEqual([2, 16, 2, 16]);
    await run.queue(1);
    expect(await run.collect()).toEqual({ metrics: [], halted: true });
  });

  test.each([
    ['a weight further down', 'fc1.weight', 'convForward of fc1'],
    ['a bias', 'conv1.bias', 'convForward of conv1'],
  ])('is found in %s', async (_, name, where) => {
    const run = await create();
    const size = (await run.snapshot()).tensors.get(name)!.data.length;
    run.write(name, new Float32Array(size).fill(Number.NaN));
    expect(await halt(run)).toBe(where);
  });

  test('is found where a gradient is finite and its norm is not', async () => {
    const run = await create();
    run.write('input.scale', new Float32Array(6).fill(1e24));
    run.write('fc1.weight', new Float32Array(3 * 3 * 4 * 3));
    expect(await halt(run)).toMatch(/^gradientNorm/);
  });

  test('comes of an absurd learning rate', async () => {
    const run = await create();
    const hyper = new Float32Array(8);
    hyper[runHyper.learningRate] = 1e38;
    run.write('run.hyper', hyper);
    expect(await halt(run)).toMatch(/^convForward of (conv1|fc1)$/);
  });
});

describe('images that arrive while training', () => {
  /** Every byte of image i is i. */
  const numbered = (count: number): Dataset => {
    const data = testDataset(shape, 3, 40, 4);
    data.train.images.forEach((_, at) => {
      data.train.images[at] = Math.floor(at / 108);
    });
    data.train.count = count;
    return data;
  };
  const plain = parseTraining({ batch: 5, mirror: 'off' });
  /** The images of each of the next batches. */
  const batches = async (run: Run, count: number): Promise<number[][]> => {
    const taken: number[][] = [];
    for (let step = 0; step < count; step++) {
      run.takeArrivals();
      await run.queue(1);
      const [x] = await run.read(['input.output']);
      taken.push(Array.from({ length: 5 }, (_, row) => Math.round(255 * (x[row * 108] + 0.5))));
    }
    return taken;
  };

  test('are taken from the next step on, every one once in a pass', async () => {
    const data = numbered(10);
    const run = await create({ training: plain, dataset: data });
    const early = (await batches(run, 3)).flat();
    expect(Math.max(...early)).toBeLessThan(10);
    expect(new Set(early.slice(0, 10)).size).toBe(10);
    data.train.count = 40;
    expect(new Set((await batches(run, 8)).flat()).size).toBe(40);
    expect(run.passesAt(run.position)).toBe(2.5);
    expect(run.order).toMatchObject({ start: 15, count: 40 });
  });

  test('before the first step make no difference', async () => {
    const late = numbered(10);
    const run = await create({ training: plain, dataset: late });
    late.train.count = 40;
    const whole = await create({ training: plain, dataset: numbered(40) });
    expect(await batches(run, 8)).toEqual(await batches(whole, 8));
  });
});

describe('evaluation', () => {
  test('takes the whole split once, whatever the batch', async () => {
    const small = await evaluate(await create({ training: { ...training, batch: 3 } }), 'test');
    const large = await evaluate(await create({ training: { ...training, batch: 16 } }), 'test');
    expect(small?.examples).toBe(11);
    expect(small?.confusion).toEqual(large?.confusion);
    expect(small?.loss).toBeCloseTo(large!.loss, 6);
    const counts = [0, 1, 2].map((label) => dataset.test.labels.filter((one) => one === label).length);
    expect(small?.confusion.map((row) => row.reduce((a, b) => a + b))).toEqual(counts);
    const right = small!.confusion.reduce((sum, row, label) => sum + row[label], 0);
    expect(small?.accuracy).toBe(right / 11);
  });

  test('agrees with the probabilities it gives, and changes nothing', async () => {
    const run = await create();
    const before = valuesOf(await run.snapshot());
    const rows = await predictRange(run, 2, 5);
    expect(rows).toHaveLength(5);
    const part = await evaluate(run, 'test', 7);
    expect(part?.examples).toBe(7);
    const all = await predictRange(run, 0, 7);
    const loss = all.reduce((sum, row, i) => sum - Math.log(row[dataset.test.labels[i]]) / 7, 0);
    expect(part?.loss).toBeCloseTo(loss, 5);
    expect(rows).toEqual(all.slice(2));
    for (const row of rows) expect(row.reduce((a, b) => a + b)).toBeCloseTo(1, 6);
    expect(valuesOf(await run.snapshot())).toEqual(before);
    expect((await losses(run, 4)).length).toBe(4);
  });

  test('of training images leaves the course as it was', async () => {
    const straight = await losses(await create(), 6);
    const run = await create();
    const first = await losses(run, 3);
    expect((await evaluate(run, 'train'))?.examples).toBe(37);
    expect([...first, ...(await losses(run, 3))]).toEqual(straight);
  });

  test('stops when it is told to', async () => {
    expect(await evaluate(await create(), 'test', 11, () => true)).toBeNull();
  });
});

test('everything allocated is freed', async () => {
  const run = await create();
  await losses(run, 1);
  expect(backend.allocatedBytes()).toBeGreaterThan(0);
  run.destroy();
  run.data.destroy();
  expect(backend.allocatedBytes()).toBe(0);
});
