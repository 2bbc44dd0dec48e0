// What scripts are answered with: copies of what the page's stores hold, in the words of the console.
import { analyse } from '../../engine/plan/analyse.ts';
import { presets } from '../../engine/spec/presets/index.ts';
import type { DatasetStatus, EvaluationPoint, HistoryPoint } from '../../engine/worker/protocol.ts';
import type { RunStoreState } from '../store/run.ts';
import type { DatasetSummary, HistoryEntry, PresetSummary, Status } from './playground.ts';

export function statusOf({ status }: RunStoreState): Status {
  const { generation: _, ...rest } = status;
  return rest;
}

export const datasetOf = ({ id, title, classes, train, test }: DatasetStatus): DatasetSummary => ({
  id,
  title,
  train: train.total,
  test: test.total,
  classes: [...classes],
  arrived: { train: train.count, test: test.count },
});

export const presetSummaries = (): PresetSummary[] =>
  presets.map(({ id, network }) => {
    const { parameterCount, macs } = analyse(network, 10);
    return { id, title: network.name, params: parameterCount, macs };
  });

/** Steps with their evaluations; one whose step was thinned out goes to the last step kept before it. */
export function historyOf(
  points: readonly HistoryPoint[],
  evaluations: readonly EvaluationPoint[],
): HistoryEntry[] {
  const entries: HistoryEntry[] = points.map((point) => ({ ...point }));
  let at = 0;
  for (const { step, loss, accuracy, count } of evaluations) {
    while (at + 1 < entries.length && entries[at + 1].step <= step) at++;
    if (entries[at])
      Object.assign(entries[at], { testLoss: loss, testAccuracy: accuracy, testExamples: count });
  }
  return entries;
}
