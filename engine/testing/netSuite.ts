// Whole nets on a backend: against an independent framework, against the reference engine over a run with
// everything random in it, and any document at all. Every fast backend is tested with it.
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Backend, Storage } from '../backends/backend.ts';
import { createReferenceBackend } from '../backends/reference/index.ts';
import { ringLength } from '../ops/runState.ts';
import { analyse } from '../plan/analyse.ts';
import { buildPlan } from '../plan/build.ts';
import type { Pass, Plan, ProgramName } from '../plan/plan.ts';
import { parseDocument } from '../spec/document.ts';
import { parseTraining, type TrainingDocument } from '../spec/training.ts';
import { evaluate } from '../train/evaluate.ts';
import { hyperOf } from '../train/hyper.ts';
import { Run } from '../train/run.ts';
import { arbitraryDocument, arbitraryTraining } from './arbitraryDocument.ts';
import { testDataset } from './dataset.ts';
import { loadFrameworkFixture } from './frameworkFixture.ts';
import { trainAny } from './trainAny.ts';

/** A small net with everything random in it. */
const network = parseDocument({
  version: 1,
  input: { height: 8, width: 8, channels: 3 },
  layers: [
    { type: 'conv', filters: 8, kernel: 3, padding: 1 },
    { type: 'relu' },
    {
      type: 'parallel',
      merge: 'add',
      branches: [[{ type: 'conv', filters: 8, kernel: 3, padding: 1 }, { type: 'tanh' }], []],
    },
    {
      type: 'parallel',
      merge: 'head',
      branches: [
        [],
        [
          { type: 'pool', kind: 'average', window: 'global' },
          { type: 'fc', units: 6 },
          { type: 'relu' },
          { type: 'dropout', rate: 0.4 },
          { type: 'fc', units: 4 },
        ],
      ],
    },
    { type: 'pool', kernel: 3, stride: 2, rounding: 'ceil' },
    { type: 'dropout', rate: 0.3 },
    { type: 'fc', units: 4 },
  ],
});
const training = parseTraining({
  batch: 16,
  learningRate: 0.05,
  mirror: 'random',
  shift: 2,
  normalise: 'standard',
});
const largestRelativeError = (actual: readonly number[], expected: readonly number[]): number => {
  expect(actual).toHaveLength(expected.length);
  return Math.max(...actual.map((value, i) => Math.abs(value / expected[i] - 1)));
};

/** How near a backend must come: largest relative errors, and the images that it may take for another class. */
export interface Nearness {
  /** Of the outputs and gradients of one image. */
  outputs: number;
  /** Of losses over ten steps, and of parameters and what optimisers keep after them. */
  losses: number;
  parameters: number;
  /** Of losses over ten steps and more with everything random. */
  course: number;
  images: number;
}

const float32: Nearness = { outputs: 1e-5, losses: 1e-4, parameters: 1e-4, course: 1e-3, images: 0 };

