// Gaussian error linear unit: each value times the share of normal values that lie below it.
import { defineActivation } from './activation.ts';

export const gelu = defineActivation('gelu', {
  fields: [{ key: 'form', kind: 'choice', options: ['erf', 'tanh'], default: 'erf' }],
  summary: (s) => (s.form === 'erf' ? '' : s.form),
  attributes: ({ form }) => ({ tanhForm: Number(form === 'tanh') }),
  needs: 'input',
});
