// The data that come with the project are what the list says they are.
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { channelStatistics, classCounts } from '../engine/data/statistics.ts';
import { CIFAR10, DATASETS, FILES, RECORDS_PER_FILE, TRAIN_STATISTICS } from './dataset/facts.ts';
import { loadDatasetFromDisk, readManifest } from './nodeDataset.ts';

const entryOf = async (id: string) => {
  const { datasets } = await readManifest();
  const entry = datasets.find((one) => one.id === id);
  if (!entry) throw new Error(`no ${id} in the manifest`);
  return entry;
};

describe('cifar10-mini', () => {
  test('has the files of the manifest, byte for byte', async () => {
    const { files } = await entryOf('cifar10-mini');
    for (const { name, bytes, sha256 } of files) {
      const content = await readFile(path.join(DATASETS, name));
      expect(content).toHaveLength(bytes);
      expect(createHash('sha256').update(content).digest('hex')).toBe(sha256);
    }
  });

  test('is balanced and has the statistics of the manifest', async () => {
    const { info, train, test: tests } = await loadDatasetFromDisk('cifar10-mini');
    expect([train.count, train.total, tests.count, tests.total]).toEqual([2000, 2000, 500, 500]);
    expect(classCounts(train, 10)).toEqual(new Array(10).fill(200));
    expect(classCounts(tests, 10)).toEqual(new Array(10).fill(50));
    const { mean, deviation } = channelStatistics(train, info.shape);
    for (const channel of [0, 1, 2]) {
      expect(info.statistics?.mean[channel]).toBeCloseTo(mean[channel] as number, 6);
      expect(info.statistics?.deviation[channel]).toBeCloseTo(deviation[channel] as number, 6);
      expect(mean[channel]).toBeCloseTo(TRAIN_STATISTICS.mean[channel] as number, 1);
    }
  });

  test('says where it comes from', async () => {
    const readme = await readFile(path.join(DATASETS, 'cifar10-mini/README.md'), 'utf8');
    const { provenance, citation } = await entryOf('cifar10-mini');
    for (const text of [readme, provenance]) expect(text).toContain('Krizhevsky');
    for (const text of [readme, citation]) {
      expect(text.replace(/\W+/g, ' ')).toContain('Learning Multiple Layers of Features from Tiny Images');
    }
  });
});

test('the manifest describes the full CIFAR-10', async () => {
  const { files, statistics } = await entryOf('cifar10');
  expect(statistics).toEqual(TRAIN_STATISTICS);
  expect(files.map(({ name }) => path.join(DATASETS, name))).toEqual(
    FILES.map((name) => path.join(CIFAR10, name)),
  );
  for (const { records } of files) expect(records).toBe(RECORDS_PER_FILE);
});

test('the generated set and unknown ids', async () => {
  expect((await loadDatasetFromDisk('shapes')).train.count).toBe(4000);
  await expect(loadDatasetFromDisk('mnist')).rejects.toThrow('There is no data set called "mnist".');
  await expect(readManifest('nowhere')).rejects.toThrow('nowhere/manifest.json is not there');
});
