// Where the time of a step goes: a row for each layer with its two passes, or for each call of the plan.
import { useTranslation } from 'react-i18next';
import type { CallTiming } from '../../../engine/worker/protocol.ts';
import { noValue, percent, significant } from '../../draw/format.ts';
import { useLayout } from '../../shell/layout.ts';
import { useView } from '../../store/context.tsx';
import {
  bytesPerSecond,
  flopsPerSecond,
  type LayerSpeed,
  layerSpeeds,
  sumOf,
  type Timed,
} from './speedModel.ts';

export const giga = (rate: number | null): string => (rate === null ? noValue : significant(rate / 1e9));

/** A time in a column of milliseconds. */
const time = (milliseconds: number): string => milliseconds.toFixed(milliseconds < 99.95 ? 2 : 1);

/** Its share of the step, its rate, and that rate as a share of the peak. */
function Rates({ of, whole, peak }: { of: Timed; whole: Timed; peak: number | null }) {
  const rate = flopsPerSecond(of);
  return (
    <>
      <td className="num">{time(of.milliseconds)}</td>
      <td className="num" data-share>
        {whole.milliseconds > 0 ? percent(of.milliseconds / whole.milliseconds, 1) : noValue}
      </td>
      <td className="num">{giga(rate)}</td>
      <td className="num">{rate !== null && peak !== null ? percent(rate / peak) : noValue}</td>
    </>
  );
}

const colours = { forward: 'var(--ink-3)', backward: 'var(--kind-workspace)', other: 'var(--axis)' };

function Bar({ row, most }: { row: LayerSpeed; most: number }) {
  const { forward, backward, milliseconds } = row;
  const parts = { forward, backward, other: milliseconds - forward - backward };
  return (
    <span className="speed-bar" aria-hidden>
      {(['forward', 'backward', 'other'] as const).map(
        (part) =>
          parts[part] > 0 && (
            <i
              key={part}
              style={{ width: `${((100 * parts[part]) / most).toFixed(2)}%`, background: colours[part] }}
            />
          ),
      )}
    </span>
  );
}

interface Props {
  calls: readonly CallTiming[];
  layers: readonly string[];
  peak: number | null;
}

export function LayerTimes({ calls, layers, peak }: Props) {
  const { t } = useTranslation('speed');
  const wide = useLayout(useView((view) => view.size)) !== 'narrow';
  const rows = layerSpeeds(calls, layers);
  const whole = sumOf(rows);
  const most = Math.max(...rows.map(({ milliseconds }) => milliseconds), 1e-9);
  const isLayer = ({ id }: LayerSpeed) => id !== 'input' && id !== 'update';
  const spent = (pass: 'forward' | 'backward') => rows.reduce((sum, row) => sum + row[pass], 0);
  const passes = wide ? (['forward', 'backward'] as const) : [];
  return (
    <table className="times">
      <thead>
        <tr>
          <th scope="col">{t('column.layer')}</th>
          <th scope="col" className="bars">
            {(['forward', 'backward'] as const).map((pass) => (
              <span key={pass} className="swatch">
                <i style={{ background: colours[pass] }} />
                {t(`pass.${pass}`)}
              </span>
            ))}
          </th>
          {passes.map((pass) => (
            <th scope="col" className="num" key={pass}>
              {t(`pass.${pass}`)}
            </th>
          ))}
          {(['ms', 'share', 'gflops', 'peak'] as const).map((column) => (
            <th scope="col" className="num" key={column}>
              {t(`column.${column}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.id} data-layer={row.id}>
            <th scope="row">{isLayer(row) ? row.id : t(`row.${row.id}`)}</th>
            {row.timed ? (
              <>
                <td>
                  <Bar row={row} most={most} />
                </td>
                {passes.map((pass) => (
                  <td className="num" key={pass}>
                    {isLayer(row) && row[pass] > 0 ? time(row[pass]) : noValue}
                  </td>
                ))}
                <Rates of={row} whole={whole} peak={peak} />
              </>
            ) : (
              <td colSpan={5 + passes.length} className="lab">
                {t('joined')}
              </td>
            )}
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">{t('row.total')}</th>
          <td />
          {passes.map((pass) => (
            <td className="num" key={pass}>
              {time(spent(pass))}
            </td>
          ))}
          <Rates of={whole} whole={whole} peak={peak} />
        </tr>
      </tfoot>
    </table>
  );
}

/** Every call of the plan, in the order in which the device does them. */
export function CallTimes({ calls, peak }: Omit<Props, 'layers'>) {
  const { t } = useTranslation('speed');
  const whole = sumOf(calls);
  return (
    <table className="times">
      <thead>
        <tr>
          {(['layer', 'op', 'pass'] as const).map((column) => (
            <th scope="col" key={column}>
              {t(`column.${column}`)}
            </th>
          ))}
          {(['ms', 'share', 'gflops', 'peak', 'traffic'] as const).map((column) => (
            <th scope="col" className="num" key={column}>
              {t(`column.${column}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {calls.map((call, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: calls are their places in the step.
          <tr key={i}>
            <th scope="row">{call.layer || noValue}</th>
            <td>{call.op}</td>
            <td>{t(`pass.${call.pass}`)}</td>
            <Rates of={call} whole={whole} peak={peak} />
            <td className="num">{giga(bytesPerSecond(call))}</td>
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">{t('row.total')}</th>
          <td />
          <td />
          <Rates of={whole} whole={whole} peak={peak} />
          <td className="num">{giga(bytesPerSecond(whole))}</td>
        </tr>
      </tfoot>
    </table>
  );
}
