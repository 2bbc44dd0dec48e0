// Which ledger is shown: of the draft, as an estimate; of the running net, as allocated; and while the draft
// has an error, the last one that could be made.
import { useRef } from 'react';
import { firstDiagnostic } from '../../../engine/plan/analyse.ts';
import type { Diagnostic } from '../../../engine/spec/diagnostic.ts';
import { EngineError } from '../../../engine/spec/messages.ts';
import { parseTraining } from '../../../engine/spec/training.ts';
import { useRun } from '../../store/context.tsx';
import { sameNetwork } from '../../store/link.ts';
import { useClasses, useDraftReport, useRunningReport } from '../../store/report.ts';
import { storesHalf } from '../../store/run.ts';
import { allocatedLedger, type NetLedger, netLedger } from './ledgerModel.ts';

export interface LedgerState {
  ledger: NetLedger | null;
  /** estimate: made from the plan. allocated: confirmed by the engine. stale: of the net before an error. */
  state: 'estimate' | 'allocated' | 'stale';
  /** What is wrong with the draft, where it is stale. */
  mistake: { layer: string; diagnostic: Pick<Diagnostic, 'code' | 'values'> } | null;
}

export type Per = 'batch' | 'image';

export function useLedger(per: Per): LedgerState {
  const draft = useDraftReport();
  const running = useRunningReport();
  const classes = useClasses();
  const settings = useRun((run) => run.training);
  const train = useRun((run) => run.dataset?.train.total ?? 0);
  const test = useRun((run) => run.dataset?.test.total ?? 0);
  const shape = useRun((run) => run.dataset?.shape);
  const memory = useRun((run) => run.memory);
  const half = useRun(storesHalf);
  const kept = useRef<{ key: unknown[]; made: LedgerState } | null>(null);

  const key = [draft, running, classes, settings, train, test, shape, memory, half, per];
  if (kept.current && key.every((value, i) => value === kept.current!.key[i])) return kept.current.made;
  const training = per === 'image' ? parseTraining({ ...settings, batch: 1 }) : settings;
  const previous = kept.current?.made.ledger ?? null;
  const wrong = firstDiagnostic(draft);
  const made = ((): LedgerState => {
    if (wrong) return { ledger: previous, state: 'stale', mistake: wrong };
    try {
      const planned = netLedger(draft, training, { train, test, shape }, half);
      const applied = sameNetwork(draft.document, running.document);
      const allocated = applied && memory && per === 'batch' ? allocatedLedger(planned, memory) : null;
      return { ledger: allocated ?? planned, state: allocated ? 'allocated' : 'estimate', mistake: null };
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      return { ledger: previous, state: 'stale', mistake: { layer: '', diagnostic: error } };
    }
  })();
  kept.current = { key, made };
  return made;
}
