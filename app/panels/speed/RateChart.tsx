// Images per second over the last minutes of training: a line on whole ticks, and its table twin.
import { line, scaleLinear, ticks } from 'd3';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type RatePoint, rateWindow } from '../../client/rates.ts';
import { wholeTicks } from '../../draw/domains.ts';
import { axisStep, count, duration } from '../../draw/format.ts';
import { useTheme } from '../../draw/theme.ts';
import { usePlayground, useRun } from '../../store/context.tsx';
import { useWidth } from '../useWidth.ts';

const height = 112;
/** Seconds from one row of the table to the next. */
const rowSeconds = 30;

/** `points` has one at least. */
function Picture({ points }: { points: readonly RatePoint[] }) {
  const { t } = useTranslation('speed');
  const { axisType } = useTheme();
  const [width, element] = useWidth<HTMLDivElement>(320);
  const now = points.at(-1)!;
  const rates = points.map((point) => point.imagesPerSecond);
  const first = points[0].seconds;
  const last = Math.max(now.seconds, first + 30);
  const top = wholeTicks(0, Math.max(...rates, 1), 3);
  const marks = ticks(...top, 3);
  const left = Math.max(...marks.map((mark) => axisStep(mark).length)) * axisType * 0.62 + 8;
  const x = scaleLinear([first, last], [left, width - 4]);
  const y = scaleLinear(top, [height - axisType - 8, axisType / 2 + 2]);
  const path = line<RatePoint>(
    ({ seconds }) => x(seconds),
    ({ imagesPerSecond }) => y(imagesPerSecond),
  );
  return (
    <div ref={element} className="rate-chart">
      <svg
        width={width}
        height={height}
        role="img"
        aria-label={t('rate.heard', { rate: count(now.imagesPerSecond) })}
      >
        {marks.map((mark) => (
          <g key={mark}>
            <path d={`M${left} ${Math.round(y(mark)) + 0.5}H${width - 4}`} stroke="var(--grid)" />
            <text x={left - 6} y={y(mark) + axisType * 0.35} textAnchor="end">
              {axisStep(mark)}
            </text>
          </g>
        ))}
        <path d={`M${left} ${Math.round(y(0)) + 0.5}H${width - 4}`} stroke="var(--axis)" />
        <text x={left} y={height - 2}>
          {duration(first)}
        </text>
        <text x={width - 4} y={height - 2} textAnchor="end">
          {t('rate.axis', { time: duration(last) })}
        </text>
        <path d={path(points) ?? ''} fill="none" stroke="var(--train)" strokeWidth="1.5" />
        <circle cx={x(now.seconds)} cy={y(now.imagesPerSecond)} r="2.5" fill="var(--train)" />
      </svg>
    </div>
  );
}

/** The latest point and one for every half minute before it. */
function Twin({ points }: { points: readonly RatePoint[] }) {
  const { t } = useTranslation('speed');
  const rows = points.toReversed().filter((_, i) => i % rowSeconds === 0);
  return (
    <table className="times rate-table">
      <thead>
        <tr>
          <th scope="col">{t('rate.time')}</th>
          <th scope="col" className="num">
            {t('figure.images')}
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ seconds, imagesPerSecond }) => (
          <tr key={seconds}>
            <th scope="row">{duration(seconds)}</th>
            <td className="num">{count(imagesPerSecond)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

export function RateChart() {
  const { t } = useTranslation('speed');
  const { rates } = usePlayground();
  const [table, setTable] = useState(false);
  useRun((run) => `${run.status.generation} ${Math.floor(run.status.elapsedSeconds)}`); // draws once a second
  const { points } = rates;
  return (
    <section aria-labelledby="speed-rate">
      <div className="speed-head">
        <h3 id="speed-rate">{t('figure.images')}</h3>
        <span className="lab">
          {points.length > 0 ? t('rate.window', { minutes: rateWindow / 60 }) : t('rate.empty')}
        </span>
        <span className="grow" />
        {points.length > 0 && (
          <button type="button" className="btn quiet" aria-pressed={table} onClick={() => setTable(!table)}>
            {t('rate.table')}
          </button>
        )}
      </div>
      {points.length > 0 && (table ? <Twin points={points} /> : <Picture points={points} />)}
    </section>
  );
}
