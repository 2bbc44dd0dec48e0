// Which training settings stand together in the strip, and what each group says in a few characters. Fields
// that no group names are in the last one, so that a new setting shows by existing.
import type { TFunction } from 'i18next';
import { optimiserFields, type TrainingDocument, trainingFields } from '../../../engine/spec/training.ts';
import { count, setting } from '../../draw/format.ts';

type Key = keyof TrainingDocument;

export interface SettingGroup {
  id: string;
  fields(training: TrainingDocument): readonly Key[];
  summary(training: TrainingDocument, t: TFunction): string;
}

const only =
  (...keys: Key[]) =>
  () =>
    keys;

/** "SGD, momentum 0.9" */
function optimiserSummary(training: TrainingDocument, t: TFunction): string {
  const name = t(`training:optimiser.options.${training.optimiser}`);
  const first = optimiserFields[training.optimiser][0];
  return `${name}${t('run:comma')}${t(`training:${first}.label`)} ${setting(training[first] as number)}`;
}

/** How training images are changed at random. */
const augmentFields = [
  'mirror',
  'shift',
  'fill',
  'zoom',
  'stretch',
  'rotation',
  'brightness',
  'contrast',
  'saturation',
  'colourNoise',
  'cutout',
] as const;

/** "mirror, shift 2, zoom" */
function augmentSummary(training: TrainingDocument, t: TFunction): string {
  const { mirror, shift } = training;
  const others = augmentFields.filter((key) => key !== 'mirror' && key !== 'shift' && key !== 'fill');
  const more = others.filter((key) => training[key] > (key === 'zoom' || key === 'stretch' ? 1 : 0));
  const parts = [
    mirror !== 'off' && t('training:mirror.label'),
    shift > 0 && `${t('training:shift.label')} ${shift}`,
    ...more.map((key) => t(`training:${key}.label`)),
  ];
  return parts.filter(Boolean).join(t('run:comma')) || t('run:value.none');
}

const named: readonly SettingGroup[] = [
  {
    id: 'optimiser',
    fields: ({ optimiser }) => ['optimiser', ...optimiserFields[optimiser]],
    summary: optimiserSummary,
  },
  { id: 'rate', fields: only('learningRate'), summary: ({ learningRate }) => setting(learningRate) },
  { id: 'batch', fields: only('batch'), summary: ({ batch }) => count(batch) },
  { id: 'decay', fields: only('l2'), summary: ({ l2 }) => setting(l2) },
  { id: 'augment', fields: only(...augmentFields), summary: augmentSummary },
  {
    id: 'evaluate',
    fields: only('evaluateEvery', 'evaluateImages', 'evaluateWholeEvery', 'testViews'),
    summary: ({ evaluateEvery }, t) =>
      evaluateEvery > 0 ? t('run:group.every', { steps: count(evaluateEvery) }) : t('run:value.off'),
  },
];

/** Fields that belong to one optimiser or another, whether the present one reads them or not. */
const ofOptimisers = new Set(Object.values(optimiserFields).flat());

const rest: SettingGroup = {
  id: 'more',
  fields(training) {
    const taken = new Set(named.flatMap((group) => group.fields(training)));
    return trainingFields.map(({ key }) => key).filter((key) => !taken.has(key) && !ofOptimisers.has(key));
  },
  summary: ({ stopAfterEpochs }, t) =>
    stopAfterEpochs > 0
      ? t('run:group.stopAfter', { epochs: count(stopAfterEpochs) })
      : t('run:group.neverStops'),
};

export const settingGroups: readonly SettingGroup[] = [...named, rest];
