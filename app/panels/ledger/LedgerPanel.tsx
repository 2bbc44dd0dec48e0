// The ledger: what the net costs in parameters, multiply-accumulates and memory, as a whole, by kind and by
// layer. Bytes come from the plan that the engine allocates from.
import { ChevronDown, TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { memoryKinds } from '../../../engine/plan/plan.ts';
import { Help } from '../../controls/Help.tsx';
import { Icon } from '../../controls/icons.tsx';
import { Menu, MenuChoice, MenuItem, MenuLabel, MenuRule } from '../../controls/Menu.tsx';
import { bytes, bytesParts, compact, compactParts, count, type Quantity } from '../../draw/format.ts';
import { messageText } from '../../i18n/failure.ts';
import { openDialog } from '../../shell/dialogs.ts';
import { usePlayground, useRun, useView } from '../../store/context.tsx';
import type { ViewState } from '../../store/view.ts';
import { HeldBar } from './HeldBar.tsx';
import { FigureTable, LayerTable } from './LayerTable.tsx';
import './ledger.css';
import type { NetLedger } from './ledgerModel.ts';
import { type LedgerState, type Per, useLedger } from './useLedger.ts';

type Shown = ViewState['ledgerBars'] | 'figures';
const measures: readonly Shown[] = ['memory', 'parameters', 'macs', 'figures'];

function BarsMenu({
  shown,
  show,
  per,
  count: setPer,
}: {
  shown: Shown;
  show(shown: Shown): void;
  per: Per;
  count(per: Per): void;
}) {
  const { t } = useTranslation('ledger');
  const batch = useRun((run) => run.training.batch);
  return (
    <Menu
      align="end"
      help={t('menu.help')}
      trigger={
        <button type="button" className="btn quiet bars-menu">
          {shown !== 'figures' && <span className="lab">{t('menu.bars')}</span>}
          {t(`menu.${shown}`)}
          <Icon of={ChevronDown} />
        </button>
      }
    >
      <MenuLabel>{t('menu.show')}</MenuLabel>
      <MenuChoice
        value={shown}
        onChange={(value) => show(value as Shown)}
        options={measures.map((value) => ({ value, label: t(`menu.${value}`) }))}
      />
      <MenuRule />
      <MenuLabel>{t('menu.counted')}</MenuLabel>
      <MenuChoice
        value={per}
        onChange={(value) => setPer(value as Per)}
        options={[
          { value: 'batch', label: t('menu.perBatch', { count: batch }) },
          { value: 'image', label: t('menu.perImage') },
        ]}
      />
      <MenuRule />
      <MenuItem onSelect={() => openDialog('stories')}>{t('shell:stories.open')}</MenuItem>
    </Menu>
  );
}

const Figure = ({
  quantity: { value, unit },
  name,
  help,
}: {
  quantity: Quantity;
  name: string;
  help: string;
}) => (
  <Help text={help}>
    <span className="fig">
      <b>
        {value}
        {unit && <small>{`\u00a0${unit}`}</small>}
      </b>
      <span className="lab">{name}</span>
    </span>
  </Help>
);

function Figures({ ledger }: { ledger: NetLedger }) {
  const { t } = useTranslation('ledger');
  const figures = {
    parameters: { value: count(ledger.parameters), unit: '' },
    macs: compactParts(ledger.macs),
    working: bytesParts(ledger.working),
  };
  return (
    <div className="figs">
      {(['parameters', 'macs', 'working'] as const).map((figure) => (
        <Figure
          key={figure}
          quantity={figures[figure]}
          name={t(`figure.${figure}`)}
          help={t(`figure.${figure}Help`)}
        />
      ))}
    </div>
  );
}

/** How much of the figures is for training only. */
function Heads({ inHeads: { parameterCount, macs } }: Pick<NetLedger, 'inHeads'>) {
  const { t } = useTranslation('ledger');
  if (parameterCount === 0) return null;
  return (
    <p className="ledger-heads">{t('inHeads', { parameters: count(parameterCount), macs: compact(macs) })}</p>
  );
}

function Kinds({ ledger }: { ledger: NetLedger }) {
  const { t } = useTranslation('ledger');
  return (
    <dl className="kinds">
      {memoryKinds.map((kind) => (
        <Help key={kind} text={t(`kindHelp.${kind}`)}>
          <div className="kind">
            <dt>
              <i
                className={kind === 'data' ? 'hatch' : ''}
                style={kind === 'data' ? undefined : { background: `var(--kind-${kind})` }}
              />
              {t(`kind.${kind}`)}
            </dt>
            <dd>{bytes(ledger.totals[kind])}</dd>
          </div>
        </Help>
      ))}
    </dl>
  );
}

/** Why the figures are of an earlier net. */
function Mistake({ mistake }: Pick<LedgerState, 'mistake'>) {
  const { t } = useTranslation('ledger');
  if (!mistake) return null;
  const reason = messageText(t, mistake.diagnostic.code, mistake.diagnostic.values);
  return (
    <p className="ledger-note">
      <Icon of={TriangleAlert} />
      <span>{mistake.layer ? t('mistake.layer', { layer: mistake.layer, reason }) : reason}</span>
    </p>
  );
}

export default function LedgerPanel() {
  const { t } = useTranslation('ledger');
  const { view } = usePlayground();
  const bars = useView((state) => state.ledgerBars);
  const [figures, setFigures] = useState(false);
  const [per, setPer] = useState<Per>('batch');
  const { ledger, state, mistake } = useLedger(per);
  const show = (shown: Shown) => {
    setFigures(shown === 'figures');
    if (shown !== 'figures') view.setState({ ledgerBars: shown });
  };
  return (
    <>
      <div className="ph">
        <h2 id="ledger-title">{t('title')}</h2>
        <span className={state === 'stale' ? 'lab warn' : 'lab'}>
          {t(`state.${state}`, { batch: count(ledger?.batch ?? 0) })}
        </span>
        <span className="grow" />
        <BarsMenu shown={figures ? 'figures' : bars} show={show} per={per} count={setPer} />
      </div>
      <Mistake mistake={mistake} />
      {ledger && (
        <div className="ledger-body" data-stale={state === 'stale'}>
          <Figures ledger={ledger} />
          <Heads inHeads={ledger.inHeads} />
          <HeldBar ledger={ledger} />
          <Kinds ledger={ledger} />
          {figures ? <FigureTable ledger={ledger} /> : <LayerTable ledger={ledger} measure={bars} />}
        </div>
      )}
    </>
  );
}
