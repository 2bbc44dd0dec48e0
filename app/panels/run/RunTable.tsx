// The table twin of the charts: the evaluations, the checkpoints and the latest steps, as numbers. It is
// made anew once a second while the run goes on.
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { count, percent, significant } from '../../draw/format.ts';
import { Smoother } from '../../draw/smoothing.ts';
import { usePlayground, useView } from '../../store/context.tsx';

const latest = 200;

/** Renders again at most once a second, when the history has changed. */
function useHistoryTicks(): void {
  const { history } = usePlayground();
  const [, setTick] = useState(0);
  useEffect(() => {
    let changed = false;
    const stop = history.subscribe(() => {
      changed = true;
    });
    const timer = setInterval(() => {
      if (changed) setTick((tick) => tick + 1);
      changed = false;
    }, 1000);
    return () => {
      stop();
      clearInterval(timer);
    };
  }, [history]);
}

function Evaluations() {
  const { t } = useTranslation('run');
  const { history } = usePlayground();
  return (
    <table>
      <caption>{t('table.evaluations')}</caption>
      <thead>
        <tr>
          {(['step', 'images', 'loss', 'accuracy'] as const).map((column) => (
            <th key={column} scope="col" className={column === 'step' ? '' : 'num'}>
              {t(`table.${column}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {history.evaluations.length === 0 && (
          <tr>
            <td colSpan={4}>{t('table.noEvaluation')}</td>
          </tr>
        )}
        {history.evaluations.toReversed().map((one) => (
          <tr key={`${one.step} ${one.count}`}>
            <th scope="row">{count(one.step)}</th>
            <td className="num">{count(one.count)}</td>
            <td className="num">{one.loss.toFixed(3)}</td>
            <td className="num">{percent(one.accuracy, 2)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Checkpoints() {
  const { t } = useTranslation('run');
  const { history, act } = usePlayground();
  const steps = history.checkpoints.map(({ step }) => step).filter((step) => step > 0);
  if (steps.length === 0) return null;
  return (
    <p className="run-checkpoints">
      <span className="lab">{t('table.checkpoints')}</span>
      {steps.map((step) => (
        <button
          key={step}
          type="button"
          className="btn quiet"
          aria-label={t('chart.rewindTo', { step: count(step) })}
          onClick={() => act((actions) => actions.rewindTo(step))}
        >
          {count(step)}
        </button>
      ))}
    </p>
  );
}

function Steps() {
  const { t } = useTranslation('run');
  const { history } = usePlayground();
  const smoothing = useView((view) => view.smoothing);
  const { points } = history;
  const smooth = {
    loss: new Smoother().smooth(points, (point) => point.loss, smoothing),
    accuracy: new Smoother().smooth(points, (point) => point.accuracy, smoothing),
  };
  const from = Math.max(0, points.length - latest);
  const heads = Object.keys(points.at(-1)?.heads ?? {});
  return (
    <table>
      <caption>{t('table.steps', { count: Math.min(latest, points.length) })}</caption>
      <thead>
        <tr>
          {(['step', 'loss', 'smoothedLoss', 'accuracy', 'smoothedAccuracy', 'gradientNorm'] as const).map(
            (column) => (
              <th key={column} scope="col" className={column === 'step' ? '' : 'num'}>
                {t(`table.${column}`)}
              </th>
            ),
          )}
          {heads.map((name) => (
            <th key={name} scope="col" className="num">
              {t('table.headLoss', { name })}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {points
          .slice(from)
          .map((point, i) => (
            <tr key={point.step}>
              <th scope="row">{count(point.step)}</th>
              <td className="num">{point.loss.toFixed(3)}</td>
              <td className="num">{smooth.loss[from + i].toFixed(3)}</td>
              <td className="num">{percent(point.accuracy, 1)}</td>
              <td className="num">{percent(smooth.accuracy[from + i], 1)}</td>
              <td className="num">{significant(point.gradientNorm)}</td>
              {heads.map((name) => (
                <td key={name} className="num">
                  {point.heads?.[name]?.toFixed(3)}
                </td>
              ))}
            </tr>
          ))
          .reverse()}
      </tbody>
    </table>
  );
}

export function RunTable() {
  const { t } = useTranslation('run');
  useHistoryTicks();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard.
    <section className="run-table" tabIndex={0} aria-label={t('table.name')}>
      <Checkpoints />
      <div className="run-tables">
        <Evaluations />
        <Steps />
      </div>
    </section>
  );
}
