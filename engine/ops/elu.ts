// Exponential linear unit (Clevert et al. 2015), in place: y where it is positive, else alpha (exp(y) - 1); below 0
// its slope is the output + alpha. `alpha` is a fraction, not below 0.
import { defineOp } from './op.ts';

export const eluForward = defineOp({
  updates: ['y'],
  attributes: ['count', 'alpha'],
  flops: (a) => a.count * 8,
  reference({ y }, a) {
    for (let i = 0; i < a.count; i++) if (!(y[i] > 0)) y[i] = a.alpha * Math.expm1(y[i]);
  },
});

export const eluBackward = defineOp({
  reads: ['y'],
  updates: ['dx'],
  attributes: ['count', 'alpha'],
  flops: (a) => a.count * 2,
  reference({ y, dx }, a) {
    for (let i = 0; i < a.count; i++) if (!(y[i] > 0)) dx[i] *= y[i] + a.alpha;
  },
});
