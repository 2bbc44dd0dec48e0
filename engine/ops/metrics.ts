// What a step reports and whether it may update. `gradientNorm` sums squares in parts; `metrics` writes
// mean loss, fraction right and the gradient's L2 norm into the ring entry of this step, and halts the
// run when loss or norm is not finite; `headLoss` writes the mean loss of an auxiliary head beside them;
// `recordOutcomes` keeps loss and prediction per evaluated example.

import { defineOp } from './op.ts';
import { outcomeLength, ringLength, runState } from './runState.ts';

/** Parts that the sum of squares is split into. */
export const normParts = 64;

/** Values of one part; the last parts may be shorter or empty. */
export const normBlock = (count: number): number => Math.ceil(count / normParts);

/** partial[p] = sum of g[i]^2 over the p-th block of values. */
export const gradientNorm = defineOp({
  reads: ['g'],
  writes: ['partial'],
  attributes: ['count'],
  flops: (a) => 2 * a.count,
  reference({ g, partial }, a) {
    for (let part = 0; part < normParts; part++) {
      let sum = 0;
      const end = Math.min((part + 1) * normBlock(a.count), a.count);
      for (let i = part * normBlock(a.count); i < end; i++) sum += g[i] * g[i];
      partial[part] = sum;
    }
  },
});

export const metrics = defineOp({
  reads: ['outcome', 'labels', 'partial'],
  updates: ['state', 'ring'],
  /** words: those of one entry of the ring. */
  attributes: ['batch', 'words'],
  flops: (a) => 2 * a.batch + normParts,
  reference({ outcome, labels, partial, state, ring }, { batch, words }) {
    if (state[runState.halted]) return;
    let loss = 0;
    let right = 0;
    for (let n = 0; n < batch; n++) {
      loss += outcome[2 * n];
      if (outcome[2 * n + 1] === labels[n]) right++;
    }
    let squares = 0;
    for (const part of partial) squares += part;
    const norm = Math.sqrt(squares);
    const entry = (state[runState.step] % ringLength) * words;
    ring[entry] = loss / batch;
    ring[entry + 1] = right / batch;
    ring[entry + 2] = norm;
    if (!Number.isFinite(loss) || !Number.isFinite(norm)) state[runState.halted] = 1;
  },
});

/** ring[entry of the step, word] = the mean loss of `outcome`. */
export const headLoss = defineOp({
  reads: ['outcome', 'state'],
  updates: ['ring'],
  attributes: ['batch', 'words', 'word'],
  flops: (a) => a.batch,
  reference({ outcome, state, ring }, { batch, words, word }) {
    let loss = 0;
    for (let n = 0; n < batch; n++) loss += outcome[2 * n];
    ring[(state[runState.step] % ringLength) * words + word] = loss / batch;
  },
});

/** outcomes[example % outcomeLength] = outcome, for the rows of this batch that lie inside the range. */
export const recordOutcomes = defineOp({
  reads: ['outcome', 'state'],
  updates: ['outcomes'],
  attributes: ['batch'],
  flops: () => 0,
  reference({ outcome, state, outcomes }, { batch }) {
    for (let n = 0; n < batch; n++) {
      const example = state[runState.evaluateFrom] + n;
      if (example >= state[runState.evaluateTo]) break;
      outcomes[2 * (example % outcomeLength)] = outcome[2 * n];
      outcomes[2 * (example % outcomeLength) + 1] = outcome[2 * n + 1];
    }
  },
});
