// Group normalisation (Wu and He 2018): the channels of each example are divided into groups, and each group gets mean 0
// and deviation 1 over its channels and all pixels, then a gain and a bias for each channel:
// y = gain * (x - mean) * inverse + bias, inverse = 1 / sqrt(variance + epsilon). With one group it is layer
// normalisation (Ba et al. 2016). `moments` are [batch, groups, 2]: mean and inverse. `epsilon` is a fraction.
import { defineOp } from './op.ts';

const sizes = ['batch', 'pixels', 'channels', 'groups'] as const;
export type GroupNormSizes = Record<(typeof sizes)[number], number>;

const values = (a: GroupNormSizes): number => a.batch * a.pixels * a.channels;

/** Values of a row of the scratch: one for each channel, in whole vectors. */
export const scratchRow = ({ channels }: { channels: number }): number => 4 * Math.ceil(channels / 4);

/** Rows of scratch for each example. */
export const forwardRows = 3;
export const backwardRows = 6;

/** Flat positions of the values of a group of an example. */
function* groupOf(
  a: GroupNormSizes,
  example: number,
  group: number,
): Generator<[place: number, channel: number]> {
  const width = a.channels / a.groups;
  for (let p = 0; p < a.pixels; p++)
    for (let c = group * width; c < (group + 1) * width; c++)
      yield [(example * a.pixels + p) * a.channels + c, c];
}

/** Calls `visit` for every group of every example. */
function eachGroup(a: GroupNormSizes, visit: (cells: [number, number][], moments: number) => void): void {
  for (let n = 0; n < a.batch; n++)
    for (let g = 0; g < a.groups; g++) visit([...groupOf(a, n, g)], 2 * (n * a.groups + g));
}

export const groupNormForward = defineOp({
  reads: ['x', 'gain', 'bias'],
  writes: ['y', 'moments'],
  attributes: [...sizes, 'epsilon'],
  flops: (a) => 8 * values(a),
  workspace: (a) => a.batch * forwardRows * scratchRow(a),
  reference({ x, gain, bias, y, moments }, a) {
    eachGroup(a, (cells, at) => {
      const mean = cells.reduce((sum, [i]) => sum + x[i], 0) / cells.length;
      const variance = cells.reduce((sum, [i]) => sum + (x[i] - mean) ** 2, 0) / cells.length;
      const inverse = 1 / Math.sqrt(variance + a.epsilon);
      for (const [i, c] of cells) y[i] = gain[c] * (x[i] - mean) * inverse + bias[c];
      moments[at] = mean;
      moments[at + 1] = inverse;
    });
  },
});

/**
 * With u = (x - mean) * inverse: dbias and dgain sum dy and dy u over examples and pixels, and
 * dx = inverse * (gain dy - mean of gain dy over the group - u * mean of gain dy u over the group).
 */
export const groupNormBackward = defineOp({
  reads: ['x', 'dy', 'gain', 'moments'],
  writes: ['dx', 'dgain', 'dbias'],
  optional: ['dx'],
  attributes: sizes,
  flops: (a) => 14 * values(a),
  workspace: (a) => a.batch * backwardRows * scratchRow(a),
  reference({ x, dy, gain, moments, dx, dgain, dbias }, a) {
    dgain.fill(0);
    dbias.fill(0);
    eachGroup(a, (cells, at) => {
      const [mean, inverse] = [moments[at], moments[at + 1]];
      let [sum, product] = [0, 0];
      for (const [i, c] of cells) {
        const unit = (x[i] - mean) * inverse;
        dbias[c] += dy[i];
        dgain[c] += dy[i] * unit;
        sum += gain[c] * dy[i];
        product += gain[c] * dy[i] * unit;
      }
      if (!dx) return;
      for (const [i, c] of cells) {
        const unit = (x[i] - mean) * inverse;
        dx[i] = inverse * (gain[c] * dy[i] - (sum + unit * product) / cells.length);
      }
    });
  },
});
