// The loop around a run: limits to the step, reports of every step, evaluations where they are due, changes
// and looks while it trains, checkpoints to go back to, and what happens when a value or a device is lost.
import { beforeEach, describe, expect, test } from 'vitest';
import { createReferenceBackend } from '../backends/reference/index.ts';
import { parseDocument } from '../spec/document.ts';
import { EngineError } from '../spec/messages.ts';
import { noPlateau } from '../spec/schedule.ts';
import { parseTraining, type TrainingDocument } from '../spec/training.ts';
import { testDataset } from '../testing/dataset.ts';
import { Checkpoints } from './checkpoints.ts';
import { Run, type StepMetrics } from './run.ts';
import type { Snapshot } from './snapshot.ts';
import { Trainer } from './trainer.ts';

const shape = { height: 4, width: 4, channels: 1 };
const netOf = (units: number) =>
  parseDocument({
    version: 1,
    input: shape,
    layers: [{ type: 'fc', units }, { type: 'relu' }, { type: 'fc', units: 3 }],
  });
const settings = (changes: Partial<TrainingDocument> = {}) =>
  parseTraining({ batch: 8, learningRate: 0.05, evaluateEvery: 0, evaluateWholeEvery: 0, ...changes });

const backendHere = () =>
  createReferenceBackend({ giveWay: () => new Promise<void>((resolve) => setImmediate(resolve)) });

/** What a trainer told of. */
class Log {
  metrics: StepMetrics[] = [];
  evaluations: [step: number, examples: number][] = [];
  states: string[] = [];
  notFinite: [where: string, step: number][] = [];
  checkpoints: number[] = [];
  get losses() {
    return this.metrics.map(({ loss }) => loss);
  }
}

let log: Log;
beforeEach(() => {
  log = new Log();
});

async function trainerWith(training = settings(), units = 6): Promise<Trainer> {
  const run = await Run.create({
    backend: backendHere(),
    network: netOf(units),
    training,
    dataset: testDataset(shape, 3, 40, 10),
    seed: 3,
  });
  const trainer: Trainer = new Trainer(run, {
    onMetrics: (metrics) => log.metrics.push(...metrics),
    onEvaluation: ({ step, examples }) => log.evaluations.push([step, examples]),
    onCheckpoints: (steps) => {
      log.checkpoints = steps;
    },
    onNotFinite: (call, step) => log.notFinite.push([`${call?.op} of ${call?.layer}`, step]),
    onState: () => log.states.push(trainer.state),
  });
  return trainer;
}

/** The losses of an undisturbed course. */
async function straightCourse(steps: number): Promise<number[]> {
  const own = log;
  log = new Log();
  await (await trainerWith()).start({ steps });
  const { losses } = log;
  log = own;
  return losses;
}

const numbers = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i);
/** Until the loop has told of its first steps. */
async function untilTold(): Promise<void> {
  while (log.metrics.length === 0) await new Promise((resolve) => setImmediate(resolve));
}
const stepsTold = () => log.metrics.map(({ step }) => step);

describe('limits', () => {
  test('steps are counted exactly, and each is told of once', async () => {
    const trainer = await trainerWith();
    await trainer.start({ steps: 7 });
    await trainer.start({ steps: 300 });
    expect(stepsTold()).toEqual(numbers(1, 307));
    expect(log.states).toEqual(['running', 'paused', 'running', 'paused']);
  });

  test('epochs end at the first step that completes them', async () => {
    const trainer = await trainerWith(settings({ batch: 16 }));
    await trainer.start({ epochs: 1 });
    expect([trainer.run.step, trainer.run.position]).toEqual([3, 48]);
    await trainer.start({ epochs: 2 });
    expect(trainer.run.passesAt(trainer.run.position)).toBeGreaterThanOrEqual(3.2);
  });

  test('a share of an epoch made of steps ends at these steps, though its product is rounded up', async () => {
    const stopAfterEpochs = 3 * (8 / 40);
    expect(stopAfterEpochs).toBeGreaterThan((3 * 8) / 40);
    const trainer = await trainerWith(settings({ stopAfterEpochs }));
    await trainer.start();
    expect(trainer.run.step).toBe(3);
  });

  test('"stop after" stops a run, and no longer hinders one that has gone further', async () => {
    const trainer = await trainerWith(settings({ stopAfterEpochs: 2 }));
    await trainer.start();
    expect(trainer.run.step).toBe(10);
    await trainer.start({ steps: 2 });
    expect(trainer.run.step).toBe(12);
  });

  test('where time ends, every step has been told of', async () => {
    const trainer = await trainerWith(settings({ batch: 1 }));
    const { backend } = trainer.run;
    const [run, read] = [backend.run.bind(backend), backend.read.bind(backend)];
    const slowly = <T>(work: Promise<T>) =>
      new Promise((resolve) => setTimeout(resolve, 15)).then(() => work);
    backend.run = (program, times) => slowly(run(program, times));
    backend.read = (...which) => slowly(read(...which));
    await trainer.start({ seconds: 0.2 });
    expect(stepsTold()).toEqual(numbers(1, trainer.run.step));
  });

  test('a pause takes effect and training goes on where it was', async () => {
    const trainer = await trainerWith();
    const training = trainer.start();
    await untilTold();
    await trainer.pause();
    await training;
    const paused = trainer.run.step;
    expect([trainer.state, stepsTold()]).toEqual(['paused', numbers(1, paused)]);
    await trainer.start({ steps: 5 });
    expect(log.losses).toEqual(await straightCourse(paused + 5));
  });
});

