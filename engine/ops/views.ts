// What several looks at the same images come to: their average, and the loss and class of averaged probabilities.
import { defineOp } from './op.ts';

/** mean[n, k] = sum over v of shares[v] * views[n, v, k] */
export const averageViews = defineOp({
  reads: ['views', 'shares'],
  writes: ['mean'],
  attributes: ['batch', 'views', 'classes'],
  flops: (a) => 2 * a.batch * a.views * a.classes,
  reference({ views, shares, mean }, a) {
    for (let n = 0; n < a.batch; n++)
      for (let k = 0; k < a.classes; k++) {
        let sum = 0;
        for (let v = 0; v < a.views; v++) sum += shares[v] * views[(n * a.views + v) * a.classes + k];
        mean[n * a.classes + k] = sum;
      }
  },
});

/** outcome[n] = (-ln probabilities[n, label], the likeliest class): see softmaxCrossEntropyForward. */
export const outcomeOf = defineOp({
  reads: ['probabilities', 'labels'],
  writes: ['outcome'],
  attributes: ['batch', 'classes'],
  flops: (a) => 2 * a.batch * a.classes,
  reference({ probabilities, labels, outcome }, { batch, classes }) {
    for (let n = 0; n < batch; n++) {
      const row = n * classes;
      let largest = 0;
      for (let k = 1; k < classes; k++)
        if (probabilities[row + k] > probabilities[row + largest]) largest = k;
      outcome[2 * n] = -Math.log(probabilities[row + labels[n]]);
      outcome[2 * n + 1] = largest;
    }
  },
});