/** Declares the tests; the backend that `open` gives is closed after them. */
export function describeNets(open: () => Promise<Backend>, near: Nearness = float32): void {
  let backend: Backend;
  beforeAll(async () => {
    backend = await open();
  });
  afterAll(() => backend?.destroy());

  describe('against an independent framework', () => {
    const fixture = loadFrameworkFixture();
    const { tensors, batch } = fixture;

    /** The fixture's net at its initial weights, its program cut down to the passes named. */
    async function prepare(purpose: 'train' | 'inspect', training: TrainingDocument, ...passes: Pass[]) {
      const whole = buildPlan(analyse(fixture.document, fixture.classes), {
        purpose,
        training,
        data: { train: 0, test: 0 },
        half: backend.report.half === true,
      });
      const name: ProgramName = purpose;
      const calls = whole.programs[name]!.filter(({ pass }) => passes.includes(pass));
      const plan: Plan = { ...whole, programs: { [name]: calls } };
      const storage = backend.createStorage(plan.buffers);
      for (const { name } of plan.parameters)
        backend.write(plan, storage, name, tensors.get(`initial/${name}`)!.data);
      return { plan, storage, program: await backend.compile(plan, name, storage) };
    }

    function giveBatch(plan: Plan, storage: Storage, step: number): void {
      const { images, labels } = fixture.batchAt(step);
      const part = plan.batch / batch;
      backend.write(plan, storage, 'input.output', images.slice(0, images.length * part));
      backend.write(plan, storage, 'labels', labels.slice(0, labels.length * part));
    }

    /** Largest difference over the largest value, of every tensor in the file under a prefix. */
    async function worstError(plan: Plan, storage: Storage, prefix: string): Promise<number> {
      const names = [...tensors.keys()].filter((name) => name.startsWith(prefix));
      expect(names.length).toBeGreaterThanOrEqual(plan.parameters.length);
      const values = await backend.read(
        plan,
        storage,
        names.map((name) => name.slice(prefix.length)),
      );
      return Math.max(
        ...names.map((name, i) => {
          const { data } = tensors.get(name)!;
          const largest = Math.max(...data.map(Math.abs));
          return Math.max(...data.map((value, at) => Math.abs(value - values[i][at]))) / largest;
        }),
      );
    }

    test('every output and gradient of one image', async () => {
      const { plan, storage, program } = await prepare('inspect', parseTraining({}), 'forward', 'backward');
      giveBatch(plan, storage, 0);
      await backend.run(program, 1);
      expect(await worstError(plan, storage, 'single/')).toBeLessThan(near.outputs);
      storage.destroy();
    });

    test.each(fixture.runs)('ten steps of $name', async ({ name, training, losses }) => {
      const { plan, storage, program } = await prepare('train', training, 'forward', 'backward', 'update');
      backend.write(plan, storage, 'run.hyper', Float32Array.from(hyperOf(training)));
      backend.write(plan, storage, 'run.schedule', new Float32Array(ringLength).fill(1));
      for (const step of losses.keys()) {
        giveBatch(plan, storage, step);
        await backend.run(program, 1);
      }
      const [ring] = await backend.read(plan, storage, ['run.metrics']);
      const errors = losses.map((loss, step) => Math.abs(ring[3 * step] / loss - 1));
      expect(Math.max(...errors)).toBeLessThan(near.losses);
      expect(await worstError(plan, storage, `${name}/`)).toBeLessThan(near.parameters);
      storage.destroy();
    });
  });

  test('ten losses of its end and its head and an evaluation agree with the reference engine, augmentation and dropout included', async () => {
    const course = async (engine: Backend) => {
      const dataset = testDataset(network.input, 4, 100, 20);
      const run = await Run.create({ backend: engine, network, training, dataset, seed: 11 });
      await run.queue(10);
      const { metrics } = await run.collect();
      const evaluation = await evaluate(run, 'test');
      run.destroy();
      run.data.destroy();
      const losses = metrics.flatMap(({ loss, heads }) => [loss, heads!['block2.head2']]);
      return { losses, evaluation: evaluation! };
    };
    const reference = await course(createReferenceBackend());
    const device = await course(backend);
    expect(largestRelativeError(device.losses, reference.losses)).toBeLessThan(near.course);
    const [known, found] = [reference, device].map(({ evaluation }) => evaluation.confusion.flat());
    const moved = found.reduce((sum, count, i) => sum + Math.abs(count - known[i]), 0) / 2;
    expect(moved).toBeLessThanOrEqual(near.images);
    expect(largestRelativeError([device.evaluation.loss], [reference.evaluation.loss])).toBeLessThan(
      near.course,
    );
  });

  test.each(['to', 'from'] as const)(
    'a run moved %s it in the middle goes on as if nothing had happened',
    async (direction) => {
      const other = createReferenceBackend();
      const [first, second] = direction === 'to' ? [other, backend] : [backend, other];
      const dataset = testDataset(network.input, 4, 100, 20);
      const adam = parseTraining({ ...training, optimiser: 'adam', learningRate: 0.003 });
      const begun = await Run.create({ backend: first, network, training: adam, dataset, seed: 5 });
      await begun.queue(5);
      await begun.collect();
      const from = await begun.snapshot();
      const moved = await Run.create({ backend: second, network, training: adam, dataset, seed: 5, from });
      const losses = await Promise.all(
        [begun, moved].map(async (run) => {
          await run.queue(10);
          const { metrics } = await run.collect();
          expect(metrics.map(({ step }) => step)).toEqual([6, 7, 8, 9, 10, 11, 12, 13, 14, 15]);
          await run.destroy();
          run.data.destroy();
          return metrics.map(({ loss }) => loss);
        }),
      );
      expect(largestRelativeError(losses[1], losses[0])).toBeLessThan(near.course);
    },
  );

  test('any document trains, halts at a named op, or is refused', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryDocument, arbitraryTraining, async (document, training) => {
        await trainAny(backend, document, training);
      }),
      { numRuns: 15 },
    );
  });
}
