// What a person can do, as one list that buttons, keys and scripts share. Each action sends a request to
// the engine and leaves the stores as the engine's answer says; a refused action changes nothing.
import { type NetworkDocument, parseDocument } from '../../engine/spec/document.ts';
import { fitClasses } from '../../engine/spec/fitClasses.ts';
import { presetOf } from '../../engine/spec/presets/index.ts';
import { parseTraining, type TrainingDocument } from '../../engine/spec/training.ts';
import type {
  BackendChoice,
  DatasetStatus,
  EngineOptions,
  Requests,
  RunStatus,
} from '../../engine/worker/protocol.ts';
import type { EngineClient } from '../client/client.ts';
import { type EditorStore, editorCommands } from './editor.ts';
import { presetLike } from './link.ts';
import { failureOf } from './notices.ts';
import { halved, lacksRoom } from './room.ts';
import { classesOf, type RunStore } from './run.ts';

export interface StartLimits {
  steps?: number;
  epochs?: number;
  seconds?: number;
}

export function createActions(client: EngineClient, editor: EditorStore, run: RunStore) {
  const commands = editorCommands(editor);
  const take = (status: RunStatus): RunStatus => {
    run.setState({ status });
    return status;
  };

  /** Gives the worker a net and, once it has accepted it, makes it the running one. */
  async function runNetwork(
    network: NetworkDocument,
    weights: 'fresh' | 'keep',
    training = run.getState().training,
  ): Promise<RunStatus> {
    const status = await client.request('setNetwork', { network, weights, training });
    run.setState({ running: network, training, failure: null });
    return take(status);
  }

  /** The settings that the draft would run with. */
  const draftTraining = (weights: 'fresh' | 'keep'): TrainingDocument =>
    (weights === 'fresh' && presetLike(editor.getState().draft)?.training) || run.getState().training;

  /** Data with another number of classes change the net's last layer, and the draft's too. */
  function takeDataset({ dataset, network }: Requests['setDataset'][1]): DatasetStatus {
    run.setState({ dataset, datasetId: dataset.id, running: network, failure: null });
    commands.edit(fitClasses(editor.getState().draft, classesOf(run.getState())));
    return dataset;
  }

  return {
    ...commands,
    start: async (limits: StartLimits = {}) => take(await client.request('start', limits)),
    pause: async () => take(await client.request('pause', {})),
    step: async (count = 1) => take(await client.request('step', { count })),
    reset: async (seed?: number) => {
      const status = await client.request('reset', { seed });
      run.setState({ failure: null });
      return take(status);
    },
    rewindTo: async (step: number) => {
      const status = await client.request('rewindTo', { step });
      run.setState({ failure: null });
      return take(status);
    },
    /** Makes the draft the running net; a net that is a preset brings its settings when it starts afresh. */
    apply: (weights: 'fresh' | 'keep') =>
      runNetwork(editor.getState().draft, weights, draftTraining(weights)),
    /** As `apply`, at the largest half, quarter, ... of its batch that memory has room for; an edit keeps its weights. */
    async applySmaller(): Promise<RunStatus> {
      const { draft } = editor.getState();
      const weights = draft.name === run.getState().running.name ? 'keep' : 'fresh';
      let training = draftTraining(weights);
      for (;;) {
        training = { ...training, batch: halved(training.batch) };
        try {
          return await runNetwork(draft, weights, training);
        } catch (error) {
          if (training.batch === 1 || !lacksRoom(failureOf(error))) throw error;
        }
      }
    },
    /** Drops the edit: the draft is the running net again. */
    discard: () => commands.edit(run.getState().running),
    /**
     * A document or preset id; runs at once, with the settings that the preset brings or those of the run, changed by
     * `settings`.
     */
    async setNetwork(source: unknown, settings: Partial<TrainingDocument> = {}): Promise<RunStatus> {
      const preset =
        typeof source === 'string' && !source.trimStart().startsWith('{') ? presetOf(source) : null;
      const given = preset ? preset.network : parseDocument(source);
      const state = run.getState();
      const training = parseTraining({ ...(preset?.training ?? state.training), ...settings });
      const network = preset && state.dataset ? fitClasses(given, classesOf(state, training)) : given;
      const status = await runNetwork(network, 'fresh', training);
      commands.replace(network);
      return status;
    },
    async setTraining(patch: Partial<TrainingDocument>): Promise<RunStatus> {
      const state = run.getState();
      const training = parseTraining({ ...state.training, ...patch });
      const classes = classesOf(state, training);
      // Another thing to learn changes the net's last layer, and the draft's too.
      if (classes !== classesOf(state)) {
        const replied = await runNetwork(fitClasses(state.running, classes), 'keep', training);
        commands.edit(fitClasses(editor.getState().draft, classes));
        return replied;
      }
      const status = await client.request('setTraining', { training });
      run.setState({ training });
      return take(status);
    },
    setDataset: async (id: string) => takeDataset(await client.request('setDataset', { id })),
    importDataset: async (files: { path: string; file: Blob }[]) =>
      takeDataset(await client.request('importDataset', { files })),
    async setBackend(id: BackendChoice, changes: Partial<EngineOptions> = {}) {
      const options = { ...run.getState().engineOptions, ...changes };
      const status = await client.request('setBackend', { id, options });
      run.setState({ backendChoice: id, engineOptions: options });
      return take(status);
    },
    async load(file: Uint8Array) {
      const { network, training, dataset } = await client.request('load', { file });
      run.setState({ running: network, training, datasetId: dataset, failure: null });
      commands.replace(network);
      return take(await client.request('status', {}));
    },
  };
}

export type Actions = ReturnType<typeof createActions>;
