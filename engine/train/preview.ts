// Images as the net will get them, made by the ops that make them in a step or in a test. Nothing moves on: the step
// that follows makes the same batch again.
import { runState } from '../ops/runState.ts';
import { elements, type ProgramName, tensorOf, viewProgram } from '../plan/plan.ts';
import { viewsOf } from '../spec/testViews.ts';
import type { Run } from './run.ts';

export interface Images {
  /** [height, width, channels] */
  shape: number[];
  images: Float32Array[];
}

/** Runs a program that leaves a batch for the net, and reads the first `count` images of it. */
async function imagesOf(
  run: Run,
  name: ProgramName,
  count: number,
  prepare: () => void = () => {},
): Promise<Images> {
  const program = await run.program(name);
  const { values } = await run.lock.exclusive(async () => {
    prepare();
    await run.backend.run(program, 1);
    return { values: run.read(['input.output']) };
  });
  const [x] = await values;
  const [batch, ...shape] = tensorOf(run.plan, 'input.output').shape;
  const size = elements({ shape });
  const images = Array.from({ length: Math.min(count, batch) }, (_, n) =>
    (x as Float32Array).slice(n * size, (n + 1) * size),
  );
  return { shape, images };
}

/** The first images of the coming training batch. */
export const previewBatch = (run: Run, count: number): Promise<Images> => imagesOf(run, 'preview', count);

/** A test image in each of the ways that a test looks at it. */
export async function previewViews(run: Run, example: number): Promise<Images> {
  const { views } = viewsOf(run.training.testViews, run.network.input, run.dataset.info.shape);
  const seen: Images[] = [];
  for (const index of views.keys())
    seen.push(
      await imagesOf(run, viewProgram(index), 1, () =>
        run.write('run.state', Uint32Array.of(example, example + 1), runState.evaluateFrom),
      ),
    );
  return { shape: seen[0].shape, images: seen.flatMap(({ images }) => images) };
}
