// A net's recipe in the words of its settings: what it is trained with, group by group, as far as it differs from plain
// training or always matters.
import type { TFunction } from 'i18next';
import { applies, type Field } from '../../engine/spec/fields.ts';
import { type TrainingDocument, trainingFields } from '../../engine/spec/training.ts';
import { valueText } from '../controls/fieldTexts.ts';
import { fieldsOf, settingGroups } from '../panels/run/settingGroups.ts';

type TrainingField = (typeof trainingFields)[number];

/** Said even where they are as by default. */
const alwaysSaid: readonly string[] = ['optimiser', 'learningRate', 'batch', 'l2'];

export interface RecipePart {
  group: string;
  fields: readonly TrainingField[];
}

/** The settings of a recipe that are worth saying, by group; a group without any is left out. */
export const recipeOf = (training: TrainingDocument): RecipePart[] =>
  settingGroups
    .map((group) => ({
      group: group.id,
      fields: fieldsOf(group, training).filter(
        ({ key, default: usual }) => alwaysSaid.includes(key) || training[key] !== usual,
      ),
    }))
    .filter(({ fields }) => fields.length > 0);

/** "momentum 0.9"; the value alone for the optimiser and for what is called as the group it stands under. */
export function settingText(
  t: TFunction,
  { key }: TrainingField,
  training: TrainingDocument,
  group?: string,
): string {
  const value = valueText(t, `training:${key}`, training[key]);
  const name = t(`training:${key}.label`);
  const said = key === 'optimiser' || (group && name === t(`run:group.${group}`));
  return said ? value : t('about:setting', { name, value });
}

/** Settings in which two recipes differ, of those that mean something in the second. */
export const settingChanges = (before: TrainingDocument, after: TrainingDocument): TrainingField[] =>
  trainingFields.filter((field) => applies(field as Field, after) && before[field.key] !== after[field.key]);
