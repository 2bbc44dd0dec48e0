// The dialogs of the page, fetched when first opened.
import { X } from 'lucide-react';
import { Dialog } from 'radix-ui';
import { type ComponentType, Suspense, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from '../controls/icons.tsx';
import { keepFocusOfPointer } from '../controls/Menu.tsx';
import { type DialogName, openDialog, useOpenDialog } from './dialogs.ts';
import { later } from './later.tsx';

const contents: Record<DialogName, ComponentType> = {
  data: later(() => import('./DataDialog.tsx')),
  guide: later(() => import('../guide/GuideDialog.tsx'), 'guide'),
  keys: later(() => import('./KeysDialog.tsx')),
  pattern: later(() => import('./PatternDialog.tsx'), 'pattern'),
  stories: later(() => import('../panels/ledger/StoriesDialog.tsx'), 'stories'),
  speed: later(() => import('../panels/speed/SpeedDialog.tsx'), 'speed'),
};

export function Dialogs() {
  const { t } = useTranslation('shell');
  const name = useOpenDialog();
  const Content = name && contents[name];
  const opener = useRef<Element | null>(null);
  const goBack = (event: Event) => {
    keepFocusOfPointer(event);
    if (!event.defaultPrevented && opener.current instanceof HTMLElement) opener.current.focus();
    event.preventDefault();
  };
  return (
    <Dialog.Root open={name !== null} onOpenChange={(open) => !open && openDialog(null)}>
      <Dialog.Portal>
        <Dialog.Overlay className="dialog-back" />
        {Content && (
          <Dialog.Content
            className={`dialog ${name}-dialog`}
            aria-describedby={undefined}
            onOpenAutoFocus={() => {
              opener.current = document.activeElement;
            }}
            onCloseAutoFocus={goBack}
          >
            <header>
              <Dialog.Title>{t(`${name}.title`)}</Dialog.Title>
              <span className="grow" />
              <Dialog.Close className="btn quiet icon" aria-label={t('dialog.close')}>
                <Icon of={X} />
              </Dialog.Close>
            </header>
            <div className="body">
              <Suspense fallback={<p className="lab">{t('dialog.loading')}</p>}>
                <Content />
              </Suspense>
            </div>
          </Dialog.Content>
        )}
      </Dialog.Portal>
    </Dialog.Root>
  );
}
