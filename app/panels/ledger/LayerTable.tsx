// The layers of the ledger as a table: one measure with bars, or every figure there is. A row selects its
// layer, as a row of the network does.
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { memoryKinds } from '../../../engine/plan/plan.ts';
import { Help } from '../../controls/Help.tsx';
import { bytes, compact, count, percent } from '../../draw/format.ts';
import { useEditor, usePlayground } from '../../store/context.tsx';
import { usePointed } from '../../store/pointed.ts';
import type { ViewState } from '../../store/view.ts';
import { isLayer, type LayerLedger, type NetLedger, sharedTogether, workingKinds } from './ledgerModel.ts';

type Measure = ViewState['ledgerBars'];

const amount: Record<Measure, (row: LayerLedger) => number> = {
  memory: (row) => row.working,
  parameters: (row) => row.parameters,
  macs: (row) => row.macs,
};

const printed: Record<Measure, (value: number) => string> = {
  memory: bytes,
  parameters: count,
  macs: compact,
};

/** Rows that are no layer have a name of their own. */
function useRowName(): (row: LayerLedger) => string {
  const { t } = useTranslation('ledger');
  return ({ id }) => (id === '' ? t('row.shared') : id === 'inspection' ? t('row.inspection') : id);
}

/** A row of the table: it lights up with its layer, and where that is selected. */
function LayerRow({ row, children }: { row: LayerLedger; children: ReactNode }) {
  const selected = useEditor((editor) => editor.selected);
  return (
    <tr className={row.id === selected ? 'on' : ''} {...usePointed(row.id)}>
      {children}
    </tr>
  );
}

function RowHead({ row }: { row: LayerLedger }) {
  const { t } = useTranslation('ledger');
  const { actions } = usePlayground();
  const name = useRowName();
  return (
    <th scope="row">
      {isLayer(row) ? (
        <button type="button" onClick={() => actions.select(row.id)}>
          {name(row)}
        </button>
      ) : (
        <Help text={t(row.id === '' ? 'row.sharedHelp' : 'row.inspectionHelp')}>
          <span>{name(row)}</span>
        </Help>
      )}
    </th>
  );
}

/** Widths of a row's bar in percent of the widest: by kind for memory, else in one piece. */
function Bar({ row, measure, most }: { row: LayerLedger; measure: Measure; most: number }) {
  const share = (value: number) => `${((96 * value) / most).toFixed(2)}%`;
  const parts =
    measure === 'memory'
      ? workingKinds.map((kind) => ({ colour: `var(--kind-${kind})`, value: row.bytes[kind] }))
      : [{ colour: 'var(--ink-3)', value: amount[measure](row) }];
  return (
    <span className="stk" aria-hidden>
      {parts
        .filter(({ value }) => value > 0)
        .map(({ colour, value }) => (
          <i key={colour} style={{ width: share(value), background: colour }} />
        ))}
    </span>
  );
}

export function LayerTable({ ledger, measure }: { ledger: NetLedger; measure: Measure }) {
  const { t } = useTranslation('ledger');
  const total = ledger.rows.reduce((sum, row) => sum + amount[measure](row), 0);
  const rows = sharedTogether(ledger.rows).filter((row) => amount[measure](row) > 0);
  const most = Math.max(1, ...rows.map(amount[measure]));
  const share = (value: number) => (total > 0 ? percent(value / total, 1) : '');
  return (
    <table className="layers">
      <thead>
        <tr>
          <th scope="col">{t('column.layer')}</th>
          <th scope="col">{t(`column.bars.${measure}`)}</th>
          <th scope="col" className="num">
            {t(`column.amount.${measure}`)}
          </th>
          <th scope="col" className="num">
            {t('column.share')}
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <LayerRow key={row.id} row={row}>
            <RowHead row={row} />
            <td>
              <Bar row={row} measure={measure} most={most} />
            </td>
            <td className="num">{printed[measure](amount[measure](row))}</td>
            <td className="num">{share(amount[measure](row))}</td>
          </LayerRow>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">{t('row.total')}</th>
          <td />
          <td className="num">{printed[measure](total)}</td>
          <td className="num">{total > 0 && '100%'}</td>
        </tr>
      </tfoot>
    </table>
  );
}

/** The figures of one row, a layer's or the total's, as cells. */
function Figures({
  of,
  batch,
}: {
  of: Pick<LayerLedger, 'parameters' | 'macs' | 'working' | 'bytes'>;
  batch: number;
}) {
  return (
    <>
      <td className="num">{count(of.parameters)}</td>
      <td className="num">{count(of.macs)}</td>
      <td className="num">{count(of.macs * batch)}</td>
      <td className="num">{bytes(of.working)}</td>
      {memoryKinds.map((kind) => (
        <td className="num" key={kind}>
          {bytes(of.bytes[kind])}
        </td>
      ))}
    </>
  );
}

/** Every figure of every layer; it scrolls sideways. */
export function FigureTable({ ledger }: { ledger: NetLedger }) {
  const { t } = useTranslation('ledger');
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard.
    <section className="figures" tabIndex={0} aria-label={t('menu.figures')}>
      <table>
        <thead>
          <tr>
            <th scope="col">{t('column.layer')}</th>
            <th scope="col">{t('column.output')}</th>
            {['bars.parameters', 'bars.macs', 'macsPerBatch', 'bars.memory'].map((column) => (
              <th scope="col" className="num" key={column}>
                {t(`column.${column}`)}
              </th>
            ))}
            {memoryKinds.map((kind) => (
              <th scope="col" className="num" key={kind}>
                {t(`kind.${kind}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {ledger.rows.map((row) => (
            <LayerRow key={row.id} row={row}>
              <RowHead row={row} />
              <td>{row.output}</td>
              <Figures of={row} batch={ledger.batch} />
            </LayerRow>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">{t('row.total')}</th>
            <td />
            <Figures of={{ ...ledger, bytes: ledger.totals }} batch={ledger.batch} />
          </tr>
        </tfoot>
      </table>
    </section>
  );
}
