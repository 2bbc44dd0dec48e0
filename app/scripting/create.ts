// `window.playground`: a thin layer over the page's own actions and stores, so that what a script does is
// what the page shows. Values are copies: a script that changes one changes nothing here.
import { parseDocument } from '../../engine/spec/document.ts';
import type { Playground as Page } from '../store/context.tsx';
import { engineOptionNames } from '../store/engines.ts';
import type { RunStoreState } from '../store/run.ts';
import { datasetOf, historyOf, presetSummaries, statusOf } from './answers.ts';
import {
  requireBackend,
  requireFiles,
  requireFlag,
  requireImage,
  requireLimits,
  requireOptions,
  requireText,
  requireWhole,
} from './arguments.ts';
import { listenTo } from './events.ts';
import type { Playground, Status } from './playground.ts';
import { version } from './version.ts';

/** What of the page a script works on. */
export type Parts = Pick<Page, 'client' | 'history' | 'run' | 'actions'>;

export function createScripting({ client, history, run, actions }: Parts): Playground {
  let reportOn: typeof import('./report.ts').reportOn | undefined;
  const fetched = import('./report.ts').then((module) => {
    reportOn = module.reportOn;
  });
  const ready = Promise.all([whenOpen(run), fetched]).then(() => {});
  // A page without scripts has nobody to hear of it here; the page itself says what is wrong.
  ready.catch(() => {});
  const status = () => statusOf(run.getState());
  /** Waits for the engine, runs an action, and answers with the status it left. */
  const doing = async (action: () => Promise<unknown>): Promise<Status> => {
    await ready;
    await action();
    return status();
  };
  const datasetHere = () => arrived(run.getState().dataset, 'data set');
  const dataset = () => datasetOf(datasetHere());

  return Object.freeze<Playground>({
    version,
    ready,
    presets: presetSummaries,
    network: () => structuredClone(run.getState().running),
    setNetwork: (source, settings) => doing(() => actions.setNetwork(source, settings)),
    report: (document) => {
      const { running } = run.getState();
      const network = document === undefined ? running : parseDocument(document);
      return arrived(reportOn, 'report')(network, run.getState());
    },
    async datasets() {
      await ready;
      return client.request('datasets', {});
    },
    dataset,
    async setDataset(id) {
      await doing(() => actions.setDataset(requireText('The id of a data set', id)));
      return dataset();
    },
    async importDataset(files) {
      await doing(() => actions.importDataset(requireFiles(files)));
      return dataset();
    },
    training: () => ({ ...run.getState().training }),
    async setTraining(patch) {
      await doing(() => actions.setTraining(patch));
      return { ...run.getState().training };
    },
    async backends() {
      await ready;
      return client.request('backends', {});
    },
    setBackend: (id, options) =>
      doing(() => {
        const given = requireOptions('setBackend', options, engineOptionNames);
        for (const [name, value] of Object.entries(given)) requireFlag(name, value);
        return actions.setBackend(requireBackend(id), given);
      }),
    start: (limits) => doing(() => actions.start(requireLimits(limits))),
    pause: () => doing(() => actions.pause()),
    step: (count = 1) => doing(() => actions.step(requireWhole('The number of steps', count, 1))),
    reset: (seed) =>
      doing(() => actions.reset(seed === undefined ? undefined : requireWhole('The seed', seed, 0))),
    status,
    history: () => historyOf(history.points, history.evaluations),
    async evaluate(options) {
      await ready;
      const { split, limit } = requireOptions('evaluate', options, ['split', 'limit']);
      if (split !== 'train' && split !== 'test') throw new Error('evaluate needs split: "train" or "test".');
      if (limit !== undefined) requireWhole('limit', limit, 1);
      return client.request('evaluate', { split, limit });
    },
    async predict(image) {
      await ready;
      const bytes = requireImage(image, datasetHere().shape);
      const { label, probabilities } = await client.request('predict', { image: bytes });
      return { label, probabilities: [...probabilities] };
    },
    async tensor(name, options) {
      await ready;
      const { gradient, example } = requireOptions('tensor', options, ['gradient', 'example']);
      const request = { name: requireText('The name of a tensor', name), gradient, example };
      const { shape, data } = await client.request('tensor', request);
      return { shape, data };
    },
    async save() {
      await ready;
      const { file } = await client.request('save', {});
      return new Blob([file as Uint8Array<ArrayBuffer>], { type: 'application/octet-stream' });
    },
    async load(file) {
      if (!(file instanceof Blob)) throw new Error('load takes a Blob or a File, such as save() gives.');
      const bytes = new Uint8Array(await file.arrayBuffer());
      return doing(() => actions.load(bytes));
    },
    on: listenTo({ client, run }),
  });
}

/** Puts `playground` where scripts find it; it cannot be replaced. */
export function installScripting(page: Parts): void {
  Object.defineProperty(window, 'playground', { value: createScripting(page), enumerable: true });
}

/** Resolves with the first status that the engine reports; rejects when it could not be opened. */
function whenOpen(run: Parts['run']): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = run.subscribe(look);
    function look({ status, failure }: RunStoreState): void {
      if (status.state === 'loading' && !failure) return;
      stop();
      if (status.state === 'loading') reject(new Error(failure?.failure.message));
      else resolve();
    }
    look(run.getState());
  });
}

/** Throws where what a script asked for is not here yet. */
function arrived<T>(thing: T | null | undefined, name: string): T {
  if (!thing) throw new Error(`The ${name} is still loading: await playground.ready first.`);
  return thing;
}
