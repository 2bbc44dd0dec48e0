// Helping threads of the WebAssembly engine in Node, which a page has as workers.
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Helpers, HelperThread } from '../backends/wasm/threads/team.ts';

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

/** One helping thread, and what ends it as a mistake of its own would. */
export function mortalHelper(): { helpers: Helpers; die(reason: string): void } {
  const helpers = nodeHelpers(1);
  let die = (_: string) => {};
  const start = () => {
    const thread = helpers.start();
    const listen: HelperThread['listen'] = (heard, failed) => {
      die = failed;
      thread.listen(heard, failed);
    };
    return { ...thread, listen };
  };
  return { helpers: { ...helpers, start }, die: (reason) => die(reason) };
}
