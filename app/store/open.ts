// The first request: engine, data and net as the link says. Where data or net cannot be had, the next best
// is opened and one notice says so; the page is never left without something that can be trained.
import type { NetworkDocument } from '../../engine/spec/document.ts';
import type { TrainingDocument } from '../../engine/spec/training.ts';
import type { Failure } from '../../engine/worker/protocol.ts';
import type { Playground } from './context.tsx';
import { defaultPage, type PageState } from './link.ts';
import { failureOf, notify } from './notices.ts';
import { lacksRoom, smallerBatch } from './room.ts';

/** Data sets to fall back on, in order; the last is made in code and always there. */
const fallbacks = ['cifar10-mini', 'shapes'];

interface Attempt {
  network: NetworkDocument;
  training: TrainingDocument;
  dataset: string;
}

/** What to try after a failure, or null if the failure is of neither data nor net. */
export function nextAttempt(failed: Attempt, code: string | null): Attempt | null {
  if (code?.startsWith('data.') || code === 'dataset.unknown') {
    const dataset = fallbacks.slice(fallbacks.indexOf(failed.dataset) + 1)[0];
    return dataset ? { ...failed, dataset } : null;
  }
  const { network, training } = defaultPage();
  const isPlain = failed.network === network;
  if (isPlain || !(lacksRoom({ code }) || /^(network|document|dataset)/.test(code ?? ''))) return null;
  return { ...failed, network, training };
}

export async function openEngine(
  playground: Pick<Playground, 'client' | 'run' | 'editor' | 'notices' | 'act'>,
  state: PageState,
  datasetsUrl: string,
): Promise<void> {
  const { client, run, editor, notices, act } = playground;
  let attempt: Attempt | null = state;
  /** Why the data that were asked for are not those that are used. */
  let missed: Failure | null = null;
  /** Why the net that was asked for waits in the editor. */
  let crowded: Failure | null = null;
  while (attempt) {
    const { network, training, dataset }: Attempt = attempt;
    const { seed, engine: backend, engineOptions: options } = state;
    const request = { network, training, dataset, seed, backend, options, datasetsUrl };
    try {
      const status = await client.request('open', request);
      run.setState({ status, running: network, training, datasetId: dataset });
      const untouched = state.draft === state.network && editor.getState().past.length === 0;
      if (untouched && network !== state.network && !crowded) editor.setState({ draft: network });
      if (crowded) notify(notices, 'error', { failure: crowded }, smallerBatch(playground)(crowded));
      if (missed) notify(notices, 'error', { failure: missed, dataset });
      // Before anything else is asked of the engine. How that run ends later is no failure of opening.
      if (run.getState().startWhenReady) act((actions) => actions.start());
      run.setState({ datasets: await client.request('datasets', {}) });
      return;
    } catch (error) {
      const failure = failureOf(error);
      attempt = nextAttempt(attempt, failure.code);
      if (attempt && attempt.dataset !== dataset) missed ??= failure;
      else if (attempt && lacksRoom(failure)) crowded = failure;
      else notify(notices, 'error', { failure });
      if (!attempt) run.setState({ failure: { type: 'failed', generation: 0, failure } });
    }
  }
}
