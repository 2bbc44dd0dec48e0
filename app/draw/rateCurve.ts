// The learning rate over epochs, as the settings have it: points of the curve, and how many epochs it shows.
import { type Plateau, rateFactor, scheduleLength } from '../../engine/spec/schedule.ts';
import type { TrainingDocument } from '../../engine/spec/training.ts';

const intervals = 240;

export interface RateCurve {
  epochs: number;
  points: readonly (readonly [epoch: number, rate: number])[];
}

/** Epochs worth looking at: the schedule's own extent, and all that have been trained. */
function epochsShown(training: TrainingDocument, epoch: number): number {
  const { schedule, warmup, dropEvery, drop1, drop2, drop3 } = training;
  const extent = {
    constant: training.stopAfterEpochs,
    plateau: training.stopAfterEpochs,
    step: 4 * dropEvery,
    exponential: 4 * dropEvery,
    inverse: 4 * dropEvery,
    multistep: 1.25 * Math.max(drop1, drop2, drop3),
    polynomial: scheduleLength(training),
    cosine: scheduleLength(training),
    triangle: scheduleLength(training),
  }[schedule];
  return Math.max(1, Math.ceil(Math.max(extent, 2 * warmup, 1.1 * epoch)));
}

/** `perStep` is the part of an epoch that one step makes; `factor` what plateaus have left of the rate. */
export function rateCurve(
  training: TrainingDocument,
  epoch: number,
  perStep: number,
  factor: number,
): RateCurve {
  const plateau: Plateau = { factor, best: 0, waited: 0 };
  const epochs = epochsShown(training, epoch);
  const points = Array.from({ length: intervals + 1 }, (_, i) => {
    const at = (epochs * i) / intervals;
    return [at, training.learningRate * rateFactor(training, at, perStep, plateau)] as const;
  });
  return { epochs, points };
}
