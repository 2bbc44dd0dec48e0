// What the header has no room for on a phone: presets, data sets, a new seed and the checkpoints.
import { useTranslation } from 'react-i18next';
import { MenuChoice, MenuLabel, MenuRule } from '../controls/Menu.tsx';
import { usePlayground, useRun } from '../store/context.tsx';
import { PresetItems } from './PresetItems.tsx';
import { RewindItems } from './Transport.tsx';

export function PhoneItems() {
  const { t } = useTranslation('shell');
  const playground = usePlayground();
  const datasets = useRun((run) => run.datasets);
  const datasetId = useRun((run) => run.datasetId);
  return (
    <>
      <MenuLabel>{t('preset.label')}</MenuLabel>
      <PresetItems folded />
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
