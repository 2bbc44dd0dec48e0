// The worker that a contestant trains in: holds one task at a time and answers every request once.
import type { Backend, BackendId } from '../../engine/backends/backend.ts';
import { listEngines, openBackend, type Platform } from '../../engine/backends/open.ts';
import { workerHelpers } from '../../engine/backends/wasm/threads/workerHelpers.ts';
import type { Contestant } from './contestants/contestant.ts';
import { prepareOurs } from './contestants/ours.ts';
import { prepareKernel } from './kernel.ts';
import { peakOf } from './peak.ts';
import { makeProblem, type Problem } from './problem.ts';
import type { ContestantId, Reply, Request, Requests, RequestType, Task } from './protocol.ts';

const platform: Platform = {
  gpu: navigator.gpu,
  giveWay: () => Promise.resolve(),
  helpers: workerHelpers(),
};

/** Opened once for the life of this worker. */
const backends = new Map<BackendId, Promise<Backend>>();
function backendOf(id: BackendId): Promise<Backend> {
  const opened = backends.get(id) ?? openBackend(id, platform).then(({ backend }) => backend);
  backends.set(id, opened);
  return opened;
}

/** Each library is loaded only in the workers of its own contestants. */
async function prepareContestant(id: ContestantId, problem: Problem): Promise<Contestant> {
  switch (id.library) {
    case 'ours':
      return prepareOurs(await backendOf(id.device), problem);
    case 'TensorFlow.js':
      return (await import('./contestants/tensorflow.ts')).prepareTensorFlow(id.device, problem);
    case 'ConvNetJS':
      return (await import('./contestants/convnetjs.ts')).prepareConvNetJs(problem);
    case 'jax-js':
      return (await import('./contestants/jax.ts')).prepareJax(id.device, problem);
  }
}

let present: Contestant | undefined;

async function prepare(task: Task): Promise<undefined> {
  present?.destroy();
  present = undefined;
  present =
    task.kind === 'kernel'
      ? await prepareKernel(await backendOf(task.engine), task.kernel)
      : await prepareContestant(task.contestant, makeProblem(task.network, task.batch));
}

const handlers: { [T in RequestType]: (payload: Requests[T][0]) => Promise<Requests[T][1]> } = {
  engines: () => listEngines(platform),
  peak: peakOf,
  prepare,
  async train(steps) {
    const start = performance.now();
    const losses = await present!.train(steps);
    return { milliseconds: performance.now() - start, losses };
  },
};

addEventListener('message', async ({ data: { id, type, payload } }: MessageEvent<Request>) => {
  const handle = handlers[type] as (payload: unknown) => Promise<unknown>;
  let reply: Reply;
  try {
    reply = { id, ok: true, value: await handle(payload) };
  } catch (error) {
    reply = { id, ok: false, error: error instanceof Error ? error.message : String(error) };
  }
  postMessage(reply);
});
