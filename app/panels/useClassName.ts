// What an output of the net is called: a class of the data, in the language of the page where it is one of the data
// sets' own, or the cell of the canvas that it stands for.
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { cellAt, learnsPlace } from '../../engine/spec/placing.ts';
import { useRun } from '../store/context.tsx';

/** Names a label; `short` where there is little room. */
export function useClassName(): (label: number, short?: boolean) => string {
  const { t } = useTranslation('predictions');
  const classes = useRun((run) => run.dataset?.classes);
  const places = useRun((run) => learnsPlace(run.training));
  return useCallback(
    (label, short = false) => {
      const name = classes?.[label] ?? String(label);
      if (!places) return t(`class.${name}`, { defaultValue: name });
      const { row, column } = cellAt(label);
      return t(short ? 'cellShort' : 'cell', { row: row + 1, column: column + 1 });
    },
    [t, classes, places],
  );
}
