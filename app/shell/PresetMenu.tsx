// The nets that come with the page, each with what it costs.
import { ChevronDown } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Icon } from '../controls/icons.tsx';
import { Menu } from '../controls/Menu.tsx';
import { useOrigin } from './origin.ts';
import { PresetItems } from './PresetItems.tsx';

export function PresetMenu() {
  const { t } = useTranslation(['shell', 'presets']);
  const { name, preset } = useOrigin();
  const title = preset ? t(`presets:${preset.id}.title`) : name;
  return (
    <Menu
      help={t('preset.help')}
      trigger={
        <button type="button" className="pick" aria-label={t('preset.name', { title })}>
          <span className="lab wide-only">{t('preset.label')}</span>
          <span className="pick-text">{title}</span>
          <Icon of={ChevronDown} />
        </button>
      }
    >
      <PresetItems />
    </Menu>
  );
}
