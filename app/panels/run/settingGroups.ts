// Which training settings stand together in the strip, and what each group says in a few characters. Fields
// that no group names are in the last one, so that a new setting shows by existing.
import type { TFunction } from 'i18next';
import { applies } from '../../../engine/spec/fields.ts';
import { isScattered, learnsPlace } from '../../../engine/spec/placing.ts';
import { type TrainingDocument, trainingFields } from '../../../engine/spec/training.ts';
import { count, setting } from '../../draw/format.ts';

type Key = keyof TrainingDocument;

export interface SettingGroup {
  id: string;
  keys: readonly Key[];
  /** `rate` is the learning rate now. */
  summary(training: TrainingDocument, t: TFunction, rate: number): string;
}

/** The fields of a group that mean something beside the other settings. */
export const fieldsOf = ({ keys }: SettingGroup, training: TrainingDocument) =>
  trainingFields.filter((field) => keys.includes(field.key) && applies(field, training));

/** "SGD, momentum 0.9": the optimiser and the first of its own settings. */
function optimiserSummary(training: TrainingDocument, t: TFunction): string {
  const name = t(`training:optimiser.options.${training.optimiser}`);
  const [, first] = fieldsOf(optimiser, training);
  return `${name}${t('run:comma')}${t(`training:${first.key}.label`)} ${setting(training[first.key] as number)}`;
}

/** "0.0015", or with a schedule the rate now and its kind: "0.0002, cosine". */
function rateSummary({ learningRate, schedule }: TrainingDocument, t: TFunction, rate: number): string {
  if (schedule === 'constant') return setting(learningRate);
  return `${setting(Number(rate.toPrecision(3)))}${t('run:comma')}${t(`training:schedule.options.${schedule}`)}`;
}

/** Augmentations that are said by name alone. */
const amounts = [
  'zoom',
  'stretch',
  'rotation',
  'brightness',
  'contrast',
  'saturation',
  'colourNoise',
  'cutout',
  'mixup',
  'cutmix',
] as const;

/** How training images are changed at random. */
const augmentFields = ['place', 'target', 'mirror', 'shift', 'fill', ...amounts] as const;

/** "mirror, shift 2, zoom", and how bytes become numbers where that is not the usual way */
function augmentSummary(training: TrainingDocument, t: TFunction): string {
  const { mirror, shift, normalise } = training;
  const more = amounts.filter((key) => training[key] > (key === 'zoom' || key === 'stretch' ? 1 : 0));
  const parts = [
    isScattered(training) && t(`training:place.options.random`),
    learnsPlace(training) && t('training:target.options.place'),
    mirror !== 'off' && t('training:mirror.label'),
    shift > 0 && `${t('training:shift.label')} ${shift}`,
    ...more.map((key) => t(`training:${key}.label`)),
    normalise !== 'centre' &&
      `${t('training:normalise.label')} ${t(`training:normalise.options.${normalise}`)}`,
  ];
  return parts.filter(Boolean).join(t('run:comma')) || t('run:value.none');
}

const optimiser: SettingGroup = {
  id: 'optimiser',
  keys: ['optimiser', 'momentum', 'nesterov', 'renormalise', 'beta2', 'rho', 'epsilon'],
  summary: optimiserSummary,
};

const named: readonly SettingGroup[] = [
  optimiser,
  {
    id: 'rate',
    keys: [
      ...([
        'learningRate',
        'schedule',
        'dropEvery',
        'drop1',
        'drop2',
        'drop3',
        'dropFactor',
        'patience',
      ] as const),
      ...(['power', 'scheduleEpochs', 'peakAt', 'startFactor', 'endFactor', 'warmup', 'lookahead'] as const),
    ],
    summary: rateSummary,
  },
  { id: 'batch', keys: ['batch'], summary: ({ batch }) => count(batch) },
  { id: 'decay', keys: ['l2', 'decay', 'clipNorm', 'filterLimit'], summary: ({ l2 }) => setting(l2) },
  { id: 'augment', keys: [...augmentFields, 'normalise', 'zcaEpsilon'], summary: augmentSummary },
  {
    id: 'evaluate',
    keys: ['evaluateEvery', 'evaluateImages', 'evaluateWholeEvery', 'averaging', 'testViews'],
    summary: ({ evaluateEvery }, t) =>
      evaluateEvery > 0 ? t('run:group.every', { steps: count(evaluateEvery) }) : t('run:value.off'),
  },
];

const taken = new Set(named.flatMap(({ keys }) => keys));

const rest: SettingGroup = {
  id: 'more',
  keys: trainingFields.map(({ key }) => key).filter((key) => !taken.has(key)),
  summary: ({ stopAfterEpochs }, t) =>
    stopAfterEpochs > 0
      ? t('run:group.stopAfter', { epochs: setting(stopAfterEpochs) })
      : t('run:group.neverStops'),
};

export const settingGroups: readonly SettingGroup[] = [...named, rest];
