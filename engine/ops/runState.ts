// The counters and switches a run keeps on the device, and the numbers an update reads: two small
// buffers whose layout every backend shares. A step advances its own counters, so that many steps can be
// submitted without a word from the host.

/** Word positions in the tensor "run.state" (u32). */
export const runState = {
  seed: 0,
  /** Steps done. */
  step: 1,
  /** Training examples consumed. */
  position: 2,
  /** `position` at which the present order of the data began, and its epoch number then. */
  orderStart: 3,
  orderEpoch: 4,
  /** Training examples there are in that order. */
  trainCount: 5,
  /** Next example of an evaluation, and the one to stop before. */
  evaluateFrom: 6,
  evaluateTo: 7,
  /** Augmentation: one of `mirrorModes`; shift moves by up to that many pixels on each axis. */
  mirror: 8,
  shift: 9,
  /** 1 after a loss or gradient that is not finite: updates and counters then stand still. */
  halted: 10,
  /** Steps done when the present optimiser began with an empty memory: Adam counts its own steps from there. */
  optimiserStart: 11,
  /** Side of the square that is cut out of every training image. */
  cutout: 12,
  /** Which of several looks at the same test images this is, from 0 on: what a layer draws is drawn anew for each. */
  look: 13,
} as const;
export const runStateWords = 14;

/** Positions in the tensor "run.hyper" (f32). */
export const runHyper = {
  learningRate: 0,
  /** Coupled decay: the update adds l2 * w to the gradient. */
  l2: 1,
  momentum: 2,
  beta2: 3,
  rho: 4,
  epsilon: 5,
  /** Decoupled decay: the update also multiplies w by 1 - rate * decay. */
  decay: 6,
  /** Most that the L2 norm of the whole gradient may be. */
  clipNorm: 7,
  /** Most that the root mean square of one filter may be. */
  filterLimit: 8,
  /** 1 where SGD looks ahead as Nesterov's does, else 0. */
  nesterov: 9,
  /** Share of the moving average of the weights that a step leaves as it is. */
  averaging: 10,
} as const;
export const runHyperWords = 12;

/**
 * Steps whose figures the ring "run.metrics" [ringLength, metricWords + heads] holds before it wraps. The tensor
 * "run.schedule" [ringLength] is a ring too: what the learning rate is multiplied by in each step, written ahead.
 */
export const ringLength = 256;
/** First words of a ring entry: mean loss, fraction right, L2 norm of the whole gradient. Losses of heads follow. */
export const metricWords = 3;

/** Examples whose outcome the tensor "run.outcomes" [outcomeLength, 2] holds: loss and predicted class. */
export const outcomeLength = 1024;
