// Stretched hyperbolic tangent, as in LeNet: with the usual numbers 1 stays 1 and -1 stays -1.
import { defineActivation } from './activation.ts';

export const scaledTanh = defineActivation('scaledTanh', {
  fields: [
    { key: 'amplitude', kind: 'number', min: 0.01, max: 100, step: 0.0001, default: 1.7159 },
    { key: 'steepness', kind: 'number', min: 0.01, max: 100, step: 0.0001, default: 0.6667 },
  ],
  summary: (s) => `${s.amplitude}, ${s.steepness}`,
  attributes: ({ amplitude, steepness }) => ({ amplitude, steepness }),
});