describe('evaluations', () => {
  test('come at their steps, whole ones at the ends of epochs', async () => {
    const trainer = await trainerWith(
      settings({ evaluateEvery: 4, evaluateImages: 6, evaluateWholeEvery: 1 }),
    );
    await trainer.start({ steps: 11 });
    expect(log.evaluations).toEqual([
      [4, 6],
      [5, 10],
      [8, 6],
      [10, 10],
    ]);
  });

  test('on demand hold training at one step and do not change its course', async () => {
    const expected = await straightCourse(60);
    const trainer = await trainerWith();
    const training = trainer.start({ steps: 60 });
    const evaluation = await trainer.evaluateNow('test');
    expect(evaluation?.examples).toBe(10);
    expect((await trainer.evaluateNow('train', 5))?.examples).toBe(5);
    await training;
    expect(log.losses).toEqual(expected);
  });
});

describe('changes while training', () => {
  test('another batch keeps weights and step, and training goes on', async () => {
    const trainer = await trainerWith();
    const training = trainer.start();
    await untilTold();
    await trainer.setTraining(settings({ batch: 4 }));
    const sizes = () => log.metrics.map(({ examples }, i) => examples - (log.metrics[i - 1]?.examples ?? 0));
    while (!sizes().includes(4)) await new Promise((resolve) => setImmediate(resolve));
    await trainer.pause();
    await training;
    expect(stepsTold()).toEqual(numbers(1, trainer.run.step));
    const changedAt = sizes().indexOf(4);
    expect(sizes()).toEqual(sizes().map((_, i) => (i < changedAt ? 8 : 4)));
    expect(log.losses.slice(0, changedAt)).toEqual(await straightCourse(changedAt));
  });

  test('another net keeps the layers that fit and draws the others', async () => {
    const trainer = await trainerWith();
    await trainer.start({ steps: 3 });
    const before = (await trainer.run.snapshot()).tensors;
    const wider = parseDocument({
      version: 1,
      input: shape,
      layers: [
        { id: 'fc1', type: 'fc', units: 6 },
        { type: 'tanh' },
        { id: 'new', type: 'fc', units: 5 },
        { id: 'fc2', type: 'fc', units: 3 },
      ],
    });
    await trainer.rebuild({ network: wider });
    const after = (await trainer.run.snapshot()).tensors;
    for (const name of ['fc1.weight', 'fc1.bias', 'fc1.weight.velocity', 'fc2.bias'])
      expect(after.get(name), name).toEqual(before.get(name));
    expect(after.get('fc2.weight')!.shape).toEqual([5, 3]);
    expect(trainer.run.step).toBe(3);
  });

  test('a net that does not fit is refused and nothing changes', async () => {
    const trainer = await trainerWith();
    await trainer.start({ steps: 2 });
    const { run } = trainer;
    const wrong = parseDocument({ version: 1, input: shape, layers: [{ type: 'fc', units: 4 }] });
    await expect(trainer.rebuild({ network: wrong })).rejects.toThrow('softmax needs 1×1×3');
    expect(trainer.run).toBe(run);
    await trainer.start({ steps: 1 });
    expect(log.losses).toEqual(await straightCourse(3));
  });
});

describe('a value that is not finite', () => {
  test('stops training, names op and step, and the last checkpoint leads on', async () => {
    const trainer = await trainerWith();
    await trainer.start({ steps: 4 });
    trainer.run.write('fc2.weight', new Float32Array(18).fill(Number.NaN));
    await trainer.start({ steps: 100 });
    expect(log.notFinite).toEqual([['convForward of fc2', 5]]);
    expect([trainer.state, trainer.run.step]).toEqual(['failed', 4]);
    expect(stepsTold()).toEqual(numbers(1, 4));
    const good = trainer.checkpoints.last!;
    await trainer.goTo(good);
    expect(trainer.state).toBe('paused');
    log.metrics = [];
    await trainer.start({ steps: 3 });
    expect(log.losses).toEqual((await straightCourse(good.step + 3)).slice(good.step));
  });

  test('is never kept as a checkpoint', async () => {
    const trainer = await trainerWith();
    trainer.run.write('fc2.weight', new Float32Array(18).fill(Number.POSITIVE_INFINITY));
    await trainer.start({ steps: 1 });
    expect(trainer.checkpoints.steps).toEqual([]);
  });
});

