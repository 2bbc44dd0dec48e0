// The settings of an entry as a table: what each is called and does, what it may be, and what it is at first.
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { Field } from '../../engine/spec/fields.ts';
import { valueText } from '../controls/fieldTexts.ts';
import { count, setting } from '../draw/format.ts';
import type { Entry } from './entries.ts';

/** All that a field may be: "1 to 64", or its choices. */
function rangeText(t: TFunction, field: Field, texts: string): string {
  const values = (list: readonly unknown[]) =>
    list.map((value) => valueText(t, texts, value)).join(t('guide:comma'));
  switch (field.kind) {
    case 'integer':
      return t('guide:range.whole', { min: count(field.min), max: count(field.max) });
    case 'number':
      return t('guide:range.number', { min: setting(field.min), max: setting(field.max) });
    case 'size':
      return t('guide:range.size', { min: field.min, max: field.max });
    case 'choice':
      return values(field.options);
    case 'boolean':
      return values([true, false]);
  }
}

/** Beside which other settings a field means something, or null if always. */
function conditionText(t: TFunction, { when }: Field, { textsOf, group }: Entry): string | null {
  // An optimiser's settings all depend on the optimiser, which is the entry itself.
  const others = Object.entries(when ?? {}).filter(([key]) => group !== 'optimiser' || key !== 'optimiser');
  if (others.length === 0) return null;
  const conditions = others.map(([key, values]) =>
    t('guide:condition', {
      field: t(`${textsOf(key)}.label`),
      values: values.map((value) => valueText(t, textsOf(key), value)).join(t('guide:or')),
    }),
  );
  return t('guide:only', { conditions: conditions.join(t('guide:and')) });
}

export function FieldTable({ entry, name }: { entry: Entry; name: string }) {
  const { t } = useTranslation('guide');
  return (
    <table className="guide-fields" aria-label={t('settingsOf', { name })}>
      <thead>
        <tr>
          {(['setting', 'range', 'default', 'meaning'] as const).map((column) => (
            <th scope="col" key={column}>
              {t(`column.${column}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {entry.fields.map((field) => {
          const texts = entry.textsOf(field.key);
          const condition = conditionText(t, field, entry);
          return (
            <tr key={field.key}>
              <th scope="row">{t(`${texts}.label`)}</th>
              <td>{rangeText(t, field, texts)}</td>
              <td>{valueText(t, texts, field.default)}</td>
              <td>
                {t(`${texts}.help`)}
                {condition && <span className="lab"> {condition}</span>}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
