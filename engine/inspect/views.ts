// What a net says of a test image in each of the ways that a test looks at it, and what the test makes of that. One image
// is run at a time: a test itself would take a whole batch through the net for each view.
import { averageOf } from '../plan/emitViews.ts';
import { type Views, viewsOf } from '../spec/testViews.ts';
import { previewViews } from '../train/preview.ts';
import type { Run } from '../train/run.ts';
import { answerOf } from '../train/testImage.ts';
import type { Inspector } from './inspector.ts';

/** Class probabilities of all views together: their mean, or what softmax makes of the mean of their logarithms. */
function together(rows: readonly Float32Array[], views: Views['views'], average: Views['average']): number[] {
  const mean = (of: (p: number) => number) =>
    [...rows[0].keys()].map((k) => views.reduce((sum, { share }, i) => sum + share * of(rows[i][k]), 0));
  if (average === 'probabilities') return mean((p) => p);
  const powers = mean(Math.log).map(Math.exp);
  const sum = powers.reduce((a, b) => a + b);
  return powers.map((power) => power / sum);
}

/**
 * A test image as a test sees it, with the probability that the weights of one step give to its answer. The inspector is
 * asked for when it is needed: whoever holds it may let go of it meanwhile.
 */
export async function inspectViews(run: Run, inspector: () => Promise<Inspector>, example: number) {
  const { training, network, dataset } = run;
  const looks = viewsOf(training.testViews, network.input, dataset.info.shape);
  const { shape, images } = await previewViews(run, example);
  const { step, rows } = await (await inspector()).classify(images, looks.redraws);
  const label = answerOf(run, 'test', example);
  return {
    shape,
    step,
    label,
    views: looks.views.map((view, i) => ({ ...view, image: images[i], probability: rows[i][label] })),
    probability: together(rows, looks.views, averageOf(network.loss, looks))[label],
  };
}
