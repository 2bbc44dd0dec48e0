// The insertion palette: opens where a layer is wanted, takes one key or click, and goes.
import { Plus } from 'lucide-react';
import { type KeyboardEvent, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Help } from '../controls/Help.tsx';
import { Icon } from '../controls/icons.tsx';
import { openDialog } from '../shell/dialogs.ts';
import { usePlayground } from '../store/context.tsx';
import type { Place } from '../store/editor.ts';
import { insertAt, leave } from './commands.ts';
import { paletteTypes } from './newElement.ts';

export function Slot({ place }: { place: Place }) {
  const { t } = useTranslation(['editor', 'layers']);
  const playground = usePlayground();
  const bar = useRef<HTMLDivElement>(null);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another place is another palette
  useEffect(() => {
    const byKeys = document.documentElement.dataset.input === 'keys';
    if (byKeys) bar.current?.querySelector('button')?.focus({ preventScroll: true });
    bar.current?.scrollIntoView({ block: 'nearest' });
  }, [place]);

  const keyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    if (event.key === 'Escape') {
      event.preventDefault();
      return leave(playground);
    }
    const direction = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (!direction) return;
    event.preventDefault();
    const buttons = [...event.currentTarget.querySelectorAll('button')];
    const at = buttons.indexOf(document.activeElement as HTMLButtonElement);
    buttons[(at + direction + buttons.length) % buttons.length].focus();
  };
  return (
    <div ref={bar} className="slot" role="toolbar" aria-label={t('slot.label')} onKeyDown={keyDown}>
      <span className="plus">
        <Icon of={Plus} />
      </span>
      {paletteTypes.map((type) => (
        <Help key={type} text={t(`layers:${type}.help`)} side="top">
          <button type="button" onClick={() => insertAt(playground, place, type)}>
            {t(`layers:${type}.name`)}
          </button>
        </Help>
      ))}
      <button type="button" className="explained" onClick={() => openDialog('guide')}>
        {t('shell:guide.title')}
      </button>
    </div>
  );
}

export const samePlace = (a: Place | null, b: Place): boolean =>
  a !== null && a.block === b.block && a.branch === b.branch && a.index === b.index;
