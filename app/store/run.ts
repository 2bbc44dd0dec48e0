// The run as the worker last reported it. Per-step figures are not here: they go to the history, which
// charts read without React.
import { createStore } from 'zustand/vanilla';
import type { BytesByKind } from '../../engine/plan/ledger.ts';
import type { NetworkDocument } from '../../engine/spec/document.ts';
import { classesLearned } from '../../engine/spec/placing.ts';
import type { TrainingDocument } from '../../engine/spec/training.ts';
import type {
  BackendChoice,
  DatasetEntry,
  DatasetStatus,
  DeviceReport,
  EngineOptions,
  Event,
  Progress,
  RunStatus,
} from '../../engine/worker/protocol.ts';

type EngineEvent = Extract<Event, { type: 'engine' }>;

export interface RunStoreState {
  status: RunStatus;
  /** The net the worker holds. */
  running: NetworkDocument;
  training: TrainingDocument;
  /** Id of the data set wanted; `dataset` is what has arrived of it. */
  datasetId: string;
  dataset: DatasetStatus | null;
  datasets: readonly DatasetEntry[];
  backendChoice: BackendChoice;
  /** What is asked of the engines; the device's report says what is had. */
  engineOptions: EngineOptions;
  device: ({ report: DeviceReport } & Pick<EngineEvent, 'reason' | 'detail' | 'times'>) | null;
  /** What the engine does before a net can run, while it does. */
  progress: Progress | null;
  memory: { allocated: BytesByKind; inspection: number } | null;
  failure: Extract<Event, { type: 'failed' }> | null;
  recovered: Extract<Event, { type: 'recovered' }> | null;
  /** Whether training is to begin as soon as the engine is open. */
  startWhenReady: boolean;
}

/** Whether activations lie in half precision on the device that computes. */
export const storesHalf = ({ device }: Pick<RunStoreState, 'device'>): boolean =>
  device?.report.half === true;

/** Classes of the data set, or 10 until it is known; other ones where the settings say what is learned. */
export const classesOf = (
  { dataset, training }: Pick<RunStoreState, 'dataset' | 'training'>,
  settings = training,
): number => classesLearned(settings, dataset?.classes.length ?? 10);

export const createRunStore = (
  initial: Pick<
    RunStoreState,
    'running' | 'training' | 'datasetId' | 'backendChoice' | 'engineOptions' | 'startWhenReady'
  > & { seed: number },
) => {
  const { seed, startWhenReady = false, ...rest } = initial;
  return createStore<RunStoreState>(() => ({
    ...rest,
    status: {
      generation: 0,
      state: 'loading',
      backend: 'reference',
      adapter: '',
      seed,
      step: 0,
      epoch: 0,
      examples: 0,
      rate: rest.training.learningRate,
      imagesPerSecond: 0,
      millisecondsPerStep: null,
      elapsedSeconds: 0,
      loss: null,
      trainAccuracy: null,
      testAccuracy: null,
      testExamples: 0,
    },
    dataset: null,
    datasets: [],
    device: null,
    progress: null,
    memory: null,
    failure: null,
    recovered: null,
    startWhenReady,
  }));
};

export type RunStore = ReturnType<typeof createRunStore>;
