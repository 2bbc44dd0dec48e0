// What keeps updates within bounds: the gradient before them, the filters after them.
import { defineOp } from './op.ts';
import { runHyper, runState } from './runState.ts';

/** g <- g * clipNorm / norm where the norm, by the sums of squares in `partial`, is larger (Pascanu et al. 2013). */
export const clipGradient = defineOp({
  reads: ['partial', 'hyper'],
  updates: ['g'],
  attributes: ['count'],
  flops: (a) => a.count,
  reference({ partial, hyper, g }, { count }) {
    let squares = 0;
    for (const part of partial) squares += part;
    const norm = Math.sqrt(squares);
    const limit = hyper[runHyper.clipNorm];
    if (norm <= limit) return;
    for (let i = 0; i < count; i++) g[i] *= limit / norm;
  },
});

/**
 * Scales every filter of w [rows, filters] whose root mean square is over the limit back to it (Zeiler and Fergus
 * 2013). Nothing changes while the run is halted.
 */
export const limitFilters = defineOp({
  reads: ['hyper', 'state'],
  updates: ['w'],
  attributes: ['rows', 'filters'],
  flops: (a) => 3 * a.rows * a.filters,
  reference({ hyper, state, w }, { rows, filters }) {
    if (state[runState.halted]) return;
    const limit = hyper[runHyper.filterLimit];
    for (let filter = 0; filter < filters; filter++) {
      let squares = 0;
      for (let row = 0; row < rows; row++) squares += w[row * filters + filter] ** 2;
      const size = Math.sqrt(squares / rows);
      if (size <= limit) continue;
      for (let row = 0; row < rows; row++) w[row * filters + filter] *= limit / size;
    }
  },
});
