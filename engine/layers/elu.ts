// Exponential linear unit: negative values approach -alpha smoothly.
import { defineActivation } from './activation.ts';

export const elu = defineActivation('elu', {
  fields: [{ key: 'alpha', kind: 'number', min: 0, max: 10, step: 0.1, default: 1 }],
  summary: (s) => (s.alpha === 1 ? '' : String(s.alpha)),
  attributes: ({ alpha }) => ({ alpha }),
});
