// Words for an element that depend on more than its own texts.
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { ElementReport } from '../../engine/plan/analyse.ts';
import { isParallel } from '../../engine/spec/document.ts';

/** The words of a summary: "max" and "global", not the letters before numbers. */
export const summaryWords = /[a-z]{3,}\d*/gi;

/** A layer's summary in the reader's language, long decimals to three figures: "÷1.2599 random" is "÷1.26 随机". */
const summaryText = (t: TFunction, summary: string): string =>
  summary
    .replace(/\d+\.\d{3,}/g, (number) => String(Number(Number(number).toPrecision(3))))
    .replace(summaryWords, (word) => t(`editor:row.words.${word}`));

/** The settings in short: "5×5×16 p2", "in place", "add of 2". */
export function useSettingsText({ element, elementwise, summary }: ElementReport): string {
  const { t } = useTranslation('editor');
  if (isParallel(element)) {
    const { merge, weight, branches } = element;
    return merge === 'head'
      ? t('block.summary.head', { count: branches.length - 1, weight })
      : t(`block.summary.${merge}`, { count: branches.length });
  }
  return summaryText(t, summary) || (elementwise ? t('row.inPlace') : '');
}
