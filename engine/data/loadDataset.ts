// Streams a listed data set into memory. Training need not wait for all of it: `ready` comes with the
// first thousand training records, `done` with the last record.
import { createDataset, type Dataset } from './dataset.ts';
import { type Source, streamFile } from './fetchFile.ts';
import { infoOf, type ManifestEntry, type ManifestFile, recordsOf } from './manifest.ts';
import { RecordReader } from './records.ts';

/** Training records with which training can start. */
export const READY_RECORDS = 1000;

export interface LoadOptions extends Source {
  /** Told after every chunk that completed a record: records that are here, and records there will be. */
  readonly onProgress?: (ready: number, total: number) => void;
}

/** A data set on its way. */
export interface Loading {
  /** Has its full size from the start; the `count` of each split grows. */
  readonly dataset: Dataset;
  /** The first READY_RECORDS training records (or all, if fewer) are here. */
  readonly ready: Promise<void>;
  /** Everything is here. */
  readonly done: Promise<void>;
}

/**
 * Starts to load a data set of the manifest. Both promises reject with a DataError (`missing`, `http`,
 * `network`, `label`, `empty`, `truncated`, `short`, `long`) or with the signal's reason.
 */
export function loadDataset(entry: ManifestEntry, options: LoadOptions): Loading {
  const dataset = createDataset(infoOf(entry), recordsOf(entry, 'train'), recordsOf(entry, 'test'));
  const enough = Math.min(READY_RECORDS, dataset.train.total);
  let onEnough = () => {};
  const enoughHere = new Promise<void>((resolve) => {
    onEnough = resolve;
  });
  const done = streamAll(entry, dataset, options, () => {
    if (dataset.train.count >= enough) onEnough();
  });
  const ready = Promise.race([enoughHere, done]);
  // Whoever waits for only one of the two must not be told of the other as an unhandled rejection.
  for (const promise of [ready, done]) promise.catch(() => undefined);
  return { dataset, ready, done };
}

async function streamAll(
  entry: ManifestEntry,
  dataset: Dataset,
  options: LoadOptions,
  onRecords: () => void,
): Promise<void> {
  const total = dataset.train.total + dataset.test.total;
  let before = 0;
  const stream = async (file: ManifestFile): Promise<void> => {
    const reader = new RecordReader(dataset[file.split], dataset.info, file.name, file.records);
    await streamFile(file.name, options, (chunk) => {
      reader.push(chunk);
      const here = dataset.train.count + dataset.test.count;
      if (here === before) return;
      before = here;
      onRecords();
      options.onProgress?.(here, total);
    });
    reader.end();
  };
  // The splits come side by side, so that test images are there to look at while training ones arrive.
  const splits = (['train', 'test'] as const).map(async (split) => {
    for (const file of entry.files) if (file.split === split) await stream(file);
  });
  await Promise.all(splits);
}
