// The multiclass hinge of support vector machines: every other class should score less than the true one by a margin.
import { defineLoss } from './loss.ts';

export const hinge = defineLoss({
  type: 'hinge',
  fields: [{ key: 'margin', kind: 'number', min: 0, max: 100, step: 0.1, default: 1 }],
  ofScores: true,
  chance: ({ margin }, classes) => ({ value: (classes - 1) * margin, formula: `${classes - 1}*${margin}` }),
  forward(emitter, { margin }, { x, labels, outcome }, sizes) {
    emitter.call('hingeForward', { x, labels, outcome }, { ...sizes, margin });
  },
  backward(emitter, { margin }, { x, labels }, dx, sizes) {
    emitter.call('hingeBackward', { x, labels, dx }, { ...sizes, margin });
  },
});
