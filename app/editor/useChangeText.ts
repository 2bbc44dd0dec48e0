// The changes of a net in words: the first few one by one, the others counted.
import { useTranslation } from 'react-i18next';
import { fieldTexts, valueText } from '../controls/fieldTexts.ts';
import type { Change } from './change.ts';

/** Changes named one by one. */
const named = 2;

export function useChangeText(): (changes: readonly Change[]) => string {
  const { t } = useTranslation(['editor', 'layers']);
  const say = (change: Change): string => {
    if (change.kind !== 'field') return t(`change.${change.kind}`, { ...change });
    const field = fieldTexts(change.type, change.field);
    return t('change.field', {
      layer: change.layer,
      field: t(`${field}.label`),
      from: valueText(t, field, change.from),
      to: valueText(t, field, change.to),
    });
  };
  return (changes) => {
    const first = changes.slice(0, named).map(say).join(t('change.and'));
    const others = changes.length - named;
    return others > 0 ? t('change.more', { first, count: others }) : first;
  };
}
