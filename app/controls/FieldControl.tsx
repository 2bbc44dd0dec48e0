// The one form control of the page: whatever a layer or the training settings list as a field, by its kind.
import { ChevronDown, Link2, Unlink2 } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { type Field, pair, type Size } from '../../engine/spec/fields.ts';
import { unitText } from './fieldTexts.ts';
import { Help } from './Help.tsx';
import { Icon } from './icons.tsx';
import { Stepper } from './Stepper.tsx';
import { Switch } from './Switch.tsx';

interface Props {
  field: Field;
  value: unknown;
  /** Where the field's texts are: "layers:conv.fields.filters" or "training:batch". */
  texts: string;
  /** `visit` is the same for all changes of one visit to the field; null for a change of its own. */
  onChange(value: unknown, visit: string | null): void;
}

/** Letters of an option that have room in the width of a number. */
const shortOption = 9;

export function FieldControl({ field, value, texts, onChange }: Props) {
  const { t } = useTranslation();
  const name = t(`${texts}.label`);
  const options = field.kind === 'choice' ? field.options : [];
  const long = options.some((option) => t(`${texts}.options.${option}`).length > shortOption);
  const unit = unitText(t, texts, 2);
  return (
    <Help text={t(`${texts}.help`)} side="top">
      <div className="field" data-field={field.key} data-long={long || undefined}>
        <span className="lab">
          {unit ? t('shell:control.inUnit', { name, unit }) : name}
          {field.kind === 'size' && <LinkSides value={value as Size} name={name} onChange={onChange} />}
        </span>
        <Control field={field} value={value} texts={texts} name={name} onChange={onChange} />
      </div>
    </Help>
  );
}

function Control({ field, value, texts, name, onChange }: Props & { name: string }): ReactNode {
  const { t } = useTranslation();
  switch (field.kind) {
    case 'integer':
    case 'number':
      return (
        <Stepper
          value={value as number}
          min={field.min}
          max={field.max}
          step={field.kind === 'number' ? field.step : 1}
          integer={field.kind === 'integer'}
          name={name}
          onChange={onChange}
        />
      );
    case 'size':
      return <SizeControl field={field} value={value as Size} name={name} onChange={onChange} />;
    case 'choice':
      return (
        <span className="choice">
          <select
            aria-label={name}
            value={value as string}
            onChange={(event) => onChange(event.target.value, null)}
          >
            {field.options.map((option) => (
              <option key={option} value={option}>
                {t(`${texts}.options.${option}`)}
              </option>
            ))}
          </select>
          <Icon of={ChevronDown} />
        </span>
      );
    case 'boolean':
      return <Switch on={value as boolean} name={name} onChange={(next) => onChange(next, null)} />;
  }
}

type SizeField = Extract<Field, { kind: 'size' }>;

function SizeControl({
  field,
  value,
  name,
  onChange,
}: Pick<Props, 'onChange'> & { field: SizeField; value: Size; name: string }) {
  const { t } = useTranslation('shell');
  const common = { min: field.min, max: field.max, step: 1, integer: true };
  if (typeof value === 'number') return <Stepper {...common} value={value} name={name} onChange={onChange} />;
  const [height, width] = value;
  return (
    <span className="sides">
      <Stepper
        {...common}
        value={height}
        name={t('control.height', { name })}
        onChange={(next, visit) => onChange([next, width], visit)}
      />
      <Stepper
        {...common}
        value={width}
        name={t('control.width', { name })}
        onChange={(next, visit) => onChange([height, next], visit)}
      />
    </span>
  );
}

/** Lets height and width differ, or makes both the height again. */
function LinkSides({ value, name, onChange }: Pick<Props, 'onChange'> & { value: Size; name: string }) {
  const { t } = useTranslation('shell');
  const linked = typeof value === 'number';
  const label = t(linked ? 'control.unlink' : 'control.link', { name });
  return (
    <button
      type="button"
      className="link-sides"
      aria-label={label}
      aria-pressed={!linked}
      title={label}
      onClick={() => onChange(linked ? [...pair(value)] : value[0], null)}
    >
      <Icon of={linked ? Link2 : Unlink2} />
    </button>
  );
}
