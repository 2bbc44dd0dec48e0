// The settings of a block of parallel branches, listed as those of a layer are.
import type { Field } from './fields.ts';

/**
 * How the branches of a block end. concat and add put them together again. head: the first one goes on alone, and every
 * other is an auxiliary classifier that ends in a loss of its own and is run in training only (Szegedy et al. 2014).
 */
export const merges = ['concat', 'add', 'head'] as const;
export type Merge = (typeof merges)[number];

export const blockFields: readonly Field[] = [
  { key: 'merge', kind: 'choice', options: merges, default: 'concat' },
  {
    key: 'weight',
    kind: 'number',
    min: 0,
    max: 10,
    step: 0.05,
    default: 0.3,
    when: { merge: ['head'] },
  },
];
