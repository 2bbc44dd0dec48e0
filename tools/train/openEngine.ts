// The engine of a run in Node: WebGPU through the package for it, all cores for WebAssembly.
import type { BackendId } from '../../engine/backends/backend.ts';
import { openBackend } from '../../engine/backends/open.ts';
import { nodeHelpers } from '../../engine/testing/nodeHelpers.ts';

/** The engine asked for, and in words why it is this one. */
export async function openEngine(choice: 'auto' | BackendId) {
  // The package is native code: on a platform it was not built for, the reference loops still run.
  const gpu = await import('../../engine/testing/nodeGpu.ts').then(
    ({ nodeGpu }) => nodeGpu(),
    () => undefined,
  );
  const giveWay = () => new Promise<void>((resolve) => setImmediate(resolve));
  const { backend, reason, detail } = await openBackend(choice, { gpu, giveWay, helpers: nodeHelpers() });
  if (choice !== 'auto') return { backend, reason: 'asked for' };
  return {
    backend,
    reason: reason === 'adapter' ? 'there is a graphics adapter' : `no graphics adapter: ${detail}`,
  };
}
