// Every language says everything: the same keys in all catalogues, texts for whatever the registries list,
// a translation for every mistake, and every key that the code asks for by name.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { dataErrorText } from '../../engine/data/dataError.ts';
import { layers } from '../../engine/layers/index.ts';
import { losses } from '../../engine/layers/losses/index.ts';
import { defaultSettings } from '../../engine/spec/fields.ts';
import { messages } from '../../engine/spec/messages.ts';
import { presets } from '../../engine/spec/presets/index.ts';
import { trainingFields } from '../../engine/spec/training.ts';
import { summaryWords } from '../editor/texts.ts';
import { keys } from '../shell/keys.ts';
import { type Catalogue, catalogue, type Texts } from './catalogue.ts';
import en from './en/index.ts';
import { languages } from './index.ts';
import zh from './zh-CN/index.ts';

const later = import.meta.glob<Texts>('./*/later/*.json', { eager: true, import: 'default' });

/** All texts of a language, those fetched later among them. */
const whole = (language: string, first: Catalogue): Catalogue => ({
  ...first,
  ...catalogue(
    Object.fromEntries(Object.entries(later).filter(([path]) => path.startsWith(`./${language}/`))),
  ),
});
const english = whole('en', en);
const chinese = whole('zh-CN', zh);
const catalogues: Record<(typeof languages)[number], Catalogue> = { en: english, 'zh-CN': chinese };

/** "shell.tab.run": every leaf of a catalogue. */
function* leaves(texts: Texts | string, path: string): Generator<[string, string]> {
  if (typeof texts === 'string') yield [path, texts];
  else for (const [key, value] of Object.entries(texts)) yield* leaves(value, path ? `${path}.${key}` : key);
}
const flat = (texts: Texts): Map<string, string> => new Map(leaves(texts, ''));
/** Without the plural form, which languages have more or fewer of. */
const singular = (key: string) => key.replace(/_(one|other)$/, '');
const names = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1]).toSorted();
const sorted = (list: Iterable<string>) => [...new Set(list)].toSorted();

/** English mistakes are the engine's own sentences. */
const withoutErrors = ({ errors: _, ...rest }: Catalogue) => rest;

describe('languages', () => {
  test('have the same keys', () => {
    const [first, ...others] = languages.map((language) =>
      sorted([...flat(withoutErrors(catalogues[language])).keys()].map(singular)),
    );
    for (const other of others) expect(other).toEqual(first);
  });

  test('have no empty text, and the same values in each', () => {
    const original = new Map([...flat(withoutErrors(english))].map(([key, text]) => [singular(key), text]));
    for (const [key, text] of flat(withoutErrors(chinese))) {
      expect(text.trim(), key).not.toBe('');
      expect(sorted(names(text)), key).toEqual(sorted(names(original.get(singular(key))!)));
    }
  });

  test('say every mistake of the engine with its values', () => {
    const texts = flat(chinese.errors);
    const sentences = new Map<string, string>([
      ...Object.entries(messages),
      ...Object.entries(dataErrorText).map(
        ([code, text]) => [`data.${code}`, text.replace(/\{(\w+)\}/g, '{{$1}}')] as const,
      ),
    ]);
    expect(sorted(texts.keys())).toEqual(sorted(sentences.keys()));
    for (const [code, text] of sentences) expect(names(texts.get(code)!), code).toEqual(names(text));
  });
});

test('Chinese sentences have full-width marks; ASCII ones stay inside numbers, code and formulas', () => {
  const wrong = [...flat(chinese)].filter(([, text]) => {
    const said = text.replace(/\{\{\w+\}\}/g, '0');
    return (
      /\p{Script=Han}[,;:()?!]|[,;:(?!]\p{Script=Han}/u.test(said) ||
      /\s[，；：（）？！。、]|[，；：（）？！。、]\s/u.test(said)
    );
  });
  expect(wrong).toEqual([]);
});

describe.each(languages)('%s', (language) => {
  const texts = flat(catalogues[language]);
  const needs = (key: string) => expect(texts.get(key), key).toBeTruthy();

  test('names and explains the losses and each of their fields', () => {
    const key = 'layers.loss.fields';
    for (const part of ['label', 'help', ...losses.map(({ type }) => `options.${type}`)])
      needs(`${key}.type.${part}`);
    for (const field of losses.flatMap(({ fields }) => fields))
      for (const part of ['label', 'help']) needs(`${key}.${field.key}.${part}`);
  });

  test.each(layers.map((layer) => layer.type))('names and explains %s and each of its fields', (type) => {
    const layer = layers.find((one) => one.type === type)!;
    needs(`layers.${type}.name`);
    needs(`layers.${type}.help`);
    for (const field of layer.fields) {
      const key = `layers.${field.texts ?? type}.fields.${field.key}`;
      needs(`${key}.label`);
      needs(`${key}.help`);
      if (field.kind === 'choice') for (const option of field.options) needs(`${key}.options.${option}`);
    }
  });

  test.each(layers.map((layer) => layer.type))('has the words by which rows sum up %s', (type) => {
    const { fields, summary } = layers.find((one) => one.type === type)!;
    type Usual = Parameters<typeof summary>[0];
    const usual = defaultSettings(fields);
    for (const field of fields) {
      const values = field.kind === 'choice' ? field.options : field.kind === 'boolean' ? [true, false] : [];
      for (const value of values)
        for (const word of summary({ ...usual, [field.key]: value } as Usual).match(summaryWords) ?? [])
          needs(`editor.row.words.${word}`);
    }
  });

  test('names and explains every training setting', () => {
    for (const field of trainingFields) {
      needs(`training.${field.key}.label`);
      needs(`training.${field.key}.help`);
      if (field.kind === 'choice')
        for (const option of field.options) needs(`training.${field.key}.options.${option}`);
    }
  });

  test('names every preset and every key', () => {
    for (const { id } of presets) needs(`presets.${id}.title`);
    for (const { id } of keys) needs(`shell.keys.${id}`);
  });
});

/** All files of the page's code. */
function* sources(folder: string): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* sources(path);
    else if (/\.tsx?$/.test(entry.name) && !entry.name.includes('.test.')) yield path;
  }
}

test('every text that the code asks for by name is there', () => {
  const known = new Set([...flat(english).keys()].map(singular));
  const missing: string[] = [];
  for (const path of sources(join(import.meta.dirname, '..'))) {
    const code = readFileSync(path, 'utf8');
    const first = /useTranslation\(\[?'(\w+)'/.exec(code)?.[1];
    for (const [, key] of code.matchAll(/\bt\(\s*'([\w:.-]+)'/g)) {
      const full = key.includes(':') ? key.replace(':', '.') : `${first}.${key}`;
      if (!known.has(full)) missing.push(`${path}: ${full}`);
    }
  }
  expect(missing).toEqual([]);
});
