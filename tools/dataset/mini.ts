// Makes cifar10-mini, the small part of CIFAR-10 that comes with the project, and manifest.json.
import { createHash } from 'node:crypto';
import path from 'node:path';
import { cifar10Info } from '../../engine/data/cifar10.ts';
import {
  createSplit,
  type Dataset,
  imageBytes,
  type Split,
  type SplitName,
} from '../../engine/data/dataset.ts';
import { type Manifest, type ManifestEntry, parseManifest } from '../../engine/data/manifest.ts';
import { encodeRecords } from '../../engine/data/records.ts';
import { channelStatistics } from '../../engine/data/statistics.ts';
import type { Batches } from './batches.ts';
import { CITATION, DATASETS, FILES, PROVENANCE, RECORDS_PER_FILE, TRAIN_STATISTICS } from './facts.ts';
import { writeWhole } from './store.ts';
import { datasetOf } from './verify.ts';

const MINI = { train: 2000, test: 500 };
const { classes, shape } = cifar10Info;
type File = ManifestEntry['files'][number];

const fileEntry = (name: string, split: SplitName, records: number, bytes: Uint8Array): File => ({
  name,
  split,
  records,
  bytes: bytes.length,
  sha256: createHash('sha256').update(bytes).digest('hex'),
});

/** The first `total / classes` images of each class, in the order of the files. */
export function firstOfEachClass(split: Split, total: number): Split {
  const room = new Array<number>(classes.length).fill(total / classes.length);
  const result = createSplit(shape, total);
  for (let index = 0; index < split.count && result.count < total; index++) {
    const label = split.labels[index] as number;
    if (room[label] === 0) continue;
    room[label] = (room[label] as number) - 1;
    result.labels[result.count] = label;
    result.images.set(imageBytes(split, shape, index), result.count * imageBytes(split, shape, index).length);
    result.count++;
  }
  return result;
}

/** Writes public/datasets/cifar10-mini/ and public/datasets/manifest.json from the six files. */
export async function writeMini(batches: Batches): Promise<void> {
  const full = datasetOf(batches);
  const files: File[] = [];
  const splits = {
    train: firstOfEachClass(full.train, MINI.train),
    test: firstOfEachClass(full.test, MINI.test),
  };
  for (const [split, name] of [
    ['train', 'data_batch_1.bin'],
    ['test', 'test_batch.bin'],
  ] as const) {
    const bytes = encodeRecords(splits[split], shape);
    const relative = `cifar10-mini/${name}`;
    await writeWhole(path.join(DATASETS, relative), bytes);
    files.push(fileEntry(relative, split, splits[split].count, bytes));
  }
  const manifest = manifestOf(full, batches, splits.train, files);
  await writeWhole(path.join(DATASETS, 'manifest.json'), `${pretty(manifest)}\n`);
}

/** JSON as the formatter wants it: lists of plain values on one line. */
const pretty = (value: unknown): string =>
  JSON.stringify(value, null, 2).replace(
    /\[\s+([^[\]{}]+?)\s+\]/g,
    (_, list: string) => `[${list.replace(/\s+/g, ' ')}]`,
  );

function manifestOf(full: Dataset, batches: Batches, miniTrain: Split, miniFiles: File[]): Manifest {
  const words = { provenance: PROVENANCE, citation: CITATION };
  const { mean, deviation } = channelStatistics(miniTrain, full.info.shape);
  const rounded = (values: readonly number[]) => values.map((value) => Number(value.toFixed(6)));
  const fullFiles = FILES.map((name) =>
    fileEntry(
      `cifar10/${name}`,
      name.startsWith('test') ? 'test' : 'train',
      RECORDS_PER_FILE,
      batches.get(name) ?? new Uint8Array(),
    ),
  );
  const common = { shape, classes: [...classes], ...words };
  return parseManifest({
    version: 1,
    datasets: [
      { id: 'cifar10', title: 'CIFAR-10', ...common, statistics: TRAIN_STATISTICS, files: fullFiles },
      {
        id: 'cifar10-mini',
        title: 'CIFAR-10 mini',
        ...common,
        statistics: { mean: rounded(mean), deviation: rounded(deviation) },
        files: miniFiles,
      },
    ],
  });
}
