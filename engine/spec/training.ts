// The training document: how a net is trained, apart from what it is. Its fields are listed once, like a
// layer's, and each preset carries one.

import { z } from '../zod.ts';
import { parseWith } from './document.ts';
import { type Field, fieldShape, type Settings } from './fields.ts';

/** Ways in which the learning rate changes: see schedule.ts. */
export const schedules = [
  'constant',
  'step',
  'multistep',
  'exponential',
  'inverse',
  'polynomial',
  'cosine',
  'triangle',
  'plateau',
] as const;

/** Those that end somewhere, and so have a length. */
const endingSchedules = ['polynomial', 'cosine', 'triangle'] as const;

/** Settings of every optimiser; which of them mean something beside the chosen one, their `when` says. */
export const trainingFields = [
  {
    key: 'optimiser',
    kind: 'choice',
    options: ['sgd', 'adagrad', 'rmsprop', 'adadelta', 'adam', 'lion', 'muon'],
    default: 'sgd',
  },
  { key: 'learningRate', kind: 'number', min: 0, max: 10, step: 0.001, default: 0.02 },
  {
    key: 'schedule',
    kind: 'choice',
    options: schedules,
    default: 'constant',
  },
  {
    key: 'dropEvery',
    kind: 'number',
    min: 0.01,
    max: 10_000,
    step: 1,
    default: 10,
    when: { schedule: ['step', 'exponential', 'inverse'] },
  },
  {
    key: 'drop1',
    kind: 'number',
    min: 0,
    max: 10_000,
    step: 1,
    default: 10,
    when: { schedule: ['multistep'] },
  },
  {
    key: 'drop2',
    kind: 'number',
    min: 0,
    max: 10_000,
    step: 1,
    default: 20,
    when: { schedule: ['multistep'] },
  },
  {
    key: 'drop3',
    kind: 'number',
    min: 0,
    max: 10_000,
    step: 1,
    default: 0,
    when: { schedule: ['multistep'] },
  },
  {
    key: 'dropFactor',
    kind: 'number',
    min: 0,
    max: 1,
    step: 0.01,
    default: 0.1,
    when: { schedule: ['step', 'multistep', 'exponential', 'plateau'] },
  },
  {
    key: 'patience',
    kind: 'integer',
    min: 0,
    max: 1000,
    default: 3,
    when: { schedule: ['plateau'] },
  },
  {
    key: 'power',
    kind: 'number',
    min: 0,
    max: 10,
    step: 0.05,
    default: 1,
    when: { schedule: ['inverse', 'polynomial'] },
  },
  {
    key: 'scheduleEpochs',
    kind: 'number',
    min: 0.01,
    max: 10_000,
    step: 1,
    default: 30,
    when: { schedule: endingSchedules, stopAfterEpochs: [0] },
  },
  {
    key: 'peakAt',
    kind: 'number',
    min: 0,
    max: 1,
    step: 0.01,
    default: 0.2,
    when: { schedule: ['triangle'] },
  },
  {
    key: 'startFactor',
    kind: 'number',
    min: 0,
    max: 1,
    step: 0.01,
    default: 0.1,
    when: { schedule: ['triangle'] },
  },
  {
    key: 'endFactor',
    kind: 'number',
    min: 0,
    max: 1,
    step: 0.01,
    default: 0,
    when: { schedule: endingSchedules },
  },
  { key: 'warmup', kind: 'number', min: 0, max: 1000, step: 0.5, default: 0 },
  {
    key: 'momentum',
    kind: 'number',
    min: 0,
    max: 0.999,
    step: 0.01,
    default: 0.9,
    when: { optimiser: ['sgd', 'rmsprop', 'adam', 'lion', 'muon'] },
  },
  { key: 'nesterov', kind: 'boolean', default: false, when: { optimiser: ['sgd', 'muon'] } },
  { key: 'renormalise', kind: 'boolean', default: true, when: { optimiser: ['muon'] } },
  {
    key: 'beta2',
    kind: 'number',
    min: 0,
    max: 0.9999,
    step: 0.001,
    default: 0.999,
    when: { optimiser: ['adam', 'lion'] },
  },
  {
    key: 'rho',
    kind: 'number',
    min: 0,
    max: 0.9999,
    step: 0.01,
    default: 0.95,
    when: { optimiser: ['rmsprop', 'adadelta'] },
  },
  {
    key: 'epsilon',
    kind: 'number',
    min: 1e-10,
    max: 1,
    step: 1e-8,
    default: 1e-8,
    when: { optimiser: ['adagrad', 'rmsprop', 'adadelta', 'adam'] },
  },
  {
    key: 'lookahead',
    kind: 'boolean',
    default: false,
    when: { schedule: endingSchedules },
  },
  { key: 'averaging', kind: 'number', min: 0, max: 0.99999, step: 0.001, default: 0 },
  { key: 'batch', kind: 'integer', min: 1, max: 1024, default: 32 },
  { key: 'l2', kind: 'number', min: 0, max: 1, step: 0.0001, default: 0.0005 },
  { key: 'decay', kind: 'choice', options: ['coupled', 'decoupled'], default: 'coupled' },
  { key: 'clipNorm', kind: 'number', min: 0, max: 1e6, step: 0.1, default: 0 },
  { key: 'filterLimit', kind: 'number', min: 0, max: 1000, step: 0.01, default: 0 },
  { key: 'place', kind: 'choice', options: ['centre', 'random'], default: 'centre' },
  {
    key: 'target',
    kind: 'choice',
    options: ['class', 'place'],
    default: 'class',
    when: { place: ['random'] },
  },
  { key: 'mirror', kind: 'choice', options: ['off', 'random', 'alternating'], default: 'random' },
  { key: 'shift', kind: 'integer', min: 0, max: 16, default: 0 },
  { key: 'fill', kind: 'choice', options: ['zero', 'reflect'], default: 'zero' },
  { key: 'zoom', kind: 'number', min: 1, max: 2, step: 0.05, default: 1 },
  { key: 'stretch', kind: 'number', min: 1, max: 2, step: 0.05, default: 1 },
  { key: 'rotation', kind: 'number', min: 0, max: 180, step: 5, default: 0 },
  { key: 'brightness', kind: 'number', min: 0, max: 1, step: 0.05, default: 0 },
  { key: 'contrast', kind: 'number', min: 0, max: 1, step: 0.05, default: 0 },
  { key: 'saturation', kind: 'number', min: 0, max: 1, step: 0.05, default: 0 },
  { key: 'colourNoise', kind: 'number', min: 0, max: 1, step: 0.05, default: 0 },
  { key: 'cutout', kind: 'integer', min: 0, max: 64, default: 0 },
  { key: 'mixup', kind: 'number', min: 0, max: 5, step: 0.1, default: 0 },
  { key: 'cutmix', kind: 'number', min: 0, max: 1, step: 0.1, default: 0 },
  {
    key: 'normalise',
    kind: 'choice',
    options: ['centre', 'standard', 'unit', 'pixel', 'raw', 'gcn', 'zca'],
    default: 'centre',
  },
  {
    key: 'zcaEpsilon',
    kind: 'number',
    min: 1e-6,
    max: 10,
    step: 0.01,
    default: 0.1,
    when: { normalise: ['zca'] },
  },
  { key: 'evaluateEvery', kind: 'integer', min: 0, max: 1_000_000, default: 250 },
  { key: 'evaluateImages', kind: 'integer', min: 1, max: 1_000_000, default: 1000 },
  { key: 'evaluateWholeEvery', kind: 'integer', min: 0, max: 10_000, default: 1 },
  {
    key: 'testViews',
    kind: 'choice',
    options: ['one', 'mirror', 'airbench6', 'ten', 'redrawn12'],
    default: 'one',
  },
  { key: 'stopAfterEpochs', kind: 'number', min: 0, max: 10_000, step: 1, default: 0 },
] as const satisfies readonly Field[];

