// The right end of the header: share, language, theme, and everything else in one menu.
import {
  BookA,
  BookOpen,
  Ellipsis,
  FolderOpen,
  Images,
  Keyboard,
  Languages,
  Link,
  Moon,
  Presentation,
  Save,
  Shapes,
  Sun,
} from 'lucide-react';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Help } from '../controls/Help.tsx';
import { Icon } from '../controls/icons.tsx';
import { Menu, MenuChoice, MenuItem, MenuLabel, MenuRule } from '../controls/Menu.tsx';
import { type Language, languageNames, languages, setLanguage } from '../i18n/index.ts';
import { type Playground, usePlayground, useView } from '../store/context.tsx';
import { announce } from './announce.ts';
import { openDialog } from './dialogs.ts';
import { openFiles, pickedFiles, saveFile } from './files.ts';
import type { Layout } from './layout.ts';
import { PhoneItems } from './PhoneItems.tsx';
import { share } from './share.ts';

/** How long a button says that the link was copied, in milliseconds. */
const saidFor = 2000;

function ShareButton() {
  const { t } = useTranslation('shell');
  const playground = usePlayground();
  const [copied, setCopied] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const copy = async () => {
    if (!(await share(playground))) return;
    setCopied(true);
    announce(t('share.copied'));
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setCopied(false), saidFor);
  };
  return (
    <Help text={t('share.help')}>
      <button type="button" className="btn quiet share" aria-label={t('share.label')} onClick={copy}>
        <Icon of={Link} />
        <span className="wide-only">{t(copied ? 'share.copied' : 'share.label')}</span>
      </button>
    </Help>
  );
}

export const chooseLanguage = async ({ view }: Playground, language: Language) => {
  await setLanguage(language);
  view.setState({ language });
};

export const toggleTheme = ({ view }: Playground) =>
  view.setState(({ theme }) => ({ theme: theme === 'dark' ? 'light' : 'dark' }));

const toggleSize = ({ view }: Playground) =>
  view.setState(({ size }) => ({ size: size === 'projector' ? 'normal' : 'projector' }));

function LanguageMenu() {
  const { t } = useTranslation('shell');
  const language = useView((view) => view.language);
  return (
    <Menu
      align="end"
      help={t('language.help')}
      trigger={
        <button type="button" className="btn quiet language" aria-label={t('language.label')}>
          {languageNames[language].short}
        </button>
      }
    >
      <LanguageChoice />
    </Menu>
  );
}

function LanguageChoice() {
  const playground = usePlayground();
  const language = useView((view) => view.language);
  return (
    <MenuChoice
      value={language}
      onChange={(value) => void chooseLanguage(playground, value as Language)}
      options={languages.map((value) => ({ value, label: languageNames[value].name }))}
    />
  );
}

function ThemeButton() {
  const { t } = useTranslation('shell');
  const playground = usePlayground();
  const dark = useView((view) => view.theme === 'dark');
  const label = t(dark ? 'theme.toLight' : 'theme.toDark');
  return (
    <Help text={t('theme.help')}>
      <button
        type="button"
        className="btn quiet icon"
        aria-label={label}
        onClick={() => toggleTheme(playground)}
      >
        <Icon of={dark ? Sun : Moon} />
      </button>
    </Help>
  );
}

function MoreMenu({ everything }: { everything: boolean }) {
  const { t } = useTranslation('shell');
  const playground = usePlayground();
  const dark = useView((view) => view.theme === 'dark');
  const projector = useView((view) => view.size === 'projector');
  const picker = useRef<HTMLInputElement>(null);
  return (
    <>
      <Menu
        align="end"
        help={t('more.help')}
        trigger={
          <button type="button" className="btn quiet icon" aria-label={t('more.label')}>
            <Icon of={Ellipsis} />
          </button>
        }
      >
        {everything && <PhoneItems />}
        <MenuItem icon={<Icon of={Save} />} onSelect={() => saveFile(playground)}>
          {t('file.save')}
        </MenuItem>
        <MenuItem icon={<Icon of={FolderOpen} />} onSelect={() => picker.current?.click()}>
          {t('file.open')}
        </MenuItem>
        <MenuItem icon={<Icon of={Images} />} onSelect={() => openDialog('data')}>
          {t('data.open')}
        </MenuItem>
        <MenuItem icon={<Icon of={Shapes} />} onSelect={() => openDialog('pattern')}>
          {t('pattern.open')}
        </MenuItem>
        <MenuItem icon={<Icon of={BookA} />} end="L" onSelect={() => openDialog('guide')}>
          {t('guide.title')}
        </MenuItem>
        <MenuItem icon={<Icon of={BookOpen} />} onSelect={() => openDialog('stories')}>
          {t('stories.open')}
        </MenuItem>
        <MenuRule />
        <MenuItem icon={<Icon of={Link} />} onSelect={() => void share(playground)}>
          {t('share.long')}
        </MenuItem>
        <MenuItem icon={<Icon of={dark ? Sun : Moon} />} onSelect={() => toggleTheme(playground)}>
          {t(dark ? 'theme.toLight' : 'theme.toDark')}
        </MenuItem>
        <MenuItem icon={<Icon of={Presentation} />} onSelect={() => toggleSize(playground)}>
          {t(projector ? 'size.toNormal' : 'size.toProjector')}
        </MenuItem>
        <MenuItem icon={<Icon of={Keyboard} />} end="?" onSelect={() => openDialog('keys')}>
          {t('keys.title')}
        </MenuItem>
        <MenuRule />
        <MenuLabel>
          <span className="row">
            <Icon of={Languages} />
            {t('language.label')}
          </span>
        </MenuLabel>
        <LanguageChoice />
      </Menu>
      <input
        ref={picker}
        type="file"
        hidden
        multiple
        tabIndex={-1}
        aria-hidden
        onChange={(event) => {
          openFiles(playground, pickedFiles(event.target.files));
          event.target.value = '';
        }}
      />
    </>
  );
}

export function ViewControls({ layout }: { layout: Layout }) {
  const narrow = layout === 'narrow';
  return (
    <div className="view-controls">
      {!narrow && <ShareButton />}
      {!narrow && <LanguageMenu />}
      {!narrow && <ThemeButton />}
      <MoreMenu everything={narrow} />
    </div>
  );
}
