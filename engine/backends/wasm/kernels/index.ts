// The kernel of every op. The type makes it complete: an op without a kernel does not compile.
import type { OpName } from '../../../ops/index.ts';
import { batchNormBackward, batchNormForward, batchNormMoments, batchNormSums } from './batchNorm.ts';
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
import { softmaxCrossEntropyBackward, softmaxCrossEntropyForward } from './loss.ts';
import { lrnAcrossBackward, lrnAcrossForward } from './lrnAcross.ts';
import { lrnWithinBackward, lrnWithinForward } from './lrnWithin.ts';
import { adadelta, adam, sgd } from './optimisers.ts';
import {
  averagePoolBackward,
  averagePoolForward,
  l2PoolBackward,
  l2PoolForward,
  maxPoolBackward,
  maxPoolForward,
} from './pool.ts';
import { gradientNorm } from './sums.ts';

/** The op's own loop on views of the memory: for what is small however large the net. */
export const reference = 'reference';

export const kernels: Record<OpName, Kernel | typeof reference> = {
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
  runningMoments: reference,
  batchNormForward,
  batchNormSums,
  batchNormBackward,
  updateRunning: reference,
  softmaxCrossEntropyForward,
  softmaxCrossEntropyBackward,
  gradientNorm,
  metrics: reference,
  recordOutcomes: reference,
  sgd,
  adam,
  adadelta,
  advance: reference,
  advanceEvaluation: reference,
};
