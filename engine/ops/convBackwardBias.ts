// Gradient of a per-channel bias: dbias[c] = sum over rows of dy[row, c]; a row is one pixel of one example.
import { defineOp } from './op.ts';

export const convBackwardBias = defineOp({
  reads: ['dy'],
  writes: ['dbias'],
  attributes: ['rows', 'channels'],
  flops: (a) => a.rows * a.channels,
  workspace: (a) => biasParts(a.rows) * a.channels,
  reference({ dy, dbias }, a) {
    const sums = new Float64Array(a.channels);
    for (let row = 0; row < a.rows; row++)
      for (let c = 0; c < a.channels; c++) sums[c] += dy[row * a.channels + c];
    dbias.set(sums);
  },
});

/** In how many parts devices split the rows: about as many as a part has rows, by the shape alone. */
export const biasParts = (rows: number): number => Math.ceil(Math.sqrt(rows));
