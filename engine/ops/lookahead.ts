// Lookahead (Zhang et al. 2019): slow weights follow the fast ones part of the way, and these go on from there.
import { defineOp } from './op.ts';
import { ringLength, runState } from './runState.ts';

/** slow <- slow + pull * (w - slow); w <- slow, with the pull of this step in a ring; none where that is 0 or in a halted run. */
export const lookahead = defineOp({
  reads: ['pulls', 'state'],
  updates: ['w', 'slow'],
  attributes: ['count'],
  flops: (a) => 3 * a.count,
  reference({ pulls, state, w, slow }, { count }) {
    const pull = pulls[state[runState.step] % ringLength];
    if (state[runState.halted] || pull === 0) return;
    for (let i = 0; i < count; i++) {
      slow[i] += pull * (w[i] - slow[i]);
      w[i] = slow[i];
    }
  },
});
