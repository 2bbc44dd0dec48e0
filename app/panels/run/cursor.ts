// Where the charts' cursor goes by keyboard: one point or one checkpoint to either side.
import type { HistoryView } from '../../client/history.ts';

/**
 * The step to the left (-1) or right (1) of `from` among points or checkpoints. Without a cursor it starts
 * from the last step. Null where nothing has been recorded.
 */
export function nextStep(
  history: Pick<HistoryView, 'points' | 'checkpoints'>,
  from: number | null,
  direction: -1 | 1,
  among: 'points' | 'checkpoints',
): number | null {
  const { points } = history;
  if (points.length === 0) return null;
  const last = points[points.length - 1].step;
  const steps =
    among === 'points' ? points.map(({ step }) => step) : history.checkpoints.map(({ step }) => step);
  const start = from ?? last + 1;
  const beyond = direction < 0 ? steps.findLast((step) => step < start) : steps.find((step) => step > start);
  return beyond ?? from ?? last;
}
