// Losses beside the cross-entropy, per example: each writes its loss over the one that softmaxCrossEntropyForward or
// outcomeOf left in `outcome`, where the predicted class stays. The loss of a batch is the mean over its examples.
// Attributes `margin` and `smoothing` are fractions.
import { defineOp } from './op.ts';

/** Multiclass hinge of scores x (Weston and Watkins 1999): the sum over k other than the label of max(0, x[k] - x[label] + margin). */
export const hingeForward = defineOp({
  reads: ['x', 'labels'],
  updates: ['outcome'],
  attributes: ['batch', 'classes', 'margin'],
  flops: (a) => 3 * a.batch * a.classes,
  reference({ x, labels, outcome }, { batch, classes, margin }) {
    for (let n = 0; n < batch; n++) {
      const own = x[n * classes + labels[n]];
      let loss = 0;
      for (let k = 0; k < classes; k++)
        if (k !== labels[n]) loss += Math.max(0, x[n * classes + k] - own + margin);
      outcome[2 * n] = loss;
    }
  },
});

/** dx[k] = 1 / batch where the term of k is positive; dx[label] = minus their sum. */
export const hingeBackward = defineOp({
  reads: ['x', 'labels'],
  writes: ['dx'],
  attributes: ['batch', 'classes', 'margin'],
  flops: (a) => 3 * a.batch * a.classes,
  reference({ x, labels, dx }, { batch, classes, margin }) {
    for (let n = 0; n < batch; n++) {
      const row = n * classes;
      const own = x[row + labels[n]];
      let violations = 0;
      for (let k = 0; k < classes; k++) {
        const violates = k !== labels[n] && x[row + k] - own + margin > 0;
        if (violates) violations++;
        dx[row + k] = violates ? 1 / batch : 0;
      }
      dx[row + labels[n]] = -violations / batch;
    }
  },
});

/** Mean over the classes of (p - onehot(label))^2. */
export const squaredErrorForward = defineOp({
  reads: ['probabilities', 'labels'],
  updates: ['outcome'],
  attributes: ['batch', 'classes'],
  flops: (a) => 3 * a.batch * a.classes,
  reference({ probabilities, labels, outcome }, { batch, classes }) {
    for (let n = 0; n < batch; n++) {
      let sum = 0;
      for (let k = 0; k < classes; k++)
        sum += (probabilities[n * classes + k] - (k === labels[n] ? 1 : 0)) ** 2;
      outcome[2 * n] = sum / classes;
    }
  },
});

/** Through the softmax: with d[k] = 2 (p[k] - onehot[k]) / (classes * batch), dx[k] = p[k] (d[k] - sum of d * p). */
export const squaredErrorBackward = defineOp({
  reads: ['probabilities', 'labels'],
  writes: ['dx'],
  attributes: ['batch', 'classes'],
  flops: (a) => 8 * a.batch * a.classes,
  reference({ probabilities, labels, dx }, { batch, classes }) {
    const scale = 2 / (classes * batch);
    for (let n = 0; n < batch; n++) {
      const row = n * classes;
      const wanted = (k: number) => (k === labels[n] ? 1 : 0);
      let mean = 0;
      for (let k = 0; k < classes; k++) mean += (probabilities[row + k] - wanted(k)) * probabilities[row + k];
      for (let k = 0; k < classes; k++)
        dx[row + k] = scale * probabilities[row + k] * (probabilities[row + k] - wanted(k) - mean);
    }
  },
});

/**
 * Label smoothing (Szegedy et al. 2016): the label counts 1 - smoothing and all classes share the rest, so that the
 * cross-entropy grows by smoothing * (x[label] - mean of x).
 */
export const labelSmoothingForward = defineOp({
  reads: ['x', 'labels'],
  updates: ['outcome'],
  attributes: ['batch', 'classes', 'smoothing'],
  flops: (a) => a.batch * (a.classes + 3),
  reference({ x, labels, outcome }, { batch, classes, smoothing }) {
    for (let n = 0; n < batch; n++) {
      let sum = 0;
      for (let k = 0; k < classes; k++) sum += x[n * classes + k];
      outcome[2 * n] += smoothing * (x[n * classes + labels[n]] - sum / classes);
    }
  },
});

/** dx of the cross-entropy becomes that of smoothed labels: dx[k] += smoothing * (onehot[k] - 1 / classes) / batch. */
export const labelSmoothingBackward = defineOp({
  reads: ['labels'],
  updates: ['dx'],
  attributes: ['batch', 'classes', 'smoothing'],
  flops: (a) => 2 * a.batch * a.classes,
  reference({ labels, dx }, { batch, classes, smoothing }) {
    for (let n = 0; n < batch; n++)
      for (let k = 0; k < classes; k++)
        dx[n * classes + k] += (smoothing * ((k === labels[n] ? 1 : 0) - 1 / classes)) / batch;
  },
});
