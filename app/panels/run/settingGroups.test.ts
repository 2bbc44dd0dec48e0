// Every training setting can be reached in the strip, once, where it means something.
import type { TFunction } from 'i18next';
import { expect, test } from 'vitest';
import { parseTraining, trainingFields } from '../../../engine/spec/training.ts';
import { fieldsOf, settingGroups } from './settingGroups.ts';

const t = ((key: string) => (key === 'run:comma' ? ', ' : key)) as unknown as TFunction;

test('every setting belongs to one group', () => {
  const keys = settingGroups.flatMap((group) => group.keys);
  expect([...keys].sort()).toEqual(trainingFields.map(({ key }) => key).sort());
});

test.each([
  ['sgd', ['optimiser', 'momentum', 'nesterov']],
  ['adam', ['optimiser', 'momentum', 'beta2', 'epsilon']],
  ['adagrad', ['optimiser', 'epsilon']],
] as const)('beside %s only its own fields show', (optimiser, shown) => {
  const fields = fieldsOf(settingGroups[0], parseTraining({ optimiser }));
  expect(fields.map(({ key }) => key)).toEqual(shown);
});

test('with a schedule the rate now is shown, and its kind', () => {
  const rate = settingGroups.find(({ id }) => id === 'rate')!;
  expect(rate.summary(parseTraining({ schedule: 'cosine' }), t, 0.0123456)).toBe(
    '0.0123, training:schedule.options.cosine',
  );
  expect(rate.summary(parseTraining({ schedule: 'cosine' }), t, 0.0099998)).toBe(
    '0.01, training:schedule.options.cosine',
  );
});

test('summaries', () => {
  const training = parseTraining({ learningRate: 0.0015, mirror: 'off', shift: 2, evaluateEvery: 0 });
  const summaries = Object.fromEntries(
    settingGroups.map((group) => [group.id, group.summary(training, t, 0.0015)]),
  );
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

test('where images lie is said where it is not their middle, and what is learned where it is not their class', () => {
  const { summary } = settingGroups.find(({ id }) => id === 'augment')!;
  const said = (given: Parameters<typeof parseTraining>[0]) =>
    summary(parseTraining({ mirror: 'off', ...(given as object) }), t, 0);
  expect(said({ place: 'random', target: 'place' })).toBe(
    'training:place.options.random, training:target.options.place',
  );
  expect(said({ place: 'random' })).toBe('training:place.options.random');
  expect(said({ target: 'place' })).toBe('run:value.none');
});

test('a length that is part of an epoch is not rounded', () => {
  const { summary } = settingGroups.find(({ id }) => id === 'more')!;
  const said = (key: string, { epochs }: { epochs: string }) => `${key} ${epochs}`;
  expect(summary(parseTraining({ stopAfterEpochs: 9.9 }), said as unknown as TFunction, 0)).toBe(
    'run:group.stopAfter 9.9',
  );
});

test('images are as they are, or what changes them is named', () => {
  const { summary } = settingGroups.find(({ id }) => id === 'augment')!;
  expect(summary(parseTraining({ mirror: 'off' }), t, 0)).toBe('run:value.none');
  expect(summary(parseTraining({ mirror: 'off', cutout: 8, normalise: 'zca' }), t, 0)).toBe(
    'training:cutout.label, training:normalise.label training:normalise.options.zca',
  );
});
