// The exponential moving average of the weights (Polyak and Juditsky 1992, in the form common since): what evaluations
// use in place of the weights of the last step.
import { defineOp } from './op.ts';
import { runHyper, runState } from './runState.ts';

/**
 * average <- average + share * (w - average), share = max(1 - averaging, 9 / (10 + step)): the first steps count for
 * more, so that the average soon forgets where training began. A halted run changes nothing.
 */
export const averageWeights = defineOp({
  reads: ['hyper', 'state', 'w'],
  updates: ['average'],
  attributes: ['count'],
  flops: (a) => 3 * a.count,
  reference({ hyper, state, w, average }, { count }) {
    if (state[runState.halted]) return;
    const share = Math.max(1 - hyper[runHyper.averaging], 9 / (10 + state[runState.step]));
    for (let i = 0; i < count; i++) average[i] += share * (w[i] - average[i]);
  },
});
