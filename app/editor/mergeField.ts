// A block's own setting, listed like a layer's: how its branches are put together.
import type { Field } from '../../engine/spec/fields.ts';

export const mergeField: Field = {
  key: 'merge',
  kind: 'choice',
  options: ['concat', 'add'],
  default: 'concat',
};
