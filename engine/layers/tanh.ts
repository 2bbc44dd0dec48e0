// Hyperbolic tangent: squashes into (-1, 1).
import { defineActivation } from './activation.ts';

export const tanh = defineActivation('tanh');
