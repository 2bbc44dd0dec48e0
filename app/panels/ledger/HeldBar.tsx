// All that is held, by kind, on an axis of bytes, beside the most that all of it may have on this device or, where only
// the platform knows that, one buffer.
import { scaleLinear } from 'd3';
import { useTranslation } from 'react-i18next';
import { memoryKinds } from '../../../engine/plan/plan.ts';
import { binaryTicks } from '../../draw/domains.ts';
import { bytes, percent, wholeBytes } from '../../draw/format.ts';
import { useTheme } from '../../draw/theme.ts';
import { useRun } from '../../store/context.tsx';
import { useWidth } from '../useWidth.ts';
import type { NetLedger } from './ledgerModel.ts';

/** Units of the axis, the largest first that the axis holds twice. */
const units = [
  { name: 'GiB', size: 2 ** 30 },
  { name: 'MiB', size: 2 ** 20 },
  { name: 'KiB', size: 2 ** 10 },
];

/** The bytes that the axis spans: the limit with a little room, unless that would make the bar a sliver. */
export const axisEnd = (held: number, limit: number | null): number =>
  limit !== null && limit <= 4 * held ? Math.max(limit, held) * 1.125 : held * 1.25;

export function HeldBar({ ledger }: { ledger: NetLedger }) {
  const { t } = useTranslation('ledger');
  const { axisType } = useTheme();
  const [width, element] = useWidth<HTMLDivElement>(352);
  const report = useRun((run) => run.device?.report);
  const total = report?.maxTotalBytes ?? null;
  const limit = report ? (total ?? Math.min(report.maxBufferBytes, report.maxBindingBytes)) : null;
  const end = axisEnd(ledger.held, limit);
  const x = scaleLinear([0, end], [0, width]);
  const unit = units.find(({ size }) => end >= 2 * size) ?? units[2];
  // The last tick leaves room for the unit at the end of the axis.
  const lastTick = (end / unit.size) * (1 - (3.5 * axisType) / width);
  const top = Math.round(axisType * 1.9);
  const bottom = top + 14;
  const starts = memoryKinds.map((_, i) =>
    memoryKinds.slice(0, i).reduce((sum, kind) => sum + ledger.totals[kind], 0),
  );
  const limitInside = limit !== null && limit <= end;
  return (
    <div className="held" ref={element}>
      <div className="held-text">
        <span>
          <b className="medium">{bytes(ledger.held)}</b>{' '}
          {limit === null
            ? t('held.plain')
            : total === null
              ? t('held.largest', { share: percent(ledger.largestBuffer / limit) })
              : t('held.share', { share: percent(ledger.held / limit) })}
        </span>
        {limit !== null && (
          <span className="limit">
            {t(total === null ? 'held.limit' : 'held.limitInAll', { limit: wholeBytes(limit) })}
          </span>
        )}
      </div>
      <svg
        width={width}
        height={bottom + axisType + 6 - top + 4}
        viewBox={`0 ${top - 4} ${width} ${bottom + axisType + 10 - top}`}
        role="img"
        aria-label={t('held.name', { held: bytes(ledger.held) })}
      >
        <defs>
          <pattern
            id="held-hatch"
            width="4"
            height="4"
            patternUnits="userSpaceOnUse"
            patternTransform="rotate(45)"
          >
            <rect width="4" height="4" fill="var(--kind-data)" />
            <path d="M0 0V4" stroke="var(--kind-data-line)" strokeWidth="1.2" />
          </pattern>
        </defs>
        <rect x={0} y={top} width={limitInside ? x(limit) : width} height={14} fill="var(--bg-sunken)" />
        {memoryKinds.map((kind, i) => (
          <rect
            key={kind}
            x={x(starts[i]) + 0.6 * i}
            y={top}
            width={ledger.totals[kind] === 0 ? 0 : Math.max(1.2, x(ledger.totals[kind]))}
            height={14}
            fill={kind === 'data' ? 'url(#held-hatch)' : `var(--kind-${kind})`}
          />
        ))}
        {limitInside && (
          <path d={`M${x(limit)} ${top - 4}V${bottom + 3}`} stroke="var(--limit)" strokeWidth="2" />
        )}
        {binaryTicks(lastTick, 5).map((tick) => (
          <g key={tick}>
            <path d={`M${x(tick * unit.size) + 0.5} ${bottom}v4`} stroke="var(--axis)" />
            <text
              x={x(tick * unit.size)}
              y={bottom + axisType + 4}
              textAnchor={tick === 0 ? 'start' : 'middle'}
            >
              {tick}
            </text>
          </g>
        ))}
        <text x={width} y={bottom + axisType + 4} textAnchor="end">
          {unit.name}
        </text>
      </svg>
    </div>
  );
}
