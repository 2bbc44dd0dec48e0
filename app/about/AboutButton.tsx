// The button in the network's head line that says where the net comes from; what it opens is fetched then.
import { Info } from 'lucide-react';
import { Popover } from 'radix-ui';
import { Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { floats } from '../controls/floats.ts';
import { Help } from '../controls/Help.tsx';
import { Icon } from '../controls/icons.tsx';
import { later } from '../shell/later.tsx';

const AboutNet = later(() => import('./AboutNet.tsx'), 'about');

export function AboutButton() {
  const { t } = useTranslation('editor');
  return (
    <Popover.Root>
      <Help text={t('about')}>
        <Popover.Trigger asChild>
          <button type="button" className="btn quiet icon" aria-label={t('about')}>
            <Icon of={Info} />
          </button>
        </Popover.Trigger>
      </Help>
      <Popover.Portal container={floats()}>
        <Popover.Content
          className="floating popover"
          align="start"
          sideOffset={4}
          collisionPadding={8}
          aria-label={t('about')}
        >
          <Suspense>
            <AboutNet />
          </Suspense>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
