// A list of data sets is taken whole or refused with the name of the field that is wrong.
import { expect, test } from 'vitest';
import { infoOf, parseManifest, recordsOf } from './manifest.ts';
import { tinyEntry, tinyInfo } from './testing.ts';

const good = () => ({ version: 1, datasets: [tinyEntry(8, 4)] });

test('takes a good list', () => {
  const { datasets } = parseManifest(good());
  expect(datasets).toEqual([tinyEntry(8, 4)]);
  const [entry] = datasets;
  expect(entry && infoOf(entry)).toMatchObject(tinyInfo);
  expect(entry && recordsOf(entry, 'train')).toBe(8);
  expect(entry && recordsOf(entry, 'test')).toBe(4);
});

type Entry = Record<string, unknown> & { files: Record<string, unknown>[] };
const cases: [string, (entry: Entry) => void][] = [
  ['datasets.0.id', (entry) => (entry.id = 'No Good')],
  ['datasets.0.title', (entry) => delete entry.title],
  ['datasets.0.shape.height', (entry) => (entry.shape = { height: 0, width: 1, channels: 1 })],
  ['datasets.0.classes', (entry) => (entry.classes = ['one'])],
  ['datasets.0.files', (entry) => (entry.files = [])],
  ['datasets.0.files', (entry) => Object.assign(entry.files[0] ?? {}, { bytes: 1 })],
  ['datasets.0.files.0.sha256', (entry) => Object.assign(entry.files[0] ?? {}, { sha256: 'x' })],
  ['datasets.0.files.0.name', (entry) => Object.assign(entry.files[0] ?? {}, { name: '../secret' })],
  ['datasets.0.files.0.name', (entry) => Object.assign(entry.files[0] ?? {}, { name: '//elsewhere/x' })],
  ['datasets.0.statistics', (entry) => (entry.statistics = { mean: [1], deviation: [1] })],
  ['datasets.0: ', (entry) => (entry.surprise = true)],
];
for (const [field, spoil] of cases) {
  test(`refuses ${spoil.toString().replace(/\s+/g, ' ')}`, () => {
    const list = structuredClone(good());
    spoil(list.datasets[0] as unknown as Entry);
    expect(() => parseManifest(list, 'list.json')).toThrow(
      `list.json is not a valid list of data sets: ${field}`,
    );
  });
}

test('refuses another version and anything that is no list', () => {
  expect(() => parseManifest({ ...good(), version: 2 })).toThrow('version');
  expect(() => parseManifest(null)).toThrow('the document');
});