export type TrainingDocument = Settings<typeof trainingFields>;
export type OptimiserName = TrainingDocument['optimiser'];

/** Tensors an optimiser keeps for each parameter, in the order of the roles of its op. */
export const optimiserSlots: Record<OptimiserName, readonly string[]> = {
  sgd: ['velocity'],
  adagrad: ['square'],
  rmsprop: ['square', 'velocity'],
  adadelta: ['square', 'delta'],
  adam: ['mean', 'square'],
  lion: ['mean'],
  muon: ['velocity'],
};

/** Whether weights are pulled back to a slower copy now and then; only schedules with an end say how far. */
export const looksAhead = ({ lookahead, schedule }: TrainingDocument): boolean =>
  lookahead && endingSchedules.some((ending) => ending === schedule);

/** Whether evaluations use a moving average of the weights. */
export const averagesWeights = ({ averaging }: TrainingDocument): boolean => averaging > 0;

/** Tensors kept for each parameter that learns, beside itself and its gradient. */
export const slotsOf = (training: TrainingDocument): readonly string[] => [
  ...optimiserSlots[training.optimiser],
  ...(looksAhead(training) ? ['slow'] : []),
  ...(averagesWeights(training) ? ['average'] : []),
];

const schema = z.strictObject(fieldShape(trainingFields));

/** Settings of earlier versions said "flip", yes or no, where there is a choice now. */
function withMirror(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !('flip' in value)) return value;
  const { flip, ...rest } = value;
  return typeof flip === 'boolean' ? { ...rest, mirror: flip ? 'random' : 'off' } : value;
}

/** Complete training settings from a partial value; throws EngineError "training.schema". */
export const parseTraining = (value: unknown): TrainingDocument =>
  parseWith(schema, withMirror(value), '', 'training.schema') as TrainingDocument;
