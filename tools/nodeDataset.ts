// Data sets for tools that run in Node: read from disk what the page would fetch.
import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { DataError } from '../engine/data/dataError.ts';
import { createDataset, type Dataset } from '../engine/data/dataset.ts';
import { importFiles } from '../engine/data/import/importFiles.ts';
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
 * A whole data set: "shapes", one of the manifest ("cifar10", "cifar10-mini"), or the files of another folder. Throws
 * DataError (`unknown`, `missing`, those of RecordReader and of importFiles).
 */
export async function loadDatasetFromDisk(id: string, folder = DATASETS): Promise<Dataset> {
  if (id === shapesInfo.id) return makeShapes();
  const { datasets } = await readManifest(folder);
  const entry = datasets.find((one) => one.id === id);
  if (!entry && (await isFolder(id))) return importFolder(id);
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

const isFolder = (place: string): Promise<boolean> =>
  stat(place).then(
    (found) => found.isDirectory(),
    () => false,
  );

async function importFolder(folder: string): Promise<Dataset> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  const files = entries.filter((entry) => entry.isFile());
  return importFiles(
    await Promise.all(
      files.map(async ({ name, parentPath }) => {
        const file = path.join(parentPath, name);
        const shown = path.join(path.basename(folder), path.relative(folder, file));
        return { path: shown.replaceAll(path.sep, '/'), bytes: new Uint8Array(await read(file)) };
      }),
    ),
  );
}

const read = (file: string): Promise<Buffer<ArrayBuffer>> =>
  readFile(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') throw new DataError('missing', { file });
    throw error;
  });
