// What the bench and its workers say to each other: one request at a time, one reply to each.
import type { BackendId } from '../../engine/backends/backend.ts';
import type { EngineEntry } from '../../engine/backends/open.ts';
import type { NetworkDocument } from '../../engine/spec/document.ts';
import type { JaxDevice } from './contestants/jax.ts';
import type { TensorFlowBackend } from './contestants/tensorflow.ts';
import type { KernelCase } from './kernelCases.ts';

/** Who trains: one of our engines, or another trainer. */
export type ContestantId =
  | { library: 'ours'; device: BackendId }
  | { library: 'TensorFlow.js'; device: TensorFlowBackend }
  | { library: 'ConvNetJS'; device: 'cpu' }
  | { library: 'jax-js'; device: JaxDevice };

/** The other trainers of the browser. TensorFlow.js on wasm is tried so that a table says why it is not there. */
export const browserPeers: readonly ContestantId[] = [
  { library: 'ConvNetJS', device: 'cpu' },
  { library: 'TensorFlow.js', device: 'cpu' },
  { library: 'TensorFlow.js', device: 'webgl' },
  { library: 'TensorFlow.js', device: 'webgpu' },
  { library: 'TensorFlow.js', device: 'wasm' },
  { library: 'jax-js', device: 'wasm' },
  { library: 'jax-js', device: 'webgpu' },
];

/** What a worker is told to get ready, in the place of what it had. */
export type Task =
  | { kind: 'training'; contestant: ContestantId; network: NetworkDocument; batch: number }
  | { kind: 'kernel'; engine: BackendId; kernel: KernelCase };

export interface Trained {
  /** From the start of the first step to the end of the last. */
  milliseconds: number;
  losses: number[];
}

export interface Requests {
  engines: [undefined, EngineEntry[]];
  peak: [BackendId, number | null];
  prepare: [Task, undefined];
  train: [number, Trained];
}
export type RequestType = keyof Requests;

export interface Request {
  id: number;
  type: RequestType;
  payload: unknown;
}
export type Reply = { id: number } & ({ ok: true; value: unknown } | { ok: false; error: string });
