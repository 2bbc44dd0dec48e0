// A choice between yes and no, with the word for it.
import { useTranslation } from 'react-i18next';

interface Props {
  on: boolean;
  name: string;
  onChange(on: boolean): void;
}

export function Switch({ on, name, onChange }: Props) {
  const { t } = useTranslation();
  return (
    <button
      type="button"
      className="switch"
      role="switch"
      aria-checked={on}
      aria-label={name}
      onClick={() => onChange(!on)}
    >
      <i />
      {t(on ? 'shell:control.on' : 'shell:control.off')}
    </button>
  );
}
