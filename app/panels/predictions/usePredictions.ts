// Asks the engine what it makes of a run of test images, every two seconds while training.
import { type RefObject, useState } from 'react';
import type { PredictionsReply } from '../../../engine/worker/protocol.ts';
import { usePull } from '../../client/usePull.ts';
import { usePlayground, useRun } from '../../store/context.tsx';

const interval = 2000;

export interface Predictions {
  from: number;
  reply: PredictionsReply;
}

export function usePredictions(
  from: number,
  count: number,
  element: RefObject<Element | null>,
): { latest: Predictions | null; behind: number } {
  const { client } = usePlayground();
  const [latest, setLatest] = useState<Predictions | null>(null);
  const live = useRun((run) => run.status.state === 'running');
  const ready = useRun((run) => run.status.state !== 'loading');
  const images = useRun((run) => run.dataset?.test.count ?? 0);
  const dataset = useRun((run) => run.dataset?.id);
  const step = useRun((run) => (run.status.state === 'running' ? -1 : run.status.step));
  const net = useRun((run) => `${run.status.generation} ${run.status.backend}`);
  const running = useRun((run) => run.running);
  const [shownFor, setShownFor] = useState(running);
  // Another net or other data: what the old one said must not stay beside it.
  if (shownFor !== running) {
    setShownFor(running);
    setLatest(null);
  }
  const available = Math.max(0, Math.min(count, images - from));
  const behind = usePull({
    fetch:
      ready && available > 0
        ? async () => ({ from, reply: await client.request('predictions', { from, count: available }) })
        : null,
    deliver: setLatest,
    failed: () => setLatest(null),
    live,
    interval,
    element,
    question: `${net} ${dataset} ${from} ${available} ${step}`,
  });
  return { latest, behind };
}
