// Helping threads of the WebAssembly engine in Node, which a page has as workers.
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Helpers } from '../backends/wasm/threads/team.ts';

/** As many as the processor has cores beside the first, unless told. */
export const nodeHelpers = (count = availableParallelism() - 1): Helpers => ({
  count,
  // Each loads the engine's sources first.
  patience: 60_000,
  start() {
    const worker = new Worker(new URL('./helperThread.mjs', import.meta.url));
    // A thread that sleeps must not keep the process alive.
    worker.unref();
    return {
      post: (message) => worker.postMessage(message),
      listen(heard, failed) {
        worker.removeAllListeners();
        worker.on('message', heard);
        worker.on('error', (error: Error) => failed(error.message));
      },
      end: () => void worker.terminate(),
    };
  },
});
