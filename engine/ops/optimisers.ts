// Updates over the flat parameter arena: the first `decayed` values are weights and take L2 decay, the
// rest are biases and do not. With g' = g + l2 * w. Nothing changes while the run is halted.

import { defineOp, type NumericArray } from './op.ts';
import { runHyper, runState } from './runState.ts';

/** The gradient with decay at place i. */
const decayed = (w: NumericArray, g: NumericArray, hyper: NumericArray, i: number, count: number) =>
  g[i] + (i < count ? hyper[runHyper.l2] * w[i] : 0);

/**
 * SGD with momentum: v <- momentum * v + g'; w <- w - rate * v, or with Nesterov
 * w <- w - rate * (g' + momentum * v) (Sutskever et al. 2013, as written by PyTorch).
 */
export const sgd = defineOp({
  reads: ['g', 'hyper', 'state'],
  updates: ['w', 'velocity'],
  attributes: ['count', 'decayed', 'nesterov'],
  flops: (a) => 6 * a.count,
  reference({ w, g, velocity, hyper, state }, a) {
    if (state[runState.halted]) return;
    const rate = hyper[runHyper.learningRate];
    const momentum = hyper[runHyper.momentum];
    for (let i = 0; i < a.count; i++) {
      const gradient = decayed(w, g, hyper, i, a.decayed);
      velocity[i] = momentum * velocity[i] + gradient;
      w[i] -= rate * (a.nesterov ? gradient + momentum * velocity[i] : velocity[i]);
    }
  },
});

/** Adam (Kingma and Ba 2015, algorithm 1): both moments are divided by 1 - beta^t. */
export const adam = defineOp({
  reads: ['g', 'hyper', 'state'],
  updates: ['w', 'mean', 'square'],
  attributes: ['count', 'decayed'],
  flops: (a) => 14 * a.count,
  reference({ w, g, mean, square, hyper, state }, a) {
    if (state[runState.halted]) return;
    const beta1 = hyper[runHyper.momentum];
    const beta2 = hyper[runHyper.beta2];
    const t = state[runState.step] - state[runState.optimiserStart] + 1;
    const correction1 = 1 - beta1 ** t;
    const correction2 = 1 - beta2 ** t;
    for (let i = 0; i < a.count; i++) {
      const gradient = decayed(w, g, hyper, i, a.decayed);
      mean[i] = beta1 * mean[i] + (1 - beta1) * gradient;
      square[i] = beta2 * square[i] + (1 - beta2) * gradient * gradient;
      const step = mean[i] / correction1 / (Math.sqrt(square[i] / correction2) + hyper[runHyper.epsilon]);
      w[i] -= hyper[runHyper.learningRate] * step;
    }
  },
});

/** Adadelta (Zeiler 2012, algorithm 1), its step scaled by the learning rate, which is 1 in the paper. */
export const adadelta = defineOp({
  reads: ['g', 'hyper', 'state'],
  updates: ['w', 'square', 'delta'],
  attributes: ['count', 'decayed'],
  flops: (a) => 14 * a.count,
  reference({ w, g, square, delta, hyper, state }, a) {
    if (state[runState.halted]) return;
    const rho = hyper[runHyper.rho];
    const epsilon = hyper[runHyper.epsilon];
    for (let i = 0; i < a.count; i++) {
      const gradient = decayed(w, g, hyper, i, a.decayed);
      square[i] = rho * square[i] + (1 - rho) * gradient * gradient;
      const step = (Math.sqrt(delta[i] + epsilon) / Math.sqrt(square[i] + epsilon)) * gradient;
      delta[i] = rho * delta[i] + (1 - rho) * step * step;
      w[i] -= hyper[runHyper.learningRate] * step;
    }
  },
});
