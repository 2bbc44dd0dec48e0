// The only words spoken across the thread. The page sends requests and gets exactly one reply to each;
// the worker also sends events by itself. Everything is plain, structured-cloneable data.
import type { BackendId, DeviceReport, EngineOptions, Progress } from '../backends/backend.ts';
import type { StepTimes } from '../backends/faster.ts';
import type { EngineReason, EngineEntry as Entry } from '../backends/open.ts';
import type { CallCost } from '../plan/cost.ts';
import type { BytesByKind } from '../plan/ledger.ts';
import type { OpCall } from '../plan/plan.ts';
import type { NetworkDocument } from '../spec/document.ts';
import type { MessageValues } from '../spec/messages.ts';
import type { Corner } from '../spec/placing.ts';
import type { View } from '../spec/testViews.ts';
import type { TrainingDocument } from '../spec/training.ts';

export type { DeviceReport, EngineOptions, EngineReason, Progress };
export type BackendChoice = 'auto' | BackendId;

/** The adapter's name, or what kept from one. */
export type Detail = string | Failure;
export interface EngineEntry extends Omit<Entry, 'detail'> {
  detail: Detail;
}

export type SplitName = 'train' | 'test';

/** loading: opening engine or data. idle: at step 0, not started. failed: stopped by the error in `failure`. */
export type RunState = 'loading' | 'idle' | 'running' | 'paused' | 'failed';

export interface RunStatus {
  /** Grows each time the run starts afresh: another net, other weights, other data. */
  generation: number;
  state: RunState;
  backend: BackendId;
  adapter: string;
  seed: number;
  step: number;
  /** Passes over the training data, with a fraction. */
  epoch: number;
  /** Training examples consumed. */
  examples: number;
  /** The learning rate of the next step. */
  rate: number;
  /** Mean of the last seconds; 0 while not running. */
  imagesPerSecond: number;
  /** Mean milliseconds of the last 100 steps, or null before the first. */
  millisecondsPerStep: number | null;
  /** Seconds spent training, pauses left out. */
  elapsedSeconds: number;
  /** Of the last step, or null before it. */
  loss: number | null;
  /** Running mean over about the last 1,000 training examples, or null. */
  trainAccuracy: number | null;
  /** Of the last evaluation on the test split, and on how many images. */
  testAccuracy: number | null;
  testExamples: number;
}

/** What one training step reported. */
export interface HistoryPoint {
  step: number;
  examples: number;
  loss: number;
  accuracy: number;
  gradientNorm: number;
  /** Losses of the auxiliary heads by name ("block1.head2"), where there are any. */
  heads?: Record<string, number>;
}

/** An evaluation made at a step of the run. */
export interface EvaluationPoint {
  step: number;
  examples: number;
  loss: number;
  accuracy: number;
  /** Images it was made on, and how many the split has. */
  count: number;
  total: number;
  /** How each image was looked at: once, or several times with the average counting. */
  views: TrainingDocument['testViews'];
}

/** A setting changed while training, to be marked on the curves. */
export interface ChangePoint {
  step: number;
  field: keyof TrainingDocument;
  from: string | number | boolean;
  to: string | number | boolean;
}

/** A checkpoint held in memory that the run can go back to. */
export interface CheckpointPoint {
  step: number;
}

export interface DatasetStatus {
  id: string;
  title: string;
  classes: readonly string[];
  shape: { height: number; width: number; channels: number };
  /** Images there are now, and will be when all have arrived. */
  train: { count: number; total: number };
  test: { count: number; total: number };
}

export interface DatasetEntry {
  id: string;
  title: string;
  train: number;
  test: number;
  /** False where its files are not on this host. */
  available: boolean;
}

export interface TensorReply {
  name: string;
  /** Parameters: as they are. Activations: [height, width, channels] of one example. */
  shape: number[];
  data: Float32Array;
}

/** What a forward and backward pass over one image left in the tensors asked for. */
export interface InspectReply {
  step: number;
  generation: number;
  label: number;
  /** The image's bytes: planar channels, rows, columns. */
  image: Uint8Array;
  /** Where in the image the net's window begins; absent where the image is in its middle. */
  corner?: Corner;
  probabilities: Float32Array;
  tensors: TensorReply[];
}

export interface PredictionsReply {
  step: number;
  generation: number;
  /** One entry for each image asked for. */
  images: (Pick<InspectReply, 'label' | 'image' | 'corner' | 'probabilities'> & { index: number })[];
}

export interface EvaluationReply {
  examples: number;
  loss: number;
  accuracy: number;
  /** How each image was looked at: once, or several times with the average counting. */
  views: TrainingDocument['testViews'];
  /** confusion[true class][predicted class] */
  confusion: number[][];
}

/** One op call of a training step: what it is, what it costs, and how long it took on the device. */
export interface CallTiming extends Pick<OpCall, 'layer' | 'op' | 'pass'>, CallCost {
  milliseconds: number;
}

/** The first images of the coming training batch as the net gets them. */
export interface PreviewReply {
  /** [height, width, channels] */
  shape: number[];
  images: Float32Array[];
}

/** A test image as a test looks at it, once or several times. */
export interface ViewsReply {
  /** [height, width, channels] */
  shape: number[];
  /** Whose weights give the probabilities. */
  step: number;
  /** What the net should answer. */
  label: number;
  /** The probability of that answer is given for each view, and below for their average as a test takes it. */
  views: (View & { image: Float32Array; probability: number })[];
  probability: number;
}

