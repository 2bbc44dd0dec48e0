// Batch normalisation (Ioffe and Szegedy 2015) over rows [rows, channels], a row being a pixel of an example:
// y = gain * (x - mean) * inverse + bias, with inverse = 1 / sqrt(variance + epsilon) per channel. Moments are
// [3, channels]: mean, inverse, variance; of the batch in training, of the running figures else.
// `epsilon` and `share` are fractions.
import { applyMask } from './mask.ts';
import { defineOp } from './op.ts';
import { runState } from './runState.ts';

/** Parts that sums over rows are split into, by shape alone: at least 64 rows each, at most 256 parts. */
export const momentParts = ({ rows }: { rows: number }): number =>
  Math.max(1, Math.min(256, Math.floor(rows / 64)));

/** Values of two sums for each channel, in parts whose rows are whole vectors. */
const twoSums = (a: { rows: number; channels: number }): number =>
  momentParts(a) * 2 * 4 * Math.ceil(a.channels / 4);

export const batchNormMoments = defineOp({
  reads: ['x'],
  writes: ['moments'],
  attributes: ['rows', 'channels', 'epsilon'],
  flops: (a) => 4 * a.rows * a.channels,
  workspace: twoSums,
  reference({ x, moments }, { rows, channels, epsilon }) {
    for (let c = 0; c < channels; c++) {
      let sum = 0;
      for (let row = 0; row < rows; row++) sum += x[row * channels + c];
      const mean = sum / rows;
      let squares = 0;
      for (let row = 0; row < rows; row++) squares += (x[row * channels + c] - mean) ** 2;
      const variance = squares / rows;
      moments[c] = mean;
      moments[channels + c] = 1 / Math.sqrt(variance + epsilon);
      moments[2 * channels + c] = variance;
    }
  },
});

/** The moments that evaluation uses: those that have been running along. */
export const runningMoments = defineOp({
  reads: ['mean', 'variance'],
  writes: ['moments'],
  attributes: ['channels', 'epsilon'],
  flops: (a) => 3 * a.channels,
  reference({ mean, variance, moments }, { channels, epsilon }) {
    for (let c = 0; c < channels; c++) {
      moments[c] = mean[c];
      moments[channels + c] = 1 / Math.sqrt(variance[c] + epsilon);
      moments[2 * channels + c] = variance[c];
    }
  },
});

/**
 * running += share * (batch - running), the batch's variance without bias: times rows / (rows - 1), as in the paper
 * and in PyTorch, though the batch itself is normalised with the biased one. PyTorch refuses a single row; here its
 * variance is 0. Nothing changes while the run is halted.
 */
export const updateRunning = defineOp({
  reads: ['moments', 'state'],
  updates: ['mean', 'variance'],
  attributes: ['rows', 'channels', 'share'],
  flops: (a) => 6 * a.channels,
  reference({ moments, state, mean, variance }, { rows, channels, share }) {
    if (state[runState.halted]) return;
    const unbiased = rows / Math.max(1, rows - 1);
    for (let c = 0; c < channels; c++) {
      mean[c] += share * (moments[c] - mean[c]);
      variance[c] += share * (moments[2 * channels + c] * unbiased - variance[c]);
    }
  },
});

/** With relu = 1 the values end in max(y, 0), see plan/fuse. */
export const batchNormForward = defineOp({
  reads: ['x', 'moments', 'gain', 'bias'],
  optional: ['gain', 'bias'],
  writes: ['y'],
  attributes: ['rows', 'channels', 'relu'],
  flops: (a) => 4 * a.rows * a.channels,
  reference({ x, moments, gain, bias, y }, { rows, channels, relu }) {
    for (let row = 0; row < rows; row++)
      for (let c = 0; c < channels; c++) {
        const unit = (x[row * channels + c] - moments[c]) * moments[channels + c];
        const value = unit * (gain ? gain[c] : 1) + (bias ? bias[c] : 0);
        y[row * channels + c] = relu ? Math.max(value, 0) : value;
      }
  },
});

/** The gradients of gain and bias, which dx needs too: dbias = sum of dy, dgain = sum of dy * (x - mean) * inverse. */
export const batchNormSums = defineOp({
  reads: ['x', 'dy', 'moments'],
  writes: ['dgain', 'dbias'],
  attributes: ['rows', 'channels'],
  flops: (a) => 5 * a.rows * a.channels,
  workspace: twoSums,
  reference({ x, dy, moments, dgain, dbias }, { rows, channels }) {
    for (let c = 0; c < channels; c++) {
      let sum = 0;
      let product = 0;
      for (let row = 0; row < rows; row++) {
        const i = row * channels + c;
        sum += dy[i];
        product += dy[i] * (x[i] - moments[c]) * moments[channels + c];
      }
      dbias[c] = sum;
      dgain[c] = product;
    }
  },
});

/**
 * dx holds dy and becomes gain * inverse * (dy - (dbias + unit * dgain) / rows) with unit = (x - mean) * inverse;
 * where the moments are `fixed`, not those of this batch, only gain * inverse * dy.
 */
export const batchNormBackward = defineOp({
  reads: ['x', 'moments', 'gain', 'dgain', 'dbias', 'mask'],
  optional: ['gain', 'mask'],
  updates: ['dx'],
  attributes: ['rows', 'channels', 'fixed'],
  flops: (a) => 7 * a.rows * a.channels,
  reference({ x, moments, gain, dgain, dbias, mask, dx }, { rows, channels, fixed }) {
    for (let row = 0; row < rows; row++)
      for (let c = 0; c < channels; c++) {
        const i = row * channels + c;
        const unit = (x[i] - moments[c]) * moments[channels + c];
        const share = fixed ? 0 : (dbias[c] + unit * dgain[c]) / rows;
        dx[i] = (gain ? gain[c] : 1) * moments[channels + c] * (dx[i] - share);
      }
    applyMask(dx, mask);
  },
});
