// The data set of the worker: opened by id or from a person's files, still arriving perhaps, and its state
// as the page wants to know it.
import { listDatasets, openDataset } from '../data/catalogue.ts';
import { bytesPerImage, type Dataset, imageBytes } from '../data/dataset.ts';
import type { Fetch } from '../data/fetchFile.ts';
import type { DecodeImage } from '../data/import/imageFolders.ts';
import { importFiles } from '../data/import/importFiles.ts';
import type { Loading } from '../data/loadDataset.ts';
import { EngineError } from '../spec/messages.ts';
import { isScattered } from '../spec/placing.ts';
import type { InputSource } from '../train/inputNumbers.ts';
import { answerOf, cornerOf } from '../train/testImage.ts';
import type { DatasetEntry, DatasetStatus, SamplesReply } from './protocol.ts';

export const statusOf = ({ info, train, test }: Dataset): DatasetStatus => ({
  id: info.id,
  title: info.title,
  classes: info.classes,
  shape: info.shape,
  train: { count: train.count, total: train.total },
  test: { count: test.count, total: test.total },
});

export interface DatasetHost {
  fetch: Fetch;
  decodeImage: DecodeImage;
}

const progressMilliseconds = 100;

export class Datasets {
  private baseUrl = '';
  /** Data sets that may still be arriving. */
  private readonly arriving = new Map<Dataset, { stop: AbortController; done: Promise<void> }>();
  /** Data sets imported in this session, by id. */
  private readonly imported = new Map<string, Dataset>();

  constructor(
    private readonly host: DatasetHost,
    private readonly onArrival: (dataset: Dataset) => void,
    private readonly onFailure: (error: unknown) => void,
  ) {}

  from(baseUrl: string): void {
    this.baseUrl = baseUrl;
  }

  async list(): Promise<DatasetEntry[]> {
    const { choices } = await listDatasets({ baseUrl: this.baseUrl, fetch: this.host.fetch });
    const own = [...this.imported.values()].map(({ info, train, test }) => ({
      info,
      train: train.total,
      test: test.total,
      available: true,
    }));
    return [...choices, ...own].map(({ info, train, test, available }) => ({
      id: info.id,
      title: info.title,
      train,
      test,
      available,
    }));
  }

  /** Resolves when there is enough to train on; the rest arrives later. */
  async open(id: string): Promise<Dataset> {
    const known = this.imported.get(id);
    if (known) return known;
    const stop = new AbortController();
    let opened: Loading | null = null;
    let reported = 0;
    opened = await openDataset(id, {
      baseUrl: this.baseUrl,
      fetch: this.host.fetch,
      signal: stop.signal,
      onProgress: () => {
        if (!opened || performance.now() - reported < progressMilliseconds) return;
        reported = performance.now();
        this.onArrival(opened.dataset);
      },
    });
    await opened.ready;
    const { dataset, done } = opened;
    this.arriving.set(dataset, { stop, done });
    done.then(
      () => this.onArrival(dataset),
      (error) => stop.signal.aborted || this.onFailure(error),
    );
    return dataset;
  }

  /** The data set in use from now on; whatever else is on its way is no longer wanted. */
  use(dataset: Dataset): void {
    for (const [other, { stop }] of this.arriving)
      if (other !== dataset) {
        stop.abort();
        this.arriving.delete(other);
      }
  }

  /** Resolves when all of a data set has arrived. */
  complete(dataset: Dataset): Promise<void> {
    return this.arriving.get(dataset)?.done ?? Promise.resolve();
  }

  async import(files: readonly { path: string; file: Blob }[]): Promise<Dataset> {
    const given = files.map(({ path, file }) => ({ path, bytes: file }));
    const dataset = await importFiles(given, { decodeImage: this.host.decodeImage });
    this.imported.set(dataset.info.id, dataset);
    return dataset;
  }
}

/** One test image, what the net should answer, and its place if it has one; throws EngineError "tensor.example". */
export function exampleOf(source: InputSource, example: number) {
  const { dataset, training } = source;
  const { count } = dataset.test;
  if (!Number.isInteger(example) || example < 0 || example >= count)
    throw new EngineError('tensor.example', { example, count });
  return {
    image: imageBytes(dataset.test, dataset.info.shape, example).slice(),
    label: answerOf(source, 'test', example),
    corner: isScattered(training) ? cornerOf(source, example) : undefined,
  };
}

/** The first images of each class of the training split. */
export function samplesOf(dataset: Dataset, perClass: number): SamplesReply {
  const classes = dataset.info.classes.map((_, label) => ({ label, images: [] as Uint8Array[] }));
  const { labels, count } = dataset.train;
  for (let example = 0; example < count; example++) {
    const { images } = classes[labels[example]];
    if (images.length < perClass) images.push(imageBytes(dataset.train, dataset.info.shape, example).slice());
  }
  return { classes };
}

/** Checks an image handed in by a script. */
export function requireImage(dataset: Dataset, image: Uint8Array): Uint8Array {
  const expected = bytesPerImage(dataset.info.shape);
  if (image.length !== expected) throw new EngineError('predict.size', { expected, actual: image.length });
  return image;
}
