// Which engines there are here, and why one is taken: WebGPU where it gives an adapter, else the reference
// loops, which run everywhere.

import { EngineError } from '../spec/messages.ts';
import type { Backend, BackendId } from './backend.ts';
import { createReferenceBackend } from './reference/index.ts';
import { createWasmBackend } from './wasm/backend.ts';
import { requireSimd } from './wasm/simd.ts';
import { createWebGpuBackend } from './webgpu/backend.ts';

/** Why an engine was chosen or is missing; the page puts it in words. */
export type EngineReason =
  | 'adapter' // a WebGPU adapter was found
  | 'softwareAdapter' // WebGPU works, but on an adapter emulated by the processor
  | 'noWebGpu' // the browser has no WebGPU, or gave no adapter
  | 'simd' // WebAssembly has vectors here
  | 'noSimd' // it has none
  | 'always' // the reference loops need nothing
  | 'chosen'; // it was asked for by name

export interface EngineEntry {
  id: BackendId;
  available: boolean;
  reason: EngineReason;
  /** What the platform says: the adapter's name, or why there is none. */
  detail: string;
}

export interface OpenedBackend {
  backend: Backend;
  reason: EngineReason;
  detail: string;
}

export interface Platform {
  /** navigator.gpu where there is one. */
  gpu: GPU | undefined;
  /** Lets other work have its turn: messages in a worker, timers in Node. */
  giveWay: () => Promise<void>;
}

const openReference = ({ giveWay }: Platform) => createReferenceBackend({ giveWay });

async function openWebGpu({ gpu }: Platform): Promise<OpenedBackend> {
  if (!gpu) throw new EngineError('backend.noWebGpu', { reason: 'this platform does not offer it' });
  const backend = await createWebGpuBackend(gpu);
  const { adapter, software } = backend.report;
  return { backend, reason: software ? 'softwareAdapter' : 'adapter', detail: adapter };
}

/** Opens an engine. "auto" never fails; one asked for by name throws EngineError where it cannot be had. */
export async function openBackend(choice: 'auto' | BackendId, platform: Platform): Promise<OpenedBackend> {
  if (choice === 'wasm') return { backend: createWasmBackend(platform), reason: 'chosen', detail: '' };
  if (choice === 'reference') return { backend: openReference(platform), reason: 'chosen', detail: '' };
  try {
    return await openWebGpu(platform);
  } catch (error) {
    if (choice !== 'auto') throw error;
    return { backend: openReference(platform), reason: 'noWebGpu', detail: (error as Error).message };
  }
}

function wasmEntry(): Omit<EngineEntry, 'id'> {
  try {
    requireSimd();
    return { available: true, reason: 'simd', detail: '' };
  } catch (error) {
    return { available: false, reason: 'noSimd', detail: (error as Error).message };
  }
}

/** All engines, with whether each can be used here. Opens and closes a device to be sure. */
export async function listEngines(platform: Platform): Promise<EngineEntry[]> {
  const webgpu = await openWebGpu(platform).then(
    ({ backend, reason, detail }) => {
      backend.destroy();
      return { available: true, reason, detail };
    },
    (error: Error) => ({ available: false, reason: 'noWebGpu' as const, detail: error.message }),
  );
  return [
    { id: 'webgpu', ...webgpu },
    { id: 'wasm', ...wasmEntry() },
    { id: 'reference', available: true, reason: 'always', detail: '' },
  ];
}
