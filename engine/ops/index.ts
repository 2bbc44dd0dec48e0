// The list of all ops. A new op is one file here and one line in this list.
import { accumulate } from './accumulate.ts';
import { advance, advanceEvaluation, advanceLook } from './advance.ts';
import { averagePoolBackward, averagePoolForward } from './averagePool.ts';
import { averageWeights } from './averageWeights.ts';
import {
  batchNormBackward,
  batchNormForward,
  batchNormMoments,
  batchNormSums,
  runningMoments,
  updateRunning,
} from './batchNorm.ts';
import { collectConnections, expandConnections } from './connections.ts';
import { convBackwardInput } from './convBackwardInput.ts';
import { convBackwardWeight } from './convBackwardWeight.ts';
import { convForward } from './convForward.ts';
import { copyChannels } from './copyChannels.ts';
import { cutout } from './cutout.ts';
import { dropout } from './dropout.ts';
import { eluBackward, eluForward } from './elu.ts';
import { fractionalBoundaries, fractionalPoolBackward, fractionalPoolForward } from './fractionalPool.ts';
import { gatherBatch, gatherRange } from './gather.ts';
import { geluBackward, geluForward } from './gelu.ts';
import { groupNormBackward, groupNormForward } from './groupNorm.ts';
import { l2PoolBackward, l2PoolForward } from './l2Pool.ts';
import { leakyReluBackward, leakyReluForward } from './leakyRelu.ts';
import { clipGradient, limitFilters } from './limits.ts';
import { localBackwardInput, localBackwardWeight, localForward } from './local.ts';
import { lookahead } from './lookahead.ts';
import { lrnAcrossBackward, lrnAcrossForward, lrnWithinBackward, lrnWithinForward } from './lrn.ts';
import { maxoutBackward, maxoutForward } from './maxout.ts';
import { maxPoolBackward, maxPoolForward } from './maxPool.ts';
import { gradientNorm, headLoss, metrics, recordOutcomes } from './metrics.ts';
import { mixImages, mixRows } from './mix.ts';
import { divideByNorm, muonMomentum, muonPolynomial, muonStep } from './muon.ts';
import { adadelta, adagrad, adam, lion, rmsprop, sgd } from './optimisers.ts';
import {
  hingeBackward,
  hingeForward,
  labelSmoothingBackward,
  labelSmoothingForward,
  squaredErrorBackward,
  squaredErrorForward,
} from './otherLosses.ts';
import { padChannels } from './padChannels.ts';
import { reluBackward, reluForward } from './relu.ts';
import { scale } from './scale.ts';
import { scaledTanhBackward, scaledTanhForward } from './scaledTanh.ts';
import { sigmoidBackward, sigmoidForward } from './sigmoid.ts';
import { softmaxCrossEntropyBackward, softmaxCrossEntropyForward } from './softmaxCrossEntropy.ts';
import { tanhBackward, tanhForward } from './tanh.ts';
import { transpose } from './transpose.ts';
import { averageViews, outcomeOf } from './views.ts';
import { drawTransforms, warpBatch } from './warp.ts';

export const ops = {
  gatherBatch,
  gatherRange,
  drawTransforms,
  warpBatch,
  cutout,
  mixImages,
  mixRows,
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
  fractionalBoundaries,
  fractionalPoolForward,
  fractionalPoolBackward,
  transpose,
  expandConnections,
  collectConnections,
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
  runningMoments,
  batchNormForward,
  batchNormSums,
  batchNormBackward,
  updateRunning,
  softmaxCrossEntropyForward,
  softmaxCrossEntropyBackward,
  hingeForward,
  hingeBackward,
  squaredErrorForward,
  squaredErrorBackward,
  labelSmoothingForward,
  labelSmoothingBackward,
  averageViews,
  outcomeOf,
  gradientNorm,
  metrics,
  headLoss,
  recordOutcomes,
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
  advance,
  advanceLook,
  advanceEvaluation,
};

export type OpName = keyof typeof ops;
