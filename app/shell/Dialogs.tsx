// The dialogs of the page, fetched when first opened.
import { X } from 'lucide-react';
import { Dialog } from 'radix-ui';
import { type ComponentType, lazy, Suspense, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from '../controls/icons.tsx';
import { keepFocusOfPointer } from '../controls/Menu.tsx';
import { openTexts } from '../i18n/index.ts';
import { type DialogName, openDialog, useOpenDialog } from './dialogs.ts';

const contents: Record<DialogName, ComponentType> = {
  data: lazy(() => import('./DataDialog.tsx')),
  keys: lazy(() => import('./KeysDialog.tsx')),
  speed: lazy(async () => {
    const [dialog] = await Promise.all([import('../panels/speed/SpeedDialog.tsx'), openTexts('speed')]);
    return dialog;
  }),
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
