// What an update reads of the settings, as the tensor "run.hyper" holds it.
import { runHyper, runHyperWords } from '../ops/runState.ts';
import type { TrainingDocument } from '../spec/training.ts';

export function hyperOf(training: TrainingDocument): number[] {
  const values: Record<keyof typeof runHyper, number> = {
    learningRate: training.learningRate,
    l2: training.decay === 'coupled' ? training.l2 : 0,
    momentum: training.momentum,
    beta2: training.beta2,
    rho: training.rho,
    epsilon: training.epsilon,
    decay: training.decay === 'decoupled' ? training.l2 : 0,
    clipNorm: training.clipNorm,
    filterLimit: training.filterLimit,
    nesterov: Number(training.nesterov),
    averaging: training.averaging,
  };
  const hyper = new Array<number>(runHyperWords).fill(0);
  for (const [name, value] of Object.entries(values)) hyper[runHyper[name as keyof typeof runHyper]] = value;
  return hyper;
}
