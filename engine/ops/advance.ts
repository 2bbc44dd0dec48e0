// The last op of a step moves the counters on, unless the run is halted; that of an evaluation batch
// moves the cursor.

import { defineOp } from './op.ts';
import { runState } from './runState.ts';

export const advance = defineOp({
  updates: ['state'],
  attributes: ['batch'],
  flops: () => 0,
  reference({ state }, { batch }) {
    if (state[runState.halted]) return;
    state[runState.step] += 1;
    state[runState.position] += batch;
  },
});

/** The next of `looks` looks at the same images; the first again after the last. */
export const advanceLook = defineOp({
  updates: ['state'],
  attributes: ['looks'],
  flops: () => 0,
  reference({ state }, { looks }) {
    state[runState.look] = (state[runState.look] + 1) % looks;
  },
});

export const advanceEvaluation = defineOp({
  updates: ['state'],
  attributes: ['batch'],
  flops: () => 0,
  reference({ state }, { batch }) {
    state[runState.evaluateFrom] += batch;
  },
});
