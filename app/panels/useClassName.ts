// What an output of the net is called: a class of the data, in the language of the page where it is one of the data
// sets' own, or the cell of the canvas that it stands for.
import type { TFunction } from 'i18next';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { cellAt, learnsPlace } from '../../engine/spec/placing.ts';
import { useRun } from '../store/context.tsx';

/** The name of a class in the language of the page; a name that no data set of the page has stays as it is. */
export const classText = (t: TFunction<'predictions'>, name: string): string =>
  t(`predictions:class.${name}`, { defaultValue: name });

/** Names a label; `short` where there is little room. */
export function useClassName(): (label: number, short?: boolean) => string {
  const { t } = useTranslation('predictions');
  const classes = useRun((run) => run.dataset?.classes);
  const places = useRun((run) => learnsPlace(run.training));
  return useCallback(
    (label, short = false) => {
      if (!places) return classText(t, classes?.[label] ?? String(label));
      const { row, column } = cellAt(label);
      return t(short ? 'cellShort' : 'cell', { row: row + 1, column: column + 1 });
    },
    [t, classes, places],
  );
}
