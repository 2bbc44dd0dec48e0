// The data sets: which is used, how far it has arrived, which can be had here, and the way to one's own.
import { ChevronDown, Images } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Icon } from '../controls/icons.tsx';
import { Menu, MenuChoice, MenuItem, MenuRule } from '../controls/Menu.tsx';
import { count } from '../draw/format.ts';
import { usePlayground, useRun } from '../store/context.tsx';
import { openDialog } from './dialogs.ts';

/** The share of the data set that has arrived; drawn as a line under its name until it is whole. */
function Arrival() {
  const { t } = useTranslation('shell');
  const arrived = useRun(({ dataset }) => {
    if (!dataset) return 0;
    const { train, test } = dataset;
    return Math.round((100 * (train.count + test.count)) / Math.max(1, train.total + test.total));
  });
  if (arrived >= 100) return null;
  return (
    <span
      className="arrival"
      role="progressbar"
      aria-label={t('data.arriving')}
      aria-valuenow={arrived}
      aria-valuemin={0}
      aria-valuemax={100}
    >
      <i style={{ width: `${arrived}%` }} />
    </span>
  );
}

/** Its title; the usual ones are known before the engine has told them. */
export function useDatasetTitle(): string {
  const { t } = useTranslation('shell');
  const id = useRun((run) => run.datasetId);
  const told = useRun(
    ({ dataset, datasets, datasetId }) =>
      datasets.find((entry) => entry.id === datasetId)?.title ??
      (dataset?.id === datasetId ? dataset.title : null),
  );
  return told ?? t(`data.titles.${id}`, { defaultValue: id });
}

export function DataMenu() {
  const { t } = useTranslation('shell');
  const { act } = usePlayground();
  const id = useRun((run) => run.datasetId);
  const datasets = useRun((run) => run.datasets);
  const title = useDatasetTitle();
  return (
    <Menu
      help={t('data.help')}
      trigger={
        <button type="button" className="pick data-pick" aria-label={t('data.name', { title })}>
          <span className="lab wide-only">{t('data.label')}</span>
          <span className="pick-text">{title}</span>
          <Icon of={ChevronDown} />
          <Arrival />
        </button>
      }
    >
      <MenuChoice
        value={id}
        onChange={(chosen) => act((actions) => actions.setDataset(chosen))}
        options={datasets.map((entry) => ({
          value: entry.id,
          label: entry.title,
          end: entry.available
            ? t('data.sizes', { train: count(entry.train), test: count(entry.test) })
            : t('data.unavailable'),
          disabled: !entry.available,
        }))}
      />
      <MenuRule />
      <MenuItem icon={<Icon of={Images} />} onSelect={() => openDialog('data')}>
        {t('data.open')}
      </MenuItem>
    </Menu>
  );
}
