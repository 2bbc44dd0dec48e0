// Logistic sigmoid, in place: y = 1 / (1 + exp(-y)); dx = dy y (1 - y).
import { defineOp } from './op.ts';

export const sigmoidForward = defineOp({
  updates: ['y'],
  attributes: ['count'],
  flops: (a) => a.count * 8,
  reference({ y }, a) {
    for (let i = 0; i < a.count; i++) y[i] = 1 / (1 + Math.exp(-y[i]));
  },
});

export const sigmoidBackward = defineOp({
  reads: ['y'],
  updates: ['dx'],
  attributes: ['count'],
  flops: (a) => a.count * 3,
  reference({ y, dx }, a) {
    for (let i = 0; i < a.count; i++) dx[i] *= y[i] * (1 - y[i]);
  },
});
