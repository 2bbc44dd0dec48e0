// Words for an element that depend on more than its own texts.
import { useTranslation } from 'react-i18next';
import type { ElementReport } from '../../engine/plan/analyse.ts';
import { isParallel } from '../../engine/spec/document.ts';

/** The settings in short: "5×5×16 p2", "in place", "add of 2". */
export function useSettingsText({ element, elementwise, summary }: ElementReport): string {
  const { t } = useTranslation('editor');
  if (isParallel(element)) {
    const { merge, weight, branches } = element;
    return merge === 'head'
      ? t('block.summary.head', { count: branches.length - 1, weight })
      : t(`block.summary.${merge}`, { count: branches.length });
  }
  return summary || (elementwise ? t('row.inPlace') : '');
}
