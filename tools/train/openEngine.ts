// The engine of a run in Node: WebGPU through the package for it, all cores for WebAssembly.
import type { BackendId, EngineOptions } from '../../engine/backends/backend.ts';
import type { Trial } from '../../engine/backends/faster.ts';
import { type OpenedBackend, openBackend } from '../../engine/backends/open.ts';
import { reasonOf } from '../../engine/data/dataError.ts';
import { nodeHelpers } from '../../engine/testing/nodeHelpers.ts';

/** The engine asked for, and in words why it is this one. */
export async function openEngine(
  choice: 'auto' | BackendId,
  options: Partial<EngineOptions> = {},
  trial?: Trial,
) {
  // The package is native code: on a platform it was not built for, the reference loops still run.
  const gpu = await import('../../engine/testing/nodeGpu.ts').then(
    ({ nodeGpu }) => nodeGpu(),
    () => undefined,
  );
  const giveWay = () => new Promise<void>((resolve) => setImmediate(resolve));
  const opened = await openBackend(choice, { gpu, giveWay, helpers: nodeHelpers(), ...options }, trial);
  return { backend: opened.backend, reason: choice === 'auto' ? whyBest(opened) : 'asked for' };
}

function whyBest({ reason, detail, times }: OpenedBackend): string {
  if (times)
    return `a step takes ${times.webgpu.toFixed(1)} ms on WebGPU, ${times.wasm.toFixed(1)} ms on WebAssembly`;
  if (reason === 'adapter') return 'there is a graphics adapter';
  return `no graphics adapter: ${typeof detail === 'string' ? detail : reasonOf(detail.error)}`;
}
