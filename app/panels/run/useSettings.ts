// Changing training settings from a form: choices act at once, numbers when they have not changed for a
// moment, so that the digits of one being typed are not each a change of the run.
import { useEffect, useRef, useState } from 'react';
import type { TrainingDocument } from '../../../engine/spec/training.ts';
import { usePlayground, useRun } from '../../store/context.tsx';

const settleMilliseconds = 400;

export function useSettings(): {
  training: TrainingDocument;
  change(patch: Partial<TrainingDocument>, settled: boolean): void;
} {
  const { act } = usePlayground();
  const training = useRun((run) => run.training);
  const [pending, setPending] = useState<Partial<TrainingDocument> | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const waiting = useRef<Partial<TrainingDocument> | null>(null);

  const send = () => {
    const patch = waiting.current;
    clearTimeout(timer.current);
    waiting.current = null;
    if (patch) act((actions) => actions.setTraining(patch).finally(() => setPending(waiting.current)));
  };
  const latestSend = useRef(send);
  latestSend.current = send;
  useEffect(() => () => latestSend.current(), []);

  return {
    training: pending ? { ...training, ...pending } : training,
    change(patch, settled) {
      waiting.current = { ...waiting.current, ...patch };
      setPending(waiting.current);
      clearTimeout(timer.current);
      if (settled) send();
      else timer.current = setTimeout(() => latestSend.current(), settleMilliseconds);
    },
  };
}