export interface SamplesReply {
  /** Some images of each class of the training split, as bytes. */
  classes: { label: number; images: Uint8Array[] }[];
}

/** Each request with the type of its reply. */
export interface Requests {
  /** Opens engine and data and draws initial weights; to be sent first. */
  open: [
    {
      network: NetworkDocument;
      training: TrainingDocument;
      dataset: string;
      seed: number;
      backend: BackendChoice;
      options: EngineOptions;
      /** Where the data sets' folder is, as an absolute address ending in a slash. */
      datasetsUrl: string;
    },
    RunStatus,
  ];
  /** Takes another net. "keep" carries over the weights of layers whose shapes did not change and goes on. */
  setNetwork: [
    { network: NetworkDocument; weights: 'fresh' | 'keep'; training?: TrainingDocument },
    RunStatus,
  ];
  setTraining: [{ training: TrainingDocument }, RunStatus];
  datasets: [Record<never, never>, DatasetEntry[]];
  /** Starts afresh on other data; a last fully connected layer is given as many units as there are classes. */
  setDataset: [{ id: string }, { dataset: DatasetStatus; network: NetworkDocument }];
  /** Paths may hold folders: they name classes where images are given. */
  importDataset: [
    { files: { path: string; file: Blob }[] },
    { dataset: DatasetStatus; network: NetworkDocument },
  ];
  samples: [{ perClass: number }, SamplesReply];
  previewBatch: [{ count: number }, PreviewReply];
  previewViews: [{ example: number }, ViewsReply];
  backends: [Record<never, never>, EngineEntry[]];
  setBackend: [{ id: BackendChoice; options: EngineOptions }, RunStatus];
  /** Replies when the limit is reached or the run is paused or fails. */
  start: [{ steps?: number; epochs?: number; seconds?: number }, RunStatus];
  pause: [Record<never, never>, RunStatus];
  step: [{ count: number }, RunStatus];
  /** Back to step 0: the same initial weights, or those of another seed. */
  reset: [{ seed?: number }, RunStatus];
  /** Back to a checkpoint held in memory. */
  rewindTo: [{ step: number }, RunStatus];
  status: [Record<never, never>, RunStatus];
  evaluate: [{ split: SplitName; limit?: number }, EvaluationReply];
  predict: [{ image: Uint8Array }, { label: number; probabilities: Float32Array }];
  predictions: [{ from: number; count: number }, PredictionsReply];
  /**
   * Runs one test image forward and backward, every value kept, and returns tensors by name:
   * "conv1.weight", "conv1.weight.gradient", "relu1.output", "relu1.output.gradient", "input.output" ...
   * Parameters' own gradients are those of this one image.
   */
  inspect: [{ example: number; tensors: string[] }, InspectReply];
  /** One tensor: parameters of the run, activations of one test image (0 unless told). */
  tensor: [{ name: string; gradient?: boolean; example?: number }, TensorReply];
  /** Times each call of the next training step; null where nothing trains. */
  timeStep: [Record<never, never>, { calls: CallTiming[] } | null];
  /** Floating-point operations per second of a large matrix product on the present engine; training waits. */
  measurePeak: [Record<never, never>, number];
  save: [Record<never, never>, { file: Uint8Array; step: number }];
  /** Replaces net, training settings and weights by those of a saved file, and loads its data set. */
  load: [
    { file: Uint8Array },
    { network: NetworkDocument; training: TrainingDocument; dataset: string; seed: number },
  ];
}

export type RequestType = keyof Requests;

export type Request = {
  [T in RequestType]: { id: number; type: T; payload: Requests[T][0] };
}[RequestType];

/** An error as data: what EngineError and DataError carry. `code` is null for one that has no translation. */
export interface Failure {
  message: string;
  code: string | null;
  values: MessageValues;
}

export type Reply =
  | { type: 'reply'; id: number; ok: true; value: Requests[RequestType][1] }
  | { type: 'reply'; id: number; ok: false; failure: Failure };

/** Sent by the worker without being asked; status at most 10 times a second, steps at most 30. */
export type Event =
  | { type: 'status'; status: RunStatus }
  | { type: 'points'; generation: number; points: HistoryPoint[] }
  | { type: 'evaluated'; generation: number; evaluation: EvaluationPoint }
  | { type: 'changed'; generation: number; change: ChangePoint }
  /** All checkpoints held now. */
  | { type: 'checkpoints'; generation: number; checkpoints: CheckpointPoint[] }
  /** The run went back to `step`: what was reported of later steps no longer holds. */
  | { type: 'rewound'; generation: number; step: number }
  | { type: 'dataset'; dataset: DatasetStatus }
  | { type: 'engine'; device: DeviceReport; reason: EngineReason; detail: Detail; times?: StepTimes }
  /** What is done before a net can run; `done` of `total` ends it. */
  | { type: 'progress'; progress: Progress }
  /** Bytes held on the device, by kind; `inspection` is the part held to look inside, counted in the rest. */
  | { type: 'memory'; allocated: BytesByKind; inspection: number }
  /** The run stopped: `layer` and `op` name where a value first was not finite; `step` the last good checkpoint. */
  | { type: 'failed'; generation: number; failure: Failure; layer?: string; op?: string; checkpoint?: number }
  /** The device was lost and has been re-created; the run goes on from this step. */
  | { type: 'recovered'; reason: string; step: number };

export type FromWorker = Reply | Event;
