// One figure of the run's history in a component, which renders again only when that figure changes. Select
// numbers, texts or entries, never fresh objects.
import { useSyncExternalStore } from 'react';
import type { HistoryView } from '../client/history.ts';
import { usePlayground } from '../store/context.tsx';

export function useHistory<T extends string | number | boolean | null | undefined | object>(
  select: (history: HistoryView) => T,
): T {
  const { history } = usePlayground();
  return useSyncExternalStore(
    (changed) => history.subscribe(changed),
    () => select(history),
  );
}
