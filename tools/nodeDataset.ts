// Data sets for tools that run in Node: read from disk what the page would fetch.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { DataError } from '../engine/data/dataError.ts';
import { createDataset, type Dataset } from '../engine/data/dataset.ts';
import { infoOf, type Manifest, parseManifest, recordsOf } from '../engine/data/manifest.ts';
import { RecordReader } from '../engine/data/records.ts';
import { makeShapes, shapesInfo } from '../engine/data/shapes.ts';
import { DATASETS } from './dataset/facts.ts';

/** The list of data sets in a folder. Throws DataError (`missing`, `manifest`). */
export async function readManifest(folder = DATASETS): Promise<Manifest> {
  const file = path.join(folder, 'manifest.json');
  const json: unknown = JSON.parse((await read(file)).toString('utf8'));
  return parseManifest(json, file);
}

/**
 * A whole data set: "shapes", or one of the manifest ("cifar10", "cifar10-mini"). Throws DataError
 * (`unknown`, `missing`, and those of RecordReader).
 */
export async function loadDatasetFromDisk(id: string, folder = DATASETS): Promise<Dataset> {
  if (id === shapesInfo.id) return makeShapes();
  const { datasets } = await readManifest(folder);
  const entry = datasets.find((one) => one.id === id);
  if (!entry) throw new DataError('unknown', { id });
  const dataset = createDataset(infoOf(entry), recordsOf(entry, 'train'), recordsOf(entry, 'test'));
  for (const file of entry.files) {
    const name = path.join(folder, file.name);
    const reader = new RecordReader(dataset[file.split], dataset.info, name, file.records);
    reader.push(await read(name));
    reader.end();
  }
  return dataset;
}

const read = (file: string): Promise<Buffer<ArrayBuffer>> =>
  readFile(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') throw new DataError('missing', { file });
    throw error;
  });
