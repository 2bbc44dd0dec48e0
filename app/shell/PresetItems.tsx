// The presets as items of a menu: those to begin with at once, the others by family in lists of their own, beside the
// menu or, on a phone, in it.
import { useTranslation } from 'react-i18next';
import { presets } from '../../engine/spec/presets/index.ts';
import { type Preset, presetFamilies } from '../../engine/spec/presets/preset.ts';
import { FoldedItems, MenuChoice, SubMenu } from '../controls/Menu.tsx';
import { compact, count } from '../draw/format.ts';
import { usePlayground } from '../store/context.tsx';
import { reportOf, useClasses } from '../store/report.ts';
import { choosePreset, useOrigin } from './origin.ts';

export function PresetItems({ folded = false }: { folded?: boolean }) {
  const { t } = useTranslation('shell');
  const [first, ...others] = presetFamilies;
  const List = folded ? FoldedItems : SubMenu;
  return (
    <>
      <Family family={first} />
      {others.map((family) => (
        <List key={family} label={t(`family.${family}`)}>
          <Family family={family} />
        </List>
      ))}
    </>
  );
}

function Family({ family }: Pick<Preset, 'family'>) {
  const { t } = useTranslation(['shell', 'presets']);
  const playground = usePlayground();
  const { preset } = useOrigin();
  const classes = useClasses();
  return (
    <MenuChoice
      value={preset?.id ?? ''}
      onChange={(id) => choosePreset(playground, id)}
      options={presets
        .filter((one) => one.family === family)
        .map(({ id, network, source }) => {
          const { parameterCount, macs } = reportOf(network, classes);
          return {
            value: id,
            label: t(`presets:${id}.title`),
            note: source,
            end: t('preset.cost', { parameters: count(parameterCount), macs: compact(macs) }),
          };
        })}
    />
  );
}
