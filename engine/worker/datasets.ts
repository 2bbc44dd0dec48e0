// The data set of the worker: opened by id or from a person's files, still arriving perhaps, and its state
// as the page wants to know it.
import { listDatasets, openDataset } from '../data/catalogue.ts';
import type { Dataset } from '../data/dataset.ts';
import type { Fetch } from '../data/fetchFile.ts';
import type { DecodeImage } from '../data/import/imageFolders.ts';
import { importFiles } from '../data/import/importFiles.ts';
import type { Loading } from '../data/loadDataset.ts';
import type { NetworkDocument } from '../spec/document.ts';
import { fitClasses } from '../spec/fitClasses.ts';
import { classesLearned } from '../spec/placing.ts';
import type { InputSource } from '../train/inputNumbers.ts';
import type { DatasetEntry, DatasetStatus } from './protocol.ts';

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

/** The net of a run for another data set: its last layer gives the classes that are then told apart. */
export const networkFor = ({ network, training }: InputSource, { info }: Dataset): NetworkDocument =>
  fitClasses(network, classesLearned(training, info.classes.length));
