// Imports record files in the binary format of CIFAR-10: data_batch_*.bin are for training and
// test_batch.bin is for testing; batches.meta.txt, where it is given, names the classes.
import { cifar10Info } from '../cifar10.ts';
import { DataError } from '../dataError.ts';
import { createDataset, type Dataset, type DatasetInfo, type SplitName } from '../dataset.ts';
import { RecordReader, recordBytes } from '../records.ts';
import { holdOut } from './holdOut.ts';
import { baseName, comparePaths, sizeOf, streamOf, type UserFile } from './userFile.ts';

const META = 'batches.meta.txt';

export const isRecordFile = (path: string): boolean => /\.bin$/i.test(path);
export const isMetaFile = (path: string): boolean => baseName(path).toLowerCase() === META;

interface Part {
  readonly file: UserFile;
  readonly split: SplitName;
  readonly records: number;
}

/**
 * Reads the record files among `files` into a new data set. Without a test file every fifth image is
 * held out. Throws DataError (`batchName`, `empty`, `truncated`, `label`, `noTrain`).
 */
export async function importRecordFiles(
  files: readonly UserFile[],
  title: string,
  onProgress?: (done: number, total: number) => void,
): Promise<Dataset> {
  const info = { ...cifar10Info, id: 'imported', title, classes: await classNames(files) };
  const sorted = files.filter(({ path }) => isRecordFile(path)).sort((a, b) => comparePaths(a.path, b.path));
  const parts = sorted.map((file) => partOf(file, info));
  const count = (split: SplitName) =>
    parts.reduce((sum, part) => sum + (part.split === split ? part.records : 0), 0);
  if (count('train') === 0) throw new DataError('noTrain', { file: sorted[0]?.path ?? '' });
  const dataset = createDataset(info, count('train'), count('test'));
  const total = dataset.train.total + dataset.test.total;
  for (const part of parts) {
    await readPart(part, dataset);
    onProgress?.(dataset.train.count + dataset.test.count, total);
  }
  return dataset.test.total === 0 ? holdOut(dataset) : dataset;
}

/** Which split a file belongs to, by its name, and how many records its length means. */
function partOf(file: UserFile, info: DatasetInfo): Part {
  const name = baseName(file.path).toLowerCase();
  const split = /^(data_batch|train)/.test(name) ? 'train' : /^test/.test(name) ? 'test' : undefined;
  if (!split) throw new DataError('batchName', { file: file.path });
  const size = sizeOf(file);
  const record = recordBytes(info.shape);
  if (size === 0) throw new DataError('empty', { file: file.path, offset: 0 });
  if (size % record !== 0) throw new DataError('truncated', { file: file.path, offset: size, record });
  return { file, split, records: size / record };
}

async function readPart({ file, split, records }: Part, dataset: Dataset): Promise<void> {
  const reader = new RecordReader(dataset[split], dataset.info, file.path, records);
  const stream = streamOf(file).getReader();
  for (;;) {
    const { done, value } = await stream.read();
    if (done) break;
    reader.push(value);
  }
  reader.end();
}

/** The lines of batches.meta.txt, or the ten names of CIFAR-10. */
async function classNames(files: readonly UserFile[]): Promise<readonly string[]> {
  const meta = files.find(({ path }) => isMetaFile(path));
  if (!meta) return cifar10Info.classes;
  const text = await new Response(streamOf(meta)).text();
  const names = text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);
  return names.length >= 2 && names.length <= 256 ? names : cifar10Info.classes;
}
