// The data sets that can be chosen: the generated one and those of manifest.json whose files are served.
import { DataError, reasonOf } from './dataError.ts';
import type { DatasetInfo } from './dataset.ts';
import { fetchFile, isServed, type Source } from './fetchFile.ts';
import { type Loading, type LoadOptions, loadDataset } from './loadDataset.ts';
import { infoOf, type Manifest, type ManifestEntry, parseManifest, recordsOf } from './manifest.ts';
import { makeShapes, SHAPES_TEST, SHAPES_TRAIN, shapesInfo } from './shapes.ts';

const LIST = 'manifest.json';

/** One line of the choice of data sets. */
export interface DatasetChoice {
  readonly info: DatasetInfo;
  readonly train: number;
  readonly test: number;
  /** Bytes to fetch; 0 for the generated set. */
  readonly bytes: number;
  /** Whether all its files are served here. */
  readonly available: boolean;
  readonly provenance: string;
  readonly citation: string;
}

export interface Catalogue {
  readonly choices: readonly DatasetChoice[];
  /** Why only the generated set can be chosen, when the list could not be read. */
  readonly problem?: DataError;
}

const shapesChoice: DatasetChoice = {
  info: shapesInfo,
  train: SHAPES_TRAIN,
  test: SHAPES_TEST,
  bytes: 0,
  available: true,
  provenance: 'Made by this program from a seed.',
  citation: '',
};

/** Fetches and checks the list. Throws DataError (`missing`, `http`, `network`, `manifest`). */
export async function fetchManifest(source: Source): Promise<Manifest> {
  const response = await fetchFile(LIST, source, 'no-cache');
  const json: unknown = await response.json().catch((error: unknown) => {
    source.signal?.throwIfAborted();
    throw new DataError('manifest', { file: LIST, reason: reasonOf(error) }, { cause: error });
  });
  return parseManifest(json, LIST);
}

/** All data sets, with whether each can be had. A list that cannot be read leaves the generated set. */
export async function listDatasets(source: Source): Promise<Catalogue> {
  try {
    const { datasets } = await fetchManifest(source);
    const listed = await Promise.all(datasets.map((entry) => choiceOf(entry, source)));
    return { choices: [...listed, shapesChoice] };
  } catch (error) {
    if (error instanceof DataError) return { choices: [shapesChoice], problem: error };
    throw error;
  }
}

async function choiceOf(entry: ManifestEntry, source: Source): Promise<DatasetChoice> {
  const served = await Promise.all(entry.files.map(({ name }) => isServed(name, source)));
  return {
    info: infoOf(entry),
    train: recordsOf(entry, 'train'),
    test: recordsOf(entry, 'test'),
    bytes: entry.files.reduce((sum, { bytes }) => sum + bytes, 0),
    available: served.every(Boolean),
    provenance: entry.provenance,
    citation: entry.citation,
  };
}

/** Starts to load a data set by its id. Throws DataError (`unknown`, and those of fetchManifest). */
export async function openDataset(id: string, options: LoadOptions): Promise<Loading> {
  if (id === shapesInfo.id) {
    const dataset = makeShapes();
    const all = SHAPES_TRAIN + SHAPES_TEST;
    options.onProgress?.(all, all);
    return { dataset, ready: Promise.resolve(), done: Promise.resolve() };
  }
  const { datasets } = await fetchManifest(options);
  const entry = datasets.find((one) => one.id === id);
  if (!entry) throw new DataError('unknown', { id });
  return loadDataset(entry, options);
}
