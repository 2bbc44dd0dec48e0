// Every training setting can be reached in the strip, once.
import type { TFunction } from 'i18next';
import { expect, test } from 'vitest';
import { optimiserFields, parseTraining, trainingFields } from '../../../engine/spec/training.ts';
import { settingGroups } from './settingGroups.ts';

const t = ((key: string) => (key === 'run:comma' ? ', ' : key)) as unknown as TFunction;

test('with any optimiser, its own fields and all common ones are shown exactly once', () => {
  const foreign = (optimiser: keyof typeof optimiserFields) =>
    Object.values(optimiserFields)
      .flat()
      .filter((key) => !optimiserFields[optimiser].includes(key));
  for (const optimiser of Object.keys(optimiserFields) as (keyof typeof optimiserFields)[]) {
    const training = parseTraining({ optimiser });
    const shown = settingGroups.flatMap((group) => group.fields(training));
    const wanted = trainingFields.map(({ key }) => key).filter((key) => !foreign(optimiser).includes(key));
    expect([...shown].sort()).toEqual([...wanted].sort());
  }
});

test('summaries', () => {
  const training = parseTraining({ learningRate: 0.0015, mirror: 'off', shift: 2, evaluateEvery: 0 });
  const summaries = Object.fromEntries(settingGroups.map((group) => [group.id, group.summary(training, t)]));
  expect(summaries).toEqual({
    optimiser: 'training:optimiser.options.sgd, training:momentum.label 0.9',
    rate: '0.0015',
    batch: '32',
    decay: '5e-4',
    augment: 'training:shift.label 2',
    evaluate: 'run:value.off',
    more: 'run:group.neverStops',
  });
});
