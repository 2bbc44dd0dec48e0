// The rows of every op, ordinary and nasty. A new op has no rows until it is listed here, and the type
// then refuses to compile.
import type { OpName } from '../../ops/index.ts';
import {
  eluBackward,
  eluForward,
  geluBackward,
  geluForward,
  leakyReluBackward,
  leakyReluForward,
  maxoutBackward,
  maxoutForward,
  reluBackward,
  reluForward,
  scale,
  scaledTanhBackward,
  scaledTanhForward,
  sigmoidBackward,
  sigmoidForward,
  tanhBackward,
  tanhForward,
} from './activationCases.ts';
import { collectConnections, expandConnections, transpose } from './arrangeCases.ts';
import {
  batchNormBackward,
  batchNormForward,
  batchNormMoments,
  batchNormSums,
  runningMoments,
  updateRunning,
} from './batchNormCases.ts';
import type { TableRow } from './case.ts';
import { convBackwardInput, convBackwardWeight, convForward } from './convCases.ts';
import { accumulate, copyChannels, dropout, padChannels } from './elementwiseCases.ts';
import { fractionalBoundaries, fractionalPoolBackward, fractionalPoolForward } from './fractionalCases.ts';
import { gatherBatch, gatherRange } from './gatherCases.ts';
import { groupNormBackward, groupNormForward } from './groupNormCases.ts';
import { localBackwardInput, localBackwardWeight, localForward } from './localCases.ts';
import {
  advance,
  advanceEvaluation,
  averageViews,
  gradientNorm,
  metrics,
  outcomeOf,
  recordOutcomes,
  softmaxCrossEntropyBackward,
  softmaxCrossEntropyForward,
} from './lossCases.ts';
import { lrnAcrossBackward, lrnAcrossForward, lrnWithinBackward, lrnWithinForward } from './lrnCases.ts';
import { adadelta, adagrad, adam, lion, rmsprop, sgd } from './optimiserCases.ts';
import {
  averagePoolBackward,
  averagePoolForward,
  l2PoolBackward,
  l2PoolForward,
  maxPoolBackward,
  maxPoolForward,
} from './poolCases.ts';
import { cutout, drawTransforms, warpBatch } from './warpCases.ts';

export { firstDifference, storedInHalf, type TableRow } from './case.ts';

export const opCases: Record<OpName, readonly TableRow[]> = {
  gatherBatch,
  gatherRange,
  drawTransforms,
  warpBatch,
  cutout,
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
  averageViews,
  outcomeOf,
  gradientNorm,
  metrics,
  recordOutcomes,
  sgd,
  adagrad,
  rmsprop,
  adadelta,
  adam,
  lion,
  advance,
  advanceEvaluation,
};
