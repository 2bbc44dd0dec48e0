// Updates over a range of the parameter arena whose values learn alike. Each optimiser says what step s it takes by
// the gradient g' = g + l2 * w; the rest is common: w <- w * (1 - rate * decay) - rate * s. The rate is that of the
// settings times the schedule's factor for this step times `rateFactor` of the range; l2 (coupled decay) and decay
// (decoupled, Loshchilov and Hutter 2019) are times its `decayFactor`. Both factors may be fractions. Nothing changes
// while the run is halted.

import { defineOp, type NumericArray, type OpDefinition } from './op.ts';
import { ringLength, runHyper, runState } from './runState.ts';

interface Settings {
  momentum: number;
  beta2: number;
  rho: number;
  epsilon: number;
  nesterov: boolean;
  /** Steps of this optimiser, this one included. */
  t: number;
}

/** `stepBy` changes the slots at place i and returns s. */
function defineOptimiser<const Slot extends string>(
  slots: readonly Slot[],
  flops: number,
  stepBy: (gradient: number, slots: Record<Slot, NumericArray>, i: number, settings: Settings) => number,
): OpDefinition {
  return defineOp<'g' | 'hyper' | 'schedule' | 'state' | 'w' | Slot, 'count' | 'rateFactor' | 'decayFactor'>({
    reads: ['g', 'hyper', 'schedule', 'state'],
    updates: ['w', ...slots],
    attributes: ['count', 'rateFactor', 'decayFactor'],
    flops: (a) => (flops + 6) * a.count,
    reference(tensors, a) {
      const { w, g, hyper, schedule, state } = tensors;
      if (state[runState.halted]) return;
      const scheduled = schedule[state[runState.step] % ringLength];
      const rate = hyper[runHyper.learningRate] * scheduled * a.rateFactor;
      const l2 = hyper[runHyper.l2] * a.decayFactor;
      const kept = 1 - rate * hyper[runHyper.decay] * a.decayFactor;
      const settings = {
        momentum: hyper[runHyper.momentum],
        beta2: hyper[runHyper.beta2],
        rho: hyper[runHyper.rho],
        epsilon: hyper[runHyper.epsilon],
        nesterov: hyper[runHyper.nesterov] !== 0,
        t: state[runState.step] - state[runState.optimiserStart] + 1,
      };
      for (let i = 0; i < a.count; i++)
        w[i] = w[i] * kept - rate * stepBy(g[i] + l2 * w[i], tensors, i, settings);
    },
  });
}

/**
 * SGD with momentum: v <- momentum * v + g'; s = v, or with Nesterov s = g' + momentum * v (Sutskever et al. 2013, as
 * written by PyTorch).
 */
export const sgd = defineOptimiser(['velocity'], 4, (gradient, { velocity }, i, { momentum, nesterov }) => {
  velocity[i] = momentum * velocity[i] + gradient;
  return nesterov ? gradient + momentum * velocity[i] : velocity[i];
});

/** Adagrad (Duchi et al. 2011): s = g' / (sqrt(sum of all g'^2) + epsilon). */
export const adagrad = defineOptimiser(['square'], 5, (gradient, { square }, i, { epsilon }) => {
  square[i] += gradient * gradient;
  return gradient / (Math.sqrt(square[i]) + epsilon);
});

/**
 * RMSProp (Tieleman and Hinton 2012) with momentum as PyTorch has it: g' is divided by the root of a running mean of
 * g'^2, plus epsilon; v <- momentum * v + that quotient; s = v.
 */
export const rmsprop = defineOptimiser(
  ['square', 'velocity'],
  9,
  (gradient, { square, velocity }, i, { rho, momentum, epsilon }) => {
    square[i] = rho * square[i] + (1 - rho) * gradient * gradient;
    velocity[i] = momentum * velocity[i] + gradient / (Math.sqrt(square[i]) + epsilon);
    return velocity[i];
  },
);

/** Adadelta (Zeiler 2012, algorithm 1), its step scaled by the learning rate, which is 1 in the paper. */
export const adadelta = defineOptimiser(
  ['square', 'delta'],
  12,
  (gradient, { square, delta }, i, { rho, epsilon }) => {
    square[i] = rho * square[i] + (1 - rho) * gradient * gradient;
    const step = (Math.sqrt(delta[i] + epsilon) / Math.sqrt(square[i] + epsilon)) * gradient;
    delta[i] = rho * delta[i] + (1 - rho) * step * step;
    return step;
  },
);

/** Adam (Kingma and Ba 2015, algorithm 1): both moments are divided by 1 - beta^t. */
export const adam = defineOptimiser(
  ['mean', 'square'],
  12,
  (gradient, { mean, square }, i, { momentum: beta1, beta2, epsilon, t }) => {
    mean[i] = beta1 * mean[i] + (1 - beta1) * gradient;
    square[i] = beta2 * square[i] + (1 - beta2) * gradient * gradient;
    return mean[i] / (1 - beta1 ** t) / (Math.sqrt(square[i] / (1 - beta2 ** t)) + epsilon);
  },
);

/** Lion (Chen et al. 2023, algorithm 2): s = sign(beta1 * m + (1 - beta1) * g'); m <- beta2 * m + (1 - beta2) * g'. */
export const lion = defineOptimiser(['mean'], 7, (gradient, { mean }, i, { momentum: beta1, beta2 }) => {
  const step = Math.sign(beta1 * mean[i] + (1 - beta1) * gradient);
  mean[i] = beta2 * mean[i] + (1 - beta2) * gradient;
  return step;
});
