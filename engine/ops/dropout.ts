// Inverted dropout, in place: a value survives with probability 1 - rate and is then divided by it, so
// that evaluation needs no scaling. The mask is a hash of (seed, stream, step, draw), so the backward
// pass is the same op on the gradient and nothing is stored. `rate` is in 1/65536ths. `pixels` values of each of the
// `channels`, one example's, share a draw: all pixels of a map, or with 1 every value has its own.

import { pcg4d } from '../random.ts';
import { defineOp } from './op.ts';
import { runState } from './runState.ts';

export const dropout = defineOp({
  reads: ['state'],
  updates: ['y'],
  attributes: ['count', 'rate', 'stream', 'pixels', 'channels'],
  flops: (a) => a.count,
  reference({ y, state }, a) {
    const keepScale = 65536 / (65536 - a.rate);
    for (let i = 0; i < a.count; i++) {
      const draw = Math.floor(i / (a.pixels * a.channels)) * a.channels + (i % a.channels);
      const [word] = pcg4d(state[runState.seed], a.stream, state[runState.step], draw);
      y[i] = word >>> 16 < a.rate ? 0 : y[i] * keepScale;
    }
  },
});
