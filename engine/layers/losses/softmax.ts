// Softmax and cross-entropy: minus the logarithm of the probability of the true class, with smoothed labels if wanted.
import { defineLoss } from './loss.ts';

export const softmax = defineLoss({
  type: 'softmax',
  fields: [{ key: 'labelSmoothing', kind: 'number', min: 0, max: 0.9, step: 0.05, default: 0 }],
  ofScores: false,
  chance: (_, classes) => ({ value: Math.log(classes), formula: `ln ${classes}` }),
  forward(emitter, { labelSmoothing: smoothing }, { x, labels, outcome }, sizes, learning) {
    if (learning && smoothing > 0)
      emitter.call('labelSmoothingForward', { x, labels, outcome }, { ...sizes, smoothing });
  },
  backward(emitter, { labelSmoothing: smoothing }, { probabilities, labels }, dx, sizes) {
    emitter.call('softmaxCrossEntropyBackward', { probabilities, labels, dx }, sizes);
    if (smoothing > 0) emitter.call('labelSmoothingBackward', { labels, dx }, { ...sizes, smoothing });
  },
});
