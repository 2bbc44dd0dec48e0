// Rectified linear unit: max(x, 0).
import { defineActivation } from './activation.ts';

export const relu = defineActivation('relu');
