// The words of `window.playground`: what teachers at the console and tests can say to the page. Every
// member is explained with an example in docs/scripting.md; a test holds the two together.
import type { BytesByKind } from '../../engine/plan/ledger.ts';
import type { NetworkDocument } from '../../engine/spec/document.ts';
import type { TrainingDocument } from '../../engine/spec/training.ts';
import type {
  BackendChoice,
  DatasetEntry,
  EngineEntry,
  EngineOptions,
  EvaluationPoint,
  EvaluationReply,
  HistoryPoint,
  RunStatus,
} from '../../engine/worker/protocol.ts';

export interface PresetSummary {
  id: string;
  title: string;
  params: number;
  /** Multiply-accumulates of a forward pass over one image. */
  macs: number;
}

export interface LayerSummary {
  id: string;
  type: string;
  /** [height, width, channels] of one image. */
  output: [number, number, number];
  /** Learned values of this layer alone: a block's own row counts none of what it holds. */
  params: number;
  /** Multiply-accumulates of a forward pass over one image. */
  macs: number;
  /** Bytes of the output of one image as float32. */
  activationBytes: number;
  /** What the plan allocates for this layer at the present batch size, by kind, or null for a net with a mistake. */
  bytes: BytesByKind | null;
  /** What is wrong with this layer, or null. */
  error: string | null;
  /** Changes of one setting that would mend it. */
  fixes: { field: string; value: unknown; output: [number, number, number] }[];
}

/** Bytes by kind and their sum. */
export type Bytes = BytesByKind & { total: number };

export interface MemorySummary {
  batch: number;
  /** What training this net allocates, as the plan says before anything is allocated. */
  predicted: Bytes;
  /** What looking inside adds while somebody does: one image, every value kept. */
  inspection: Bytes;
  /** What the engine holds now; null for a net that is not the running one. */
  allocated: Bytes | null;
  /** Bytes of `allocated` that are held to look inside; 0 or `inspection.total`. */
  inspectionHeld: number;
}

export interface Report {
  /** No mistake anywhere. */
  valid: boolean;
  /** Every layer and block, in order, a block before what it holds. */
  layers: LayerSummary[];
  /** Sums over `layers`, and what of them is in auxiliary heads, which are run in training only. */
  totals: {
    params: number;
    macs: number;
    activationBytes: number;
    inHeads: { params: number; macs: number };
  };
  /** Null for a net with a mistake. */
  memory: MemorySummary | null;
}

export interface DatasetSummary {
  id: string;
  title: string;
  /** Images of each split, those still arriving included. */
  train: number;
  test: number;
  classes: string[];
  /** Images that have arrived. */
  arrived: { train: number; test: number };
}

export type Status = Omit<RunStatus, 'generation'>;

/** What one step reported, with the test evaluation made after it if there was one. */
export interface HistoryEntry extends HistoryPoint {
  testLoss?: number;
  testAccuracy?: number;
  /** Test images it was made on. */
  testExamples?: number;
}

export interface Limits {
  steps?: number;
  epochs?: number;
  seconds?: number;
}

/** Pixels as a canvas gives them: rows of red, green, blue, alpha. */
export type Pixels = Pick<ImageData, 'width' | 'height' | 'data'>;

/** What is told by itself, with what each listener is given. */
export interface PlaygroundEvents {
  /** State and figures; at most 10 times a second while training. */
  status: Status;
  /** Steps done since the last call; at most 30 times a second. */
  steps: HistoryPoint[];
  /** An evaluation on test images. */
  evaluation: EvaluationPoint;
  /** Another data set, or more of it has arrived. */
  dataset: DatasetSummary;
  /** The run stopped by itself; the message says why. */
  failed: { message: string };
  /** The device was lost and the run goes on from `step` on another. */
  recovered: { reason: string; step: number };
}

export interface Playground {
  /** Version of the playground. */
  readonly version: string;
  /** Resolves when engine, data and net are there. Every promise below waits for it. */
  readonly ready: Promise<void>;

  /** The nets that the page offers. */
  presets(): PresetSummary[];
  /** The running net: a copy, complete with every default. */
  network(): NetworkDocument;
  /**
   * Takes a document (value or JSON text) or a preset by id, with training settings that replace the preset's or those of
   * the run, starts over, and resolves with the status.
   */
  setNetwork(documentOrPresetId: unknown, settings?: Partial<TrainingDocument>): Promise<Status>;
  /** Shapes, counts and memory of the running net, or of a document. Throws where it is no document. */
  report(document?: unknown): Report;

  /** All data sets, with whether each is served here. */
  datasets(): Promise<DatasetEntry[]>;
  /** The data set trained on; throws before `ready`. */
  dataset(): DatasetSummary;
  /** Takes a data set by id, starts over, and resolves when training can start. */
  setDataset(id: string): Promise<DatasetSummary>;
  /** Takes files as data: the CIFAR-10 archive, .bin files, IDX files, or images in class folders. Starts over. */
  importDataset(files: Iterable<File | { path: string; file: Blob }>): Promise<DatasetSummary>;

  /** The training settings: a copy. */
  training(): TrainingDocument;
  /** Changes some settings, also while training, and resolves with all of them. */
  setTraining(patch: Partial<TrainingDocument>): Promise<TrainingDocument>;

  /** The engines, with whether and why each can be used here. */
  backends(): Promise<EngineEntry[]>;
  /**
   * Goes on with another engine: "webgpu", "wasm", "reference", or "auto". `fused` lets WebAssembly multiply and
   * add in one operation, `half` lets WebGPU store activations in half precision.
   */
  setBackend(id: BackendChoice, options?: Partial<EngineOptions>): Promise<Status>;

  /** Trains; resolves with the status when a limit is reached or training is paused. */
  start(limits?: Limits): Promise<Status>;
  /** Stops after the steps under way. */
  pause(): Promise<Status>;
  /** Trains `count` steps, 1 unless told. */
  step(count?: number): Promise<Status>;
  /** Back to step 0: the same initial weights, or those of another seed. */
  reset(seed?: number): Promise<Status>;
  /** State and figures of the run as last reported. */
  status(): Status;
  /** Steps as reported; of a long run only every second, fourth ... is kept. */
  history(): HistoryEntry[];

  /** Loss, accuracy and confusion on a whole split, or on its first `limit` images. */
  evaluate(options: { split: 'train' | 'test'; limit?: number }): Promise<EvaluationReply>;
  /** Class and probabilities of an image: planar bytes of the data set's size, or pixels of its width and height. */
  predict(image: Uint8Array | Pixels): Promise<{ label: number; probabilities: number[] }>;
  /** Parameters ("conv1.weight") and activations ("relu1.output") on a test image, or their gradients. */
  tensor(
    name: string,
    options?: { gradient?: boolean; example?: number },
  ): Promise<{ shape: number[]; data: Float32Array }>;

  /** The run as one safetensors file. */
  save(): Promise<Blob>;
  /** Goes on from a saved file. */
  load(file: Blob): Promise<Status>;

  /** Calls `listener` at every event of a type; returns a function that stops it. */
  on<T extends keyof PlaygroundEvents>(type: T, listener: (event: PlaygroundEvents[T]) => void): () => void;
}

declare global {
  interface Window {
    readonly playground: Playground;
  }
}
