// y = factor * y, in place. `factor` is a fraction, 0 or more. The gradient is the same op on the gradient.
import { defineOp } from './op.ts';

export const scale = defineOp({
  updates: ['y'],
  attributes: ['count', 'factor'],
  flops: (a) => a.count,
  reference({ y }, a) {
    for (let i = 0; i < a.count; i++) y[i] *= a.factor;
  },
});
