// Helping threads as workers, where the page is isolated so that memory can be shared.
import type { Helpers, HelperThread } from './team.ts';

/** A small script is fetched and started within this, or something keeps it from starting at all. */
const patienceMilliseconds = 10_000;

/** Some browsers isolate the page and share no memory all the same. */
const canShare = (): boolean => crossOriginIsolated && typeof SharedArrayBuffer !== 'undefined';

export const workerHelpers = (): Helpers | undefined =>
  canShare() && typeof Worker !== 'undefined'
    ? { count: navigator.hardwareConcurrency - 1, start: startWorker, patience: patienceMilliseconds }
    : undefined;

function startWorker(): HelperThread {
  const worker = new Worker(new URL('./helperMain.ts', import.meta.url), { type: 'module', name: 'helper' });
  return {
    post: (message) => worker.postMessage(message),
    listen(heard, failed) {
      worker.onmessage = heard;
      worker.onerror = ({ message }) => failed(message || 'a thread could not be started');
    },
    end: () => worker.terminate(),
  };
}
