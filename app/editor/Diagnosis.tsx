// What is wrong with an element, in one sentence, and changes that would mend it, each with its result.
// Under the pointer or focus a change is previewed in the whole column.
import { ArrowRight, TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Diagnostic, Fix } from '../../engine/spec/diagnostic.ts';
import { fieldTexts } from '../controls/fieldTexts.ts';
import { Icon } from '../controls/icons.tsx';
import { messageText } from '../i18n/failure.ts';
import { usePlayground } from '../store/context.tsx';
import { applyFix, withFix } from './commands.ts';

interface Props {
  id: string;
  type: string;
  diagnostic: Diagnostic;
}

export function Diagnosis({ id, type, diagnostic }: Props) {
  const { t } = useTranslation('editor');
  return (
    <div className="diagnosis">
      <p>
        <Icon of={TriangleAlert} />
        <span>{messageText(t, diagnostic.code, diagnostic.values)}</span>
      </p>
      {diagnostic.fixes.length > 0 && (
        <div className="fixes">
          {diagnostic.fixes.map((fix) => (
            <FixButton key={fix.field} id={id} type={type} fix={fix} />
          ))}
        </div>
      )}
    </div>
  );
}

function FixButton({ id, type, fix }: { id: string; type: string; fix: Fix }) {
  const { t } = useTranslation('editor');
  const playground = usePlayground();
  const { actions } = playground;
  const show = () => actions.preview(withFix(playground, id, fix));
  const hide = () => actions.preview(null);
  const { height, width } = fix.output;
  const words =
    fix.field === 'rounding' ? (
      t(`fix.rounding.${fix.value}`)
    ) : (
      <>
        {t(`${fieldTexts(type, fix.field)}.label`)} <b>{String(fix.value)}</b>
      </>
    );
  return (
    <button
      type="button"
      className="btn"
      onPointerEnter={show}
      onPointerLeave={hide}
      onFocus={show}
      onBlur={hide}
      onClick={() => applyFix(playground, id, fix)}
    >
      <span>{words}</span>
      <Icon of={ArrowRight} />
      {height}×{width}
    </button>
  );
}
