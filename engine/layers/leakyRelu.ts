// Leaky ReLU: negative values are not cut off but made small.
import { defineActivation } from './activation.ts';

export const leakyRelu = defineActivation('leakyRelu', {
  fields: [{ key: 'slope', kind: 'number', min: 0.001, max: 1, step: 0.01, default: 0.01 }],
  summary: (s) => String(s.slope),
  attributes: ({ slope }) => ({ slope }),
});
