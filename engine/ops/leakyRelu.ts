// Leaky ReLU (Maas et al. 2013), in place: y where it is positive, else slope * y; its gradient by the sign of the
// output. `slope` is a fraction above 0, at most 1.
import { defineOp } from './op.ts';

export const leakyReluForward = defineOp({
  updates: ['y'],
  attributes: ['count', 'slope'],
  flops: (a) => a.count * 2,
  reference({ y }, a) {
    for (let i = 0; i < a.count; i++) if (!(y[i] > 0)) y[i] *= a.slope;
  },
});

export const leakyReluBackward = defineOp({
  reads: ['y'],
  updates: ['dx'],
  attributes: ['count', 'slope'],
  flops: (a) => a.count * 2,
  reference({ y, dx }, a) {
    for (let i = 0; i < a.count; i++) if (!(y[i] > 0)) dx[i] *= a.slope;
  },
});
