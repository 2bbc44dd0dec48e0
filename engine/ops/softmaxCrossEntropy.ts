// Softmax and cross-entropy per example. Forward: p = softmax(x), outcome = (-ln p[label], argmax p).
// The loss of a batch is the mean over its examples, so backward gives dx = (p - onehot(label)) / batch.
import { defineOp } from './op.ts';

export const softmaxCrossEntropyForward = defineOp({
  reads: ['x', 'labels'],
  writes: ['probabilities', 'outcome'],
  attributes: ['batch', 'classes'],
  flops: (a) => 12 * a.batch * a.classes,
  reference({ x, labels, probabilities, outcome }, { batch, classes }) {
    for (let n = 0; n < batch; n++) {
      const row = n * classes;
      let largest = 0;
      for (let k = 1; k < classes; k++) if (x[row + k] > x[row + largest]) largest = k;
      let sum = 0;
      for (let k = 0; k < classes; k++) sum += Math.exp(x[row + k] - x[row + largest]);
      for (let k = 0; k < classes; k++)
        probabilities[row + k] = Math.exp(x[row + k] - x[row + largest]) / sum;
      outcome[2 * n] = x[row + largest] - x[row + labels[n]] + Math.log(sum);
      outcome[2 * n + 1] = largest;
    }
  },
});

export const softmaxCrossEntropyBackward = defineOp({
  reads: ['probabilities', 'labels'],
  writes: ['dx'],
  attributes: ['batch', 'classes'],
  flops: (a) => 2 * a.batch * a.classes,
  reference({ probabilities, labels, dx }, { batch, classes }) {
    for (let n = 0; n < batch; n++)
      for (let k = 0; k < classes; k++)
        dx[n * classes + k] = (probabilities[n * classes + k] - (labels[n] === k ? 1 : 0)) / batch;
  },
});
