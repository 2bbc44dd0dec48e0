// The mean squared error between softmax probabilities and the label as 0 and 1, averaged over the classes as Torch does.
import { defineLoss } from './loss.ts';

export const squared = defineLoss({
  type: 'squared',
  fields: [],
  ofScores: false,
  chance: (_, classes) => ({
    value: (classes - 1) / classes ** 2,
    formula: `(${classes} - 1)/(${classes}*${classes})`,
  }),
  forward(emitter, _, { probabilities, labels, outcome }, sizes) {
    emitter.call('squaredErrorForward', { probabilities, labels, outcome }, sizes);
  },
  backward(emitter, _, { probabilities, labels }, dx, sizes) {
    emitter.call('squaredErrorBackward', { probabilities, labels, dx }, sizes);
  },
});
