// How the learning rate changes while training: one function of the settings and of how far training has come. The
// run computes each step's rate with it, and the page draws it.
import type { TrainingDocument } from './training.ts';

/** What a schedule that waits for plateaus knows of the tests so far. */
export interface Plateau {
  /** What the rate is multiplied by. */
  factor: number;
  /** Best accuracy on the whole test split, and tests since then that did not beat it. */
  best: number;
  waited: number;
}

export const noPlateau: Plateau = { factor: 1, best: 0, waited: 0 };

/** The plateau after another test on the whole split; more than `patience` tests without a better one lower the rate. */
export function afterTest(
  { factor, best, waited }: Plateau,
  accuracy: number,
  { patience, dropFactor }: TrainingDocument,
): Plateau {
  if (accuracy > best) return { factor, best: accuracy, waited: 0 };
  return waited < patience
    ? { factor, best, waited: waited + 1 }
    : { factor: factor * dropFactor, best, waited: 0 };
}

/** Epochs that a schedule with an end runs for. */
export const scheduleLength = ({ stopAfterEpochs, scheduleEpochs }: TrainingDocument): number =>
  stopAfterEpochs > 0 ? stopAfterEpochs : scheduleEpochs;

/** Epochs are sums of fractions: what lies so little before a boundary has reached it. */
const slack = 1e-6;

const share = (epoch: number, training: TrainingDocument) => Math.min(1, epoch / scheduleLength(training));

const between = (from: number, to: number, part: number) => from + (to - from) * part;

type Shape = (training: TrainingDocument, epoch: number, plateau: Plateau) => number;

/**
 * inverse: 1 / (1 + epoch / dropEvery)^power, Caffe's "inv". polynomial: (1 - share)^power, Caffe's "poly". cosine:
 * (1 + cos(pi share)) / 2 (Loshchilov and Hutter 2017). triangle: straight up to `peakAt` of the length and straight
 * down again (Smith 2017). The last three end at `endFactor`.
 */
const shapes: Record<TrainingDocument['schedule'], Shape> = {
  constant: () => 1,
  step: ({ dropEvery, dropFactor }, epoch) => dropFactor ** Math.floor(epoch / dropEvery + slack),
  multistep: ({ drop1, drop2, drop3, dropFactor }, epoch) =>
    dropFactor ** [drop1, drop2, drop3].filter((drop) => drop > 0 && epoch + slack >= drop).length,
  exponential: ({ dropEvery, dropFactor }, epoch) => dropFactor ** (epoch / dropEvery),
  inverse: ({ dropEvery, power }, epoch) => (1 + epoch / dropEvery) ** -power,
  polynomial: (training, epoch) =>
    between(training.endFactor, 1, (1 - share(epoch, training)) ** training.power),
  cosine: (training, epoch) =>
    between(training.endFactor, 1, (1 + Math.cos(Math.PI * share(epoch, training))) / 2),
  triangle(training, epoch) {
    const { peakAt, startFactor, endFactor } = training;
    const part = share(epoch, training);
    return part < peakAt
      ? between(startFactor, 1, part / peakAt)
      : between(1, endFactor, peakAt < 1 ? (part - peakAt) / (1 - peakAt) : 0);
  },
  plateau: (_, __, { factor }) => factor,
};

/**
 * What the learning rate is multiplied by in the step that begins after `epoch` epochs and makes `perStep` of one.
 * The warm-up reaches its full height with the step that completes it, so that no step has a rate of 0.
 */
export function rateFactor(
  training: TrainingDocument,
  epoch: number,
  perStep: number,
  plateau: Plateau = noPlateau,
): number {
  const warm = training.warmup > 0 ? Math.min(1, (epoch + perStep) / training.warmup) : 1;
  return warm * shapes[training.schedule](training, epoch, plateau);
}

/** Steps from one pull to the next, and the share of the slow weights that is kept at the end of the schedule. */
const pullEvery = 5;
const keptAtEnd = 0.95 ** pullEvery;

/**
 * How far the slow weights are pulled to the fast ones at the end of a step, and the fast ones back onto them: 0 for not
 * at all. Every fifth step it is 1 - 0.95^5 share^3, share of the schedule's length (Jordan's airbench, after Zhang et
 * al. 2019). `step` counts from 0.
 */
export const pullFactor = (training: TrainingDocument, step: number, epoch: number): number =>
  (step + 1) % pullEvery === 0 ? 1 - keptAtEnd * share(epoch, training) ** 3 : 0;

/** Whether all steps have the same rate unless something else happens. */
export const isSteady = ({ schedule, warmup }: TrainingDocument): boolean =>
  warmup === 0 && (schedule === 'constant' || schedule === 'plateau');
