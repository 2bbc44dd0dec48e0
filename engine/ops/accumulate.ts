// y += x: the join of branches that add, and the sum of gradients where a tensor was read twice.
import { defineOp } from './op.ts';

export const accumulate = defineOp({
  reads: ['x'],
  updates: ['y'],
  attributes: ['count'],
  flops: (a) => a.count,
  reference({ x, y }, a) {
    for (let i = 0; i < a.count; i++) y[i] += x[i];
  },
});
