// Images as the net will get them, made by the ops that make them in a step or in a test. Nothing moves on: the step
// that follows makes the same batch again.
import { runState } from '../ops/runState.ts';
import { elements, type ProgramName, tensorOf, viewProgram } from '../plan/plan.ts';
import { type View, viewsOf } from '../spec/testViews.ts';
import type { Run } from './run.ts';

/** Runs a program that leaves a batch for the net, and reads the first `count` images, each [height, width, channels]. */
async function imagesOf(
  run: Run,
  name: ProgramName,
  count: number,
  prepare: () => void = () => {},
): Promise<{ shape: number[]; images: Float32Array[] }> {
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
export const previewBatch = (run: Run, count: number) => imagesOf(run, 'preview', count);

/** A test image in each of the ways that a test looks at it. */
export async function previewViews(
  run: Run,
  example: number,
): Promise<{ shape: number[]; views: (View & { image: Float32Array })[] }> {
  const { training, network, dataset } = run;
  const { views } = viewsOf(training.testViews, network.input, dataset.info.shape);
  const looks = [];
  for (const [index, view] of views.entries()) {
    const { shape, images } = await imagesOf(run, viewProgram(index), 1, () =>
      run.write('run.state', Uint32Array.of(example, example + 1), runState.evaluateFrom),
    );
    looks.push({ shape, view: { ...view, image: images[0] } });
  }
  return { shape: looks[0].shape, views: looks.map(({ view }) => view) };
}
