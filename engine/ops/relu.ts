// ReLU, in place: y = max(y, 0); its gradient passes where y > 0. NaN stays NaN.
import { defineOp } from './op.ts';

export const reluForward = defineOp({
  updates: ['y'],
  attributes: ['count'],
  flops: (a) => a.count,
  reference({ y }, a) {
    for (let i = 0; i < a.count; i++) y[i] = Math.max(y[i], 0);
  },
});

export const reluBackward = defineOp({
  reads: ['y'],
  updates: ['dx'],
  attributes: ['count'],
  flops: (a) => a.count,
  reference({ y, dx }, a) {
    for (let i = 0; i < a.count; i++) if (!(y[i] > 0)) dx[i] = 0;
  },
});
