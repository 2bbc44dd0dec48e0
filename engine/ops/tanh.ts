// Hyperbolic tangent, in place: y = tanh(y); dx = dy (1 - y^2).
import { defineOp } from './op.ts';

export const tanhForward = defineOp({
  updates: ['y'],
  attributes: ['count'],
  flops: (a) => a.count * 8,
  reference({ y }, a) {
    for (let i = 0; i < a.count; i++) y[i] = Math.tanh(y[i]);
  },
});

export const tanhBackward = defineOp({
  reads: ['y'],
  updates: ['dx'],
  attributes: ['count'],
  flops: (a) => a.count * 3,
  reference({ y, dx }, a) {
    for (let i = 0; i < a.count; i++) dx[i] *= 1 - y[i] * y[i];
  },
});
