// The rows of every op, ordinary and nasty. A new op has no rows until it is listed here, and the type
// then refuses to compile.
import type { OpName } from '../../ops/index.ts';
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
import {
  accumulate,
  copyChannels,
  dropout,
  reluBackward,
  reluForward,
  sigmoidBackward,
  sigmoidForward,
  tanhBackward,
  tanhForward,
} from './elementwiseCases.ts';
import { gatherBatch, gatherRange } from './gatherCases.ts';
import { localBackwardInput, localBackwardWeight, localForward } from './localCases.ts';
import {
  adadelta,
  adam,
  advance,
  advanceEvaluation,
  gradientNorm,
  metrics,
  recordOutcomes,
  sgd,
  softmaxCrossEntropyBackward,
  softmaxCrossEntropyForward,
} from './lossCases.ts';
import { lrnAcrossBackward, lrnAcrossForward, lrnWithinBackward, lrnWithinForward } from './lrnCases.ts';
import {
  averagePoolBackward,
  averagePoolForward,
  l2PoolBackward,
  l2PoolForward,
  maxPoolBackward,
  maxPoolForward,
} from './poolCases.ts';

export { firstDifference, storedInHalf, type TableRow } from './case.ts';

export const opCases: Record<OpName, readonly TableRow[]> = {
  gatherBatch,
  gatherRange,
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
  dropout,
  maxPoolForward,
  maxPoolBackward,
  averagePoolForward,
  averagePoolBackward,
  lrnAcrossForward,
  lrnAcrossBackward,
  lrnWithinForward,
  lrnWithinBackward,
  l2PoolForward,
  l2PoolBackward,
  copyChannels,
  accumulate,
  batchNormMoments,
  runningMoments,
  batchNormForward,
  batchNormSums,
  batchNormBackward,
  updateRunning,
  softmaxCrossEntropyForward,
  softmaxCrossEntropyBackward,
  gradientNorm,
  metrics,
  recordOutcomes,
  sgd,
  adam,
  adadelta,
  advance,
  advanceEvaluation,
};
