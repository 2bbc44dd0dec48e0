// Muon (Jordan et al. 2024): momentum whose matrix is brought near an orthogonal one before it is a step. The weights
// of a convolution are a matrix [rows, filters]; its products are those of 1×1 convolutions, and here is the rest.
import { defineOp } from './op.ts';
import { ringLength, runHyper, runState } from './runState.ts';

/** Coefficients of X <- a X + b X XᵀX + c X (XᵀX)², and how often it is done. */
export const newtonSchulz = { a: 3.4445, b: -4.775, c: 2.0315, steps: 3 };

/** Keeps the norm that something is divided by from being 0. */
export const leastNorm = 1e-7;

/**
 * v <- momentum * v + g', update = v, or with Nesterov g' + momentum * v; g' = g + l2 * w. The velocity does not
 * change while the run is halted. `decayFactor` is a fraction.
 */
export const muonMomentum = defineOp({
  reads: ['g', 'w', 'hyper', 'state'],
  updates: ['velocity'],
  writes: ['update'],
  attributes: ['count', 'decayFactor'],
  flops: (a) => 6 * a.count,
  reference({ g, w, hyper, state, velocity, update }, a) {
    const momentum = hyper[runHyper.momentum];
    const l2 = hyper[runHyper.l2] * a.decayFactor;
    for (let i = 0; i < a.count; i++) {
      const gradient = g[i] + l2 * w[i];
      const v = momentum * velocity[i] + gradient;
      if (!state[runState.halted]) velocity[i] = v;
      update[i] = hyper[runHyper.nesterov] ? gradient + momentum * v : v;
    }
  },
});

const normOf = (partial: ArrayLike<number>): number => {
  let squares = 0;
  for (let part = 0; part < partial.length; part++) squares += partial[part];
  return Math.sqrt(squares);
};

/** vector <- vector / (norm + 1e-7), the norm by the sums of its squares in `partial`. */
export const divideByNorm = defineOp({
  reads: ['partial'],
  updates: ['vector'],
  attributes: ['count'],
  flops: (a) => a.count,
  reference({ partial, vector }, { count }) {
    const divisor = normOf(partial) + leastNorm;
    for (let i = 0; i < count; i++) vector[i] /= divisor;
  },
});

/** polynomial = a I + b gram + c square, all [size, size]; `square` is gram * gram. */
export const muonPolynomial = defineOp({
  reads: ['gram', 'square'],
  writes: ['polynomial'],
  attributes: ['size'],
  flops: (a) => 3 * a.size * a.size,
  reference({ gram, square, polynomial }, { size }) {
    const { a, b, c } = newtonSchulz;
    for (let i = 0; i < size * size; i++) {
      const onDiagonal = i % (size + 1) === 0;
      polynomial[i] = b * gram[i] + c * square[i] + (onDiagonal ? a : 0);
    }
  },
});

/**
 * w <- kept * w - rate * scale * update. With `renormalise` kept brings the norm of w, by `partial`, to the root of the
 * number of filters; without, it is 1 - rate * decay. `rateFactor`, `decayFactor` and `scale` are fractions. Nothing
 * changes while the run is halted.
 */
export const muonStep = defineOp({
  reads: ['update', 'partial', 'hyper', 'schedule', 'state'],
  updates: ['w'],
  attributes: ['count', 'filters', 'rateFactor', 'decayFactor', 'scale', 'renormalise'],
  flops: (a) => 3 * a.count,
  reference({ update, partial, hyper, schedule, state, w }, a) {
    if (state[runState.halted]) return;
    const rate = hyper[runHyper.learningRate] * schedule[state[runState.step] % ringLength] * a.rateFactor;
    const kept = a.renormalise
      ? Math.sqrt(a.filters) / Math.max(normOf(partial), leastNorm)
      : 1 - rate * hyper[runHyper.decay] * a.decayFactor;
    for (let i = 0; i < a.count; i++) w[i] = kept * w[i] - rate * a.scale * update[i];
  },
});
