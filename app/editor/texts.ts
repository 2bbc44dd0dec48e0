// Words for an element that depend on more than its own texts.
import { useTranslation } from 'react-i18next';
import type { ElementReport } from '../../engine/plan/analyse.ts';
import { isParallel } from '../../engine/spec/document.ts';

/** The settings in short: "5×5×16 p2", "in place", "add of 2". */
export function useSettingsText({ element, elementwise, summary }: ElementReport): string {
  const { t } = useTranslation('editor');
  if (isParallel(element)) return t(`block.summary.${element.merge}`, { count: element.branches.length });
  return summary || (elementwise ? t('row.inPlace') : '');
}
