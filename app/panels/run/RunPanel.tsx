// The run: what it is doing, the settings it runs with, and its curves or their table.
import { Table2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Help } from '../../controls/Help.tsx';
import { Icon } from '../../controls/icons.tsx';
import { useLayout } from '../../shell/layout.ts';
import { usePlayground, useRun, useView } from '../../store/context.tsx';
import { useHistory } from '../useHistory.ts';
import { Charts } from './Charts.tsx';
import { RunFailure, RunState } from './RunState.tsx';
import { RunTable } from './RunTable.tsx';
import './run.css';
import { SettingsButton, SettingsStrip } from './Settings.tsx';
import { Smoothing } from './Smoothing.tsx';

function LogSwitch() {
  const { t } = useTranslation('run');
  const { view } = usePlayground();
  const log = useView((state) => state.logScale);
  return (
    <Help text={t('log.help')}>
      <button
        type="button"
        className="btn quiet"
        role="switch"
        aria-checked={log}
        aria-label={t('log.name')}
        onClick={() => view.setState({ logScale: !log })}
      >
        <span className="lab">{t('log.label')}</span>
        {t(log ? 'value.on' : 'value.off')}
      </button>
    </Help>
  );
}

function TableSwitch({ named }: { named: boolean }) {
  const { t } = useTranslation('run');
  const { view } = usePlayground();
  const table = useView((state) => state.table);
  return (
    <Help text={t('table.help')} keys="T">
      <button
        type="button"
        className="btn quiet"
        aria-pressed={table}
        aria-label={t('table.label')}
        onClick={() => view.setState({ table: !table })}
      >
        <Icon of={Table2} />
        {named && <span className="table-word">{t('table.label')}</span>}
      </button>
    </Help>
  );
}

/** The one line of a first visit. */
function Invitation() {
  const { t } = useTranslation('run');
  const idle = useRun((run) => run.status.state === 'idle' || run.status.state === 'loading');
  const started = useHistory(({ points }) => points.length > 0);
  if (!idle || started) return null;
  const [before, after] = t('invite').split('{train}');
  return (
    <p className="invite">
      <span>
        {before}
        <b>{t('train')}</b>
        {after}
      </span>
    </p>
  );
}

export default function RunPanel() {
  const { t } = useTranslation('run');
  const layout = useLayout(useView((view) => view.size));
  const table = useView((view) => view.table);
  return (
    <>
      <div className="ph">
        <h2 id="run-title">{t('title')}</h2>
        <RunState />
        <span className="grow" />
        {layout === 'wide' && <Smoothing />}
        {layout === 'middle' && <SettingsButton />}
        <LogSwitch />
        <TableSwitch named={layout !== 'narrow'} />
      </div>
      {layout !== 'middle' && <SettingsStrip />}
      <RunFailure />
      <Invitation />
      {table ? <RunTable /> : <Charts />}
    </>
  );
}
