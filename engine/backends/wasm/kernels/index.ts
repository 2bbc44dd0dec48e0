// The kernel of every op. The type makes it complete: an op without a kernel does not compile.
import type { OpName } from '../../../ops/index.ts';
import {
  eluBackward,
  eluForward,
  geluBackward,
  geluForward,
  leakyReluBackward,
  leakyReluForward,
  reluBackward,
  reluForward,
  scale,
  scaledTanhBackward,
  scaledTanhForward,
  sigmoidBackward,
  sigmoidForward,
  tanhBackward,
  tanhForward,
} from './activations.ts';
import { batchNormBackward, batchNormForward, batchNormMoments, batchNormSums } from './batchNorm.ts';
import { convBackwardInput, convBackwardWeight, convForward } from './convolution.ts';
import { cutout } from './cutout.ts';
import { dropout } from './dropout.ts';
import { accumulate, copyChannels, padChannels } from './elementwise.ts';
import { fractionalPoolBackward, fractionalPoolForward } from './fractionalPool.ts';
import { gatherBatch, gatherRange } from './gather.ts';
import { groupNormBackward, groupNormForward } from './groupNorm.ts';
import type { Kernel } from './kernel.ts';
import { clipGradient, limitFilters } from './limits.ts';
import { localBackwardWeight, localForward } from './local.ts';
import { localBackwardInput } from './localBackwardInput.ts';
import { softmaxCrossEntropyBackward, softmaxCrossEntropyForward } from './loss.ts';
import { lrnAcrossBackward, lrnAcrossForward } from './lrnAcross.ts';
import { lrnWithinBackward, lrnWithinForward } from './lrnWithin.ts';
import { maxoutBackward, maxoutForward } from './maxout.ts';
import { maxPoolBackward } from './maxPoolBackward.ts';
import { maxPoolForward } from './maxPoolForward.ts';
import { mixImages } from './mix.ts';
import { divideByNorm, muonMomentum, muonPolynomial, muonStep } from './muon.ts';
import { adadelta, adagrad, adam, averageWeights, lion, lookahead, rmsprop, sgd } from './optimisers.ts';
import { averagePoolBackward, averagePoolForward, l2PoolBackward, l2PoolForward } from './pool.ts';
import { gradientNorm } from './sums.ts';
import { transpose } from './transpose.ts';
import { warpBatch } from './warp.ts';

/** The op's own loop on views of the memory: for what is small however large the net. */
export const reference = 'reference';

export const kernels: Record<OpName, Kernel | typeof reference> = {
  gatherBatch,
  gatherRange,
  drawTransforms: reference,
  warpBatch,
  cutout,
  mixImages,
  mixRows: reference,
  convForward,
  convBackwardInput,
  convBackwardWeight,
  localForward,
  localBackwardInput,
  localBackwardWeight,
  reluForward,
  reluBackward,
  tanhForward,
  tanhBackward,
  sigmoidForward,
  sigmoidBackward,
  leakyReluForward,
  leakyReluBackward,
  eluForward,
  eluBackward,
  scaledTanhForward,
  scaledTanhBackward,
  geluForward,
  geluBackward,
  maxoutForward,
  maxoutBackward,
  scale,
  dropout,
  maxPoolForward,
  maxPoolBackward,
  fractionalBoundaries: reference,
  fractionalPoolForward,
  fractionalPoolBackward,
  transpose,
  expandConnections: reference,
  collectConnections: reference,
  averagePoolForward,
  averagePoolBackward,
  lrnAcrossForward,
  lrnAcrossBackward,
  lrnWithinForward,
  lrnWithinBackward,
  l2PoolForward,
  l2PoolBackward,
  groupNormForward,
  groupNormBackward,
  copyChannels,
  padChannels,
  accumulate,
  batchNormMoments,
  runningMoments: reference,
  batchNormForward,
  batchNormSums,
  batchNormBackward,
  updateRunning: reference,
  softmaxCrossEntropyForward,
  softmaxCrossEntropyBackward,
  hingeForward: reference,
  hingeBackward: reference,
  squaredErrorForward: reference,
  squaredErrorBackward: reference,
  labelSmoothingForward: reference,
  labelSmoothingBackward: reference,
  averageViews: reference,
  outcomeOf: reference,
  gradientNorm,
  metrics: reference,
  headLoss: reference,
  recordOutcomes: reference,
  clipGradient,
  sgd,
  adagrad,
  rmsprop,
  adadelta,
  adam,
  lion,
  muonMomentum,
  divideByNorm,
  muonPolynomial,
  muonStep,
  lookahead,
  averageWeights,
  limitFilters,
  advance: reference,
  advanceLook: reference,
  advanceEvaluation: reference,
};
