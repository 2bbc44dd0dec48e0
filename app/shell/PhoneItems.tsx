// What the header has no room for on a phone: presets, data sets, a new seed and the checkpoints.
import { useTranslation } from 'react-i18next';
import { presets } from '../../engine/spec/presets/index.ts';
import { MenuChoice, MenuLabel, MenuRule } from '../controls/Menu.tsx';
import { usePlayground, useRun } from '../store/context.tsx';
import { choosePreset, useOrigin } from './PresetMenu.tsx';
import { RewindItems } from './Transport.tsx';

export function PhoneItems() {
  const { t } = useTranslation(['shell', 'presets']);
  const playground = usePlayground();
  const { preset } = useOrigin();
  const datasets = useRun((run) => run.datasets);
  const datasetId = useRun((run) => run.datasetId);
  return (
    <>
      <MenuLabel>{t('preset.label')}</MenuLabel>
      <MenuChoice
        value={preset?.id ?? ''}
        onChange={(id) => choosePreset(playground, id)}
        options={presets.map(({ id }) => ({ value: id, label: t(`presets:${id}.title`) }))}
      />
      <MenuLabel>{t('data.label')}</MenuLabel>
      <MenuChoice
        value={datasetId}
        onChange={(id) => playground.act((actions) => actions.setDataset(id))}
        options={datasets.map((entry) => ({
          value: entry.id,
          label: entry.title,
          end: entry.available ? undefined : t('data.unavailable'),
          disabled: !entry.available,
        }))}
      />
      <MenuRule />
      <RewindItems />
      <MenuRule />
    </>
  );
}
