// What runs a plan. A backend allocates the plan's buffers, compiles its programs and moves tensors in
// and out; it knows ops, never layers, and never what a number means.
import type { Plan, PlanBuffer, ProgramName } from '../plan/plan.ts';

export type BackendId = 'webgpu' | 'wasm' | 'reference';

/** What a person may choose of the engines, each for the one that has it. */
export interface EngineOptions {
  /** WebAssembly: a multiplication and an addition are one operation. */
  fused: boolean;
  /** WebGPU: activations and their gradients are stored in half precision. */
  half: boolean;
}

/** Floats come and go as Float32Array, also those stored in half precision, counters as Uint32Array, images as Uint8Array. */
export type TensorData = Float32Array | Uint32Array | Uint8Array;

/** What computes, for people to read and for the ledger to compare with. */
export interface DeviceReport {
  backend: BackendId;
  /** Name of the adapter or processor as the platform gives it. */
  adapter: string;
  /** True where the adapter is emulated on the processor. */
  software: boolean;
  /** Threads of the processor that compute; 1 where something else does. */
  threads: number;
  /** On WebAssembly: whether a multiplication and an addition are one operation; null where they cannot be. */
  fused?: boolean | null;
  /** On WebGPU: whether activations are stored in half precision; null where they cannot be. */
  half?: boolean | null;
  /** Largest single allocation in bytes, and the most that one op may address. */
  maxBufferBytes: number;
  maxBindingBytes: number;
  /** The most that all buffers may have together; null where only the platform knows. */
  maxTotalBytes: number | null;
}

/**
 * What is being done before a net can run: kernels are compiled, or timed where there is a choice of them, or the
 * whitening of images is computed.
 */
export interface Progress {
  doing: 'compile' | 'time' | 'whiten';
  done: number;
  total: number;
}

/** Allocated buffers by name. */
export interface Storage {
  /** Bytes that this storage itself allocated, by buffer; what it shares with its parent is not in it. */
  readonly owned: readonly PlanBuffer[];
  has(buffer: string): boolean;
  destroy(): void;
}

/** A program of a plan, ready to run over one storage. */
export interface Program {
  readonly name: ProgramName;
  /** Ops it dispatches each time it runs. */
  readonly dispatches: number;
}

export interface Backend {
  readonly report: DeviceReport;
  /** Resolves with the reason when the device is lost; never rejects. */
  readonly lost: Promise<string>;
  /**
   * Allocates the buffers, zeroed, except those that `parent` has under the same name, which are shared.
   * Throws EngineError "backend.limit" before allocating anything if one is too large for the device.
   */
  createStorage(buffers: readonly PlanBuffer[], parent?: Storage): Storage;
  /** Prepares a program; all the pipelines it needs are built before it resolves. */
  compile(plan: Plan, program: ProgramName, storage: Storage): Promise<Program>;
  /**
   * Queues the program `times` times. Resolves when the queue can take more: at most two calls are in
   * flight, and a caller that awaits each call never floods the device.
   */
  run(program: Program, times: number): Promise<void>;
  /** Runs a program once, as `run` does, and resolves with the milliseconds of each of its calls. */
  time(program: Program): Promise<number[]>;
  /** Runs one program call by call and returns the index of the first call that wrote a NaN or infinity, or -1. */
  findNotFinite(plan: Plan, program: ProgramName, storage: Storage): Promise<number>;
  /** Writes a whole tensor, or its part from element `from` on. */
  write(plan: Plan, storage: Storage, tensor: string, data: TensorData, from?: number): void;
  /** Reads tensors as they are after all that was queued before the call, whatever is queued after it. */
  read(plan: Plan, storage: Storage, tensors: readonly string[]): Promise<TensorData[]>;
  /** Bytes held on the device now, every allocation counted. */
  allocatedBytes(): number;
  destroy(): void;
}
