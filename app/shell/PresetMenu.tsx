// The nets that come with the page, each with what it costs. While nothing is lost by it a choice runs at
// once; later it becomes the draft, and the network panel offers to restart with it.
import { ChevronDown } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { presetOf, presets } from '../../engine/spec/presets/index.ts';
import { Icon } from '../controls/icons.tsx';
import { Menu, MenuChoice } from '../controls/Menu.tsx';
import { compact, count } from '../draw/format.ts';
import { type Playground, useEditor, usePlayground } from '../store/context.tsx';
import { reportOf, useClasses } from '../store/report.ts';

/** The preset that the draft came from, by its name, which edits leave alone. */
export const useOrigin = () => {
  const name = useEditor((editor) => editor.draft.name);
  return { name, preset: presets.find((preset) => preset.network.name === name) };
};

export function choosePreset({ act, actions, run }: Playground, id: string): void {
  if (run.getState().status.step > 0) actions.replace(presetOf(id).network);
  else act((all) => all.setNetwork(id));
}

export function PresetMenu() {
  const { t } = useTranslation(['shell', 'presets']);
  const playground = usePlayground();
  const { name, preset } = useOrigin();
  const classes = useClasses();
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
      <MenuChoice
        value={preset?.id ?? ''}
        onChange={(id) => choosePreset(playground, id)}
        options={presets.map(({ id, network }) => {
          const { parameterCount, macs } = reportOf(network, classes);
          return {
            value: id,
            label: t(`presets:${id}.title`),
            end: t('preset.cost', { parameters: count(parameterCount), macs: compact(macs) }),
          };
        })}
      />
    </Menu>
  );
}
