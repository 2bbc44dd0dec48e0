// The line under a chart: what its marks mean, what is on the axis, and the way back to a checkpoint that
// the cursor stands on.
import { useTranslation } from 'react-i18next';
import { count } from '../../draw/format.ts';
import { usePlayground, useView } from '../../store/context.tsx';
import { useHistory } from '../useHistory.ts';
import type { Measure } from './chartData.ts';

function LossNote() {
  const { t } = useTranslation('run');
  const part = useHistory(({ evaluations }) => evaluations.findLast((e) => e.count < e.total)?.count ?? null);
  const whole = useHistory(
    ({ evaluations }) => evaluations.findLast((e) => e.count >= e.total)?.count ?? null,
  );
  const views = useHistory(({ evaluations }) => evaluations.at(-1)?.views ?? 'one');
  const notes = [
    part !== null && t('chart.noteLine', { count: count(part) }),
    whole !== null && t('chart.noteRing', { count: count(whole) }),
    views !== 'one' && `${t('training:testViews.label')} ${t(`training:testViews.options.${views}`)}`,
  ];
  return <span>{notes.filter(Boolean).join(t('comma'))}</span>;
}

function AccuracyNote() {
  const { t } = useTranslation('run');
  const { act } = usePlayground();
  const cursor = useView((state) => state.cursor);
  const any = useHistory(
    ({ checkpoints, points }) => points.length > 0 && checkpoints.some(({ step }) => step > 0),
  );
  const on = useHistory(({ checkpoints }) => checkpoints.some(({ step }) => step === cursor));
  if (cursor !== null && on)
    return (
      <button type="button" className="link" onClick={() => act((actions) => actions.rewindTo(cursor))}>
        {t('chart.rewindTo', { step: count(cursor) })}
      </button>
    );
  return <span>{any && t('chart.noteTriangle')}</span>;
}

export function ChartNote({ measure }: { measure: Measure }) {
  const { t } = useTranslation('run');
  return (
    <div className="note">
      {measure === 'loss' ? <LossNote /> : <AccuracyNote />}
      <span className="grow" />
      <span>{t('chart.axis')}</span>
    </div>
  );
}
