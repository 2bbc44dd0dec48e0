// Images as the net will get them, made by the ops that make them in a step or in a test. Nothing moves on: the step
// that follows makes the same batch again.
import type { TensorData } from '../backends/backend.ts';
import { runState } from '../ops/runState.ts';
import { elements, tensorOf, viewProgram } from '../plan/plan.ts';
import { viewsOf } from '../spec/testViews.ts';
import type { Run } from './run.ts';
import { answerOf } from './testImage.ts';

/** [height, width, channels] of what the net gets, and the first `count` images of a batch of it. */
function imagesIn(run: Run, batch: TensorData, count: number): { shape: number[]; images: Float32Array[] } {
  const [most, ...shape] = tensorOf(run.plan, 'input.output').shape;
  const size = elements({ shape });
  const images = Array.from({ length: Math.min(count, most) }, (_, n) =>
    (batch as Float32Array).slice(n * size, (n + 1) * size),
  );
  return { shape, images };
}

/** The first images of the coming training batch. */
export async function previewBatch(run: Run, count: number) {
  const program = await run.program('preview');
  const { values } = await run.lock.exclusive(async () => {
    await run.backend.run(program, 1);
    return { values: run.read(['input.output']) };
  });
  const [batch] = await values;
  return imagesIn(run, batch, count);
}

/** A test image in each of the ways that a test looks at it, and the probability that the net gives its answer. */
export async function previewViews(run: Run, example: number) {
  const { training, network, dataset } = run;
  const { views, redraws } = viewsOf(training.testViews, network.input, dataset.info.shape);
  const looks = await Promise.all(views.map((_, index) => run.program(viewProgram(index))));
  const [classify, evaluate] = await Promise.all([run.program('classify'), run.program('evaluateTest')]);
  // Between two steps, so that all values belong to the same weights.
  const { step, looked, average } = await run.lock.exclusive(async () => {
    run.write('run.state', Uint32Array.of(example, example + 1), runState.evaluateFrom);
    const looked: Promise<TensorData[]>[] = [];
    const setLook = (index: number) => run.write('run.state', Uint32Array.of(index), runState.look);
    for (const [index, look] of looks.entries()) {
      setLook(redraws ? index : 0);
      await run.backend.run(look, 1);
      await run.backend.run(classify, 1);
      looked.push(run.read(['input.output', 'softmax.output']));
    }
    setLook(0);
    await run.backend.run(evaluate, 1);
    return { step: run.step, looked, average: run.read(['softmax.output']) };
  });
  const label = answerOf(run, 'test', example);
  const seen = (await Promise.all(looked)).map(([batch, probabilities]) => ({
    ...imagesIn(run, batch, 1),
    probability: probabilities[label],
  }));
  const [together] = await average;
  return {
    shape: seen[0].shape,
    step,
    label,
    views: views.map((view, i) => ({ ...view, image: seen[i].images[0], probability: seen[i].probability })),
    probability: together[label],
  };
}
