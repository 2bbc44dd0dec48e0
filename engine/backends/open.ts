// Which engines there are here, and why one is taken: on a graphics adapter the faster of WebGPU and WebAssembly;
// where there is none, or one that the processor only plays, WebAssembly with vectors; else the reference loops,
// which run everywhere.

import { EngineError } from '../spec/messages.ts';
import type { Backend, BackendId, EngineOptions, Progress } from './backend.ts';
import { fasterOf, type StepTimes, type Trial } from './faster.ts';
import { createReferenceBackend } from './reference/index.ts';
import { createWasmBackend } from './wasm/backend.ts';
import { hasSimd } from './wasm/simd.ts';
import type { Helpers } from './wasm/threads/team.ts';
import { createWebGpuBackend } from './webgpu/backend.ts';
import { describeAdapter, requestAdapter } from './webgpu/device.ts';
import type { TuneMemory } from './webgpu/tune.ts';

/** Why an engine was chosen or is missing; the page puts it in words. */
export type EngineReason =
  | 'adapter' // a WebGPU adapter was found
  | 'timed' // it was faster than the other engine
  | 'softwareAdapter' // WebGPU works, but on an adapter emulated by the processor
  | 'noWebGpu' // the browser has no WebGPU, or gave no adapter
  | 'simd' // WebAssembly has vectors here
  | 'noSimd' // it has none
  | 'always' // the reference loops need nothing
  | 'chosen'; // it was asked for by name

/** What there is to say besides: the adapter's name, or the error that kept from one. */
export type EngineDetail = string | { error: unknown };

export interface EngineEntry {
  id: BackendId;
  available: boolean;
  reason: EngineReason;
  detail: EngineDetail;
}

export interface OpenedBackend {
  backend: Backend;
  reason: EngineReason;
  detail: EngineDetail;
  /** What it was chosen by, if the reason is "timed". */
  times?: StepTimes;
}

export interface Platform extends Partial<EngineOptions> {
  /** navigator.gpu where there is one. */
  gpu: GPU | undefined;
  /** Where it is kept which way of computing a device is fastest with; without it that is timed each time. */
  tuneMemory?: TuneMemory;
  /** Lets other work have its turn: messages in a worker, timers in Node. */
  giveWay: () => Promise<void>;
  /** Threads that the processor's engine may start, where memory can be shared between them. */
  helpers?: Helpers;
  /** Hears what is done before a net can run. */
  onProgress?: (progress: Progress) => void;
}

function requireGpu({ gpu }: Platform): GPU {
  if (!gpu) throw new EngineError('backend.noWebGpu');
  return gpu;
}

async function openWebGpu(platform: Platform, found?: GPUAdapter): Promise<OpenedBackend> {
  const { tuneMemory, half, onProgress } = platform;
  const options = { adapter: found, tuneMemory, half, onProgress };
  const backend = await createWebGpuBackend(requireGpu(platform), options);
  const { adapter, software } = backend.report;
  return { backend, reason: software ? 'softwareAdapter' : 'adapter', detail: adapter };
}

/** The best engine on the processor; `detail` says why it is not WebGPU on a graphics adapter. */
async function openProcessor(platform: Platform, detail: EngineDetail): Promise<OpenedBackend> {
  if (hasSimd()) return { backend: await createWasmBackend(platform), reason: 'simd', detail };
  return { backend: createReferenceBackend(platform), reason: 'noWebGpu', detail };
}

async function openFastest(platform: Platform, trial?: Trial): Promise<OpenedBackend> {
  try {
    const found = await requestAdapter(requireGpu(platform));
    const { adapter, software } = describeAdapter(found);
    if (software && hasSimd()) return await openProcessor(platform, adapter);
    const webgpu = await openWebGpu(platform, found);
    if (!trial || !hasSimd()) return webgpu;
    return await fasterOf(webgpu, await openProcessor(platform, adapter), trial);
  } catch (error) {
    return openProcessor(platform, { error });
  }
}

/**
 * Opens an engine. "auto" never fails, and without a trial takes WebGPU on a graphics adapter to be the fastest;
 * one asked for by name throws EngineError where it cannot be had.
 */
export async function openBackend(
  choice: 'auto' | BackendId,
  platform: Platform,
  trial?: Trial,
): Promise<OpenedBackend> {
  if (choice === 'auto') return openFastest(platform, trial);
  if (choice === 'webgpu') return openWebGpu(platform);
  const create = choice === 'wasm' ? createWasmBackend : createReferenceBackend;
  return { backend: await create(platform), reason: 'chosen', detail: '' };
}

/** All engines, with whether each can be used here. */
export async function listEngines(platform: Platform): Promise<EngineEntry[]> {
  const webgpu = await openWebGpu(platform).then(
    ({ backend, reason, detail }) => {
      backend.destroy();
      return { available: true, reason, detail };
    },
    (error: unknown) => ({ available: false, reason: 'noWebGpu' as const, detail: { error } }),
  );
  const simd = hasSimd();
  const noSimd = simd ? '' : { error: new EngineError('backend.noSimd') };
  return [
    { id: 'webgpu', ...webgpu },
    { id: 'wasm', available: simd, reason: simd ? 'simd' : 'noSimd', detail: noSimd },
    { id: 'reference', available: true, reason: 'always', detail: '' },
  ];
}
