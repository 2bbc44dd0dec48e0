// Logistic sigmoid: squashes into (0, 1).
import { defineActivation } from './activation.ts';

export const sigmoid = defineActivation('sigmoid');
