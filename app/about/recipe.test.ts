// Every preset's recipe says what differs from plain training and nothing that means nothing; every published figure
// can be said in both languages.
import type { TFunction } from 'i18next';
import { describe, expect, test } from 'vitest';
import { applies, type Field } from '../../engine/spec/fields.ts';
import { presetOf, presets } from '../../engine/spec/presets/index.ts';
import { parseTraining, trainingFields } from '../../engine/spec/training.ts';
import type { Texts } from '../i18n/catalogue.ts';
import { recipeOf, settingChanges, settingText } from './recipe.ts';

const t = ((key: string, values: Record<string, string | number> = {}) => {
  if (key === 'about:setting') return `${values.name} ${values.value}`;
  if (key.endsWith('.unit')) return key === 'training:stopAfterEpochs.unit' ? 'epochs' : '';
  return key.replace('training:', '');
}) as unknown as TFunction;
const texts = import.meta.glob<Texts>('../i18n/*/later/about.json', { eager: true, import: 'default' });
const keysOf = (network: Parameters<typeof recipeOf>[0]) =>
  recipeOf(network).flatMap(({ fields }) => fields.map(({ key }) => key));

test('plain training is said by its optimiser, rate, batch and decay', () => {
  expect(keysOf(parseTraining({}))).toEqual(['optimiser', 'learningRate', 'batch', 'l2']);
});

test.each(presets)('the recipe of $id is whole', ({ training }) => {
  const said = keysOf(training);
  expect(new Set(said).size).toBe(said.length);
  const wanted = (trainingFields as readonly Field[]).filter(
    (field) => applies(field, training) && training[field.key as keyof typeof training] !== field.default,
  );
  for (const { key } of wanted) expect(said).toContain(key);
});

test('the recipe of the 19 % net in words', () => {
  const { training } = presetOf('cuda-convnet-19pct');
  const said = recipeOf(training).flatMap(({ fields }) =>
    fields.map((field) => settingText(t, field, training)),
  );
  expect(said).toEqual(
    expect.arrayContaining([
      'optimiser.options.sgd',
      'learningRate.label 0.001',
      'batch.label 128',
      'l2.label 0.004',
      'stopAfterEpochs.label 140\u00a0epochs',
    ]),
  );
});

test('changes are those settings that differ and mean something', () => {
  const before = parseTraining({});
  const changed = settingChanges(before, parseTraining({ learningRate: 0.5, power: 3 }));
  expect(changed.map(({ key }) => key)).toEqual(['learningRate']);
  expect(settingChanges(before, before)).toEqual([]);
});

describe.each(Object.values(texts))('published figures', (catalogue) => {
  const published = presets.flatMap((preset) =>
    preset.published ? [{ ...preset.published, id: preset.id, data: preset.data }] : [],
  );

  test.each(published)('of $id', ({ percent, measure, on, data, averaged }) => {
    expect(percent).toBeGreaterThan(0);
    expect(percent).toBeLessThan(100);
    expect(on.startsWith(data)).toBe(true);
    expect((catalogue.measure as Texts)[measure]).toBeTruthy();
    expect((catalogue.on as Texts)[on]).toBeTruthy();
    if (averaged) expect((catalogue.averaged as Texts)[averaged.of]).toBeTruthy();
  });

  test('name the data of every preset', () => {
    for (const { data } of presets) expect((catalogue.data as Texts)[data]).toBeTruthy();
  });
});

test('in what recipes are unlike their source has one sentence for each code, and none besides', () => {
  const codes = new Set(presets.flatMap(({ unlike }) => unlike));
  expect(codes.size).toBeGreaterThan(0);
  for (const { unlikeOf } of Object.values(texts)) expect(new Set(Object.keys(unlikeOf))).toEqual(codes);
});
