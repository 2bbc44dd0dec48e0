// The kernel of every op. The type makes it complete: an op without a kernel does not compile.
import type { OpName } from '../../../ops/index.ts';
import {
  batchNormBackward,
  batchNormForward,
  batchNormMoments,
  batchNormSums,
  runningMoments,
  updateRunning,
} from './batchNorm.ts';
import { convBackwardInput, convBackwardWeight, convForward } from './convolution.ts';
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
} from './elementwise.ts';
import { gatherBatch, gatherRange } from './gather.ts';
import type { Kernel } from './kernel.ts';
import { localBackwardInput, localBackwardWeight, localForward } from './local.ts';
import {
  gradientNorm,
  metrics,
  recordOutcomes,
  softmaxCrossEntropyBackward,
  softmaxCrossEntropyForward,
} from './loss.ts';
import { lrnAcrossBackward, lrnAcrossForward, lrnWithinBackward, lrnWithinForward } from './lrn.ts';
import {
  averagePoolBackward,
  averagePoolForward,
  l2PoolBackward,
  l2PoolForward,
  maxPoolBackward,
  maxPoolForward,
} from './pool.ts';
import { adadelta, adam, advance, advanceEvaluation, sgd } from './update.ts';

export const kernels: Record<OpName, Kernel> = {
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
