// Images as the net will get them, made by the ops that make them in a step or in a test. Nothing moves on: the step
// that follows makes the same batch again.
import type { TensorData } from '../backends/backend.ts';
import { runState } from '../ops/runState.ts';
import { elements, type ProgramName, tensorOf, viewProgram } from '../plan/plan.ts';
import { viewsOf } from '../spec/testViews.ts';
import type { Run } from './run.ts';

export interface Images {
  /** [height, width, channels] */
  shape: number[];
  images: Float32Array[];
}

/**
 * Runs programs that each leave a batch for the net, all between two steps, and reads the first `count` images of each
 * batch. `evaluateFrom` is the first image of those that go through a split in order.
 */
async function imagesOf(
  run: Run,
  names: readonly ProgramName[],
  count: number,
  evaluateFrom?: number,
): Promise<Images> {
  const programs = await Promise.all(names.map((name) => run.program(name)));
  const { batches } = await run.lock.exclusive(async () => {
    if (evaluateFrom !== undefined)
      run.write('run.state', Uint32Array.of(evaluateFrom, evaluateFrom + count), runState.evaluateFrom);
    const reads: Promise<TensorData[]>[] = [];
    for (const program of programs) {
      await run.backend.run(program, 1);
      reads.push(run.read(['input.output']));
    }
    return { batches: Promise.all(reads) };
  });
  const [batch, ...shape] = tensorOf(run.plan, 'input.output').shape;
  const size = elements({ shape });
  const images = (await batches).flatMap(([x]) =>
    Array.from({ length: Math.min(count, batch) }, (_, n) =>
      (x as Float32Array).slice(n * size, (n + 1) * size),
    ),
  );
  return { shape, images };
}

/** The first images of the coming training batch. */
export const previewBatch = (run: Run, count: number): Promise<Images> => imagesOf(run, ['preview'], count);

/** A test image in each of the ways that a test looks at it. */
export function previewViews(run: Run, example: number): Promise<Images> {
  const { views } = viewsOf(run.training.testViews, run.network.input, run.dataset.info.shape);
  const names = views.map((_, index) => viewProgram(index));
  return imagesOf(run, names, 1, example);
}