describe('going back', () => {
  test('to the start gives the same course again', async () => {
    const trainer = await trainerWith();
    await trainer.start({ steps: 6 });
    await trainer.goTo(undefined);
    expect([trainer.state, trainer.run.step, trainer.meter.loss]).toEqual(['idle', 0, null]);
    await trainer.start({ steps: 6 });
    expect(log.losses.slice(6)).toEqual(log.losses.slice(0, 6));
  });

  test('to a checkpoint that is not there says which there are', async () => {
    const trainer = await trainerWith();
    await trainer.start({ steps: 1 });
    expect(() => trainer.checkpointAt(5)).toThrow('no checkpoint at step 5; checkpoints: 0');
  });
});

describe('a lost device', () => {
  /** Trains until the device is lost in the middle of it; resolves when it is. */
  async function lose(trainer: Trainer): Promise<{ training: Promise<void> }> {
    const lost = trainer.run.backend;
    const original = lost.run.bind(lost);
    let runs = 0;
    lost.run = async (program, times) => {
      if (++runs > 3) throw new EngineError('backend.lost', { reason: 'unplugged' });
      return original(program, times);
    };
    const training = trainer.start({ steps: 20 });
    while (runs <= 3) await new Promise((resolve) => setImmediate(resolve));
    return { training };
  }

  test('is waited for, and training goes on from the last checkpoint on another', async () => {
    const expected = await straightCourse(20);
    const trainer = await trainerWith();
    const { training } = await lose(trainer);
    const before = log.metrics.length;
    expect(await trainer.recover(backendHere())).toBe(0);
    await training;
    expect(trainer.run.step).toBe(20);
    expect(log.losses.slice(before)).toEqual(expected);
  });

  test('for which there is none with room ends training, and the checkpoints stay', async () => {
    const trainer = await trainerWith();
    const { training } = await lose(trainer);
    const small = backendHere();
    small.createStorage = () => {
      throw new EngineError('backend.memory', { bytes: '9 MiB' });
    };
    const ended = expect(training).rejects.toThrow('9 MiB');
    await expect(trainer.recover(small)).rejects.toThrow('9 MiB');
    await ended;
    await expect(trainer.start({ steps: 1 })).rejects.toThrow('9 MiB');
    expect([trainer.state, trainer.checkpoints.steps]).toEqual(['failed', [0]]);
    await trainer.rebuild({ backend: backendHere(), from: trainer.checkpoints.last });
    await trainer.start({ steps: 5 });
    expect([trainer.state, trainer.run.step]).toEqual(['paused', 5]);
  });
});

describe('checkpoints', () => {
  const snapshotAt = (step: number): Snapshot => ({
    seed: 1,
    step,
    position: step,
    order: { start: 0, epoch: 0, count: 1, passes: 0 },
    plateau: noPlateau,
    optimiser: { name: 'sgd', since: 0 },
    tensors: new Map([['w', { shape: [1], data: Float32Array.of(step) }]]),
  });

  test('are few, spread over the run, the newest among them', () => {
    const checkpoints = new Checkpoints();
    for (let step = 0; step <= 1000; step += 10) checkpoints.add(snapshotAt(step));
    expect(checkpoints.steps).toHaveLength(8);
    expect(checkpoints.last?.step).toBe(1000);
    const gaps = checkpoints.steps.slice(1).map((step, i) => step - checkpoints.steps[i]);
    expect(Math.max(...gaps)).toBeLessThan(400);
  });

  test('of a course that was left are dropped', () => {
    const checkpoints = new Checkpoints();
    for (const step of [0, 10, 20, 30]) checkpoints.add(snapshotAt(step));
    checkpoints.dropAfter(10);
    expect(checkpoints.steps).toEqual([0, 10]);
    checkpoints.add(snapshotAt(5));
    expect(checkpoints.steps).toEqual([0, 5]);
  });
});

describe('timing a step', () => {
  test('names each call of the step, which counts like any other', async () => {
    const expected = await straightCourse(30);
    const trainer = await trainerWith(settings({ evaluateEvery: 1, evaluateImages: 10 }));
    expect(await trainer.timeStep()).toBeNull();
    const trained = trainer.start({ steps: 30 });
    while (trainer.state !== 'running') await null;
    for (let time = 0; time < 5; time++) {
      const times = await trainer.timeStep();
      expect(times!.map(({ call }) => call)).toEqual(trainer.run.plan.programs.train);
      for (const { milliseconds } of times!) expect(milliseconds).toBeGreaterThanOrEqual(0);
    }
    await trained;
    expect(stepsTold()).toEqual(numbers(1, 30));
    expect(log.losses).toEqual(expected);
    expect(log.evaluations.map(([step]) => step)).toEqual(numbers(1, 30));
  });

  test('is answered when training ends', async () => {
    const trainer = await trainerWith();
    const trained = trainer.start({});
    await untilTold();
    const asked = Promise.all([trainer.pause(), trainer.timeStep(), trainer.timeStep()]);
    await trained;
    expect(await asked).toHaveLength(3);
    expect(await trainer.timeStep()).toBeNull();
  });
});
