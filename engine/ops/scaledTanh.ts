// A stretched hyperbolic tangent (LeCun et al. 1998), in place: y = amplitude * tanh(steepness * y);
// dx = dy * steepness * (amplitude - y^2 / amplitude). Both attributes are fractions above 0.
import { defineOp } from './op.ts';

export const scaledTanhForward = defineOp({
  updates: ['y'],
  attributes: ['count', 'amplitude', 'steepness'],
  flops: (a) => a.count * 10,
  reference({ y }, a) {
    for (let i = 0; i < a.count; i++) y[i] = a.amplitude * Math.tanh(a.steepness * y[i]);
  },
});

export const scaledTanhBackward = defineOp({
  reads: ['y'],
  updates: ['dx'],
  attributes: ['count', 'amplitude', 'steepness'],
  flops: (a) => a.count * 4,
  reference({ y, dx }, a) {
    for (let i = 0; i < a.count; i++) dx[i] *= a.steepness * (a.amplitude - y[i] ** 2 / a.amplitude);
  },
});
