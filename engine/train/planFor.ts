// The plan of a run: a net, its settings and a data set together, and which settings another plan would need.
import type { Backend } from '../backends/backend.ts';
import type { Dataset } from '../data/dataset.ts';
import { channelsFit } from '../ops/imageWindow.ts';
import { analyse, type NetworkReport } from '../plan/analyse.ts';
import { buildPlan } from '../plan/build.ts';
import { sameUpdateSteps } from '../plan/emitUpdate.ts';
import type { Plan } from '../plan/plan.ts';
import type { NetworkDocument } from '../spec/document.ts';
import { sameInputSteps } from '../spec/inputSteps.ts';
import { EngineError } from '../spec/messages.ts';
import { classesLearned, learnsPlace } from '../spec/placing.ts';
import { shapeText } from '../spec/shape.ts';
import type { TrainingDocument } from '../spec/training.ts';

interface PlanSource {
  network: NetworkDocument;
  training: TrainingDocument;
  dataset: Dataset;
  backend?: Backend;
}

/** The plan of a net for a data set and a device; throws EngineError where net and data do not fit each other. */
export function planFor(
  { network, training, dataset, backend }: PlanSource,
  purpose: 'train' | 'inspect',
): { report: NetworkReport; plan: Plan } {
  const { title, shape, classes } = dataset.info;
  if (!channelsFit(network.input.channels, shape.channels))
    throw new EngineError('dataset.shape', {
      input: shapeText(network.input),
      title,
      shape: shapeText(shape),
    });
  const { input } = network;
  if (learnsPlace(training) && (input.height <= shape.height || input.width <= shape.width))
    throw new EngineError('dataset.room', { input: shapeText(input), title, shape: shapeText(shape) });
  const learned = classesLearned(training, classes.length);
  if (network.classes !== undefined && network.classes < learned)
    throw new EngineError('dataset.classes', { net: network.classes, title, data: learned });
  const report = analyse(network, learned);
  const data = { train: dataset.train.total, test: dataset.test.total, shape };
  return {
    report,
    plan: buildPlan(report, { purpose, training, data, half: backend?.report.half === true }),
  };
}

/** Whether two settings have the same buffers and ops. */
export const samePlan = (a: TrainingDocument, b: TrainingDocument): boolean =>
  a.batch === b.batch && a.testViews === b.testViews && sameInputSteps(a, b) && sameUpdateSteps(a, b);
