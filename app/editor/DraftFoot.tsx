// The foot of the network panel: what the edit is and the ways to run it or drop it; without an edit, how
// long a step and an epoch take, as measured here or estimated from what this machine did before.
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { firstDiagnostic, type NetworkReport, walkReports } from '../../engine/plan/analyse.ts';
import { Help } from '../controls/Help.tsx';
import { count } from '../draw/format.ts';
import { useEditor, usePlayground, useRun } from '../store/context.tsx';
import { sameNetwork } from '../store/link.ts';
import { reportOf, useClasses } from '../store/report.ts';
import { smallerBatch } from '../store/room.ts';
import { changesBetween } from './change.ts';
import { estimateStep, rememberSpeed, stepAndEpoch } from './speed.ts';
import { useChangeText } from './useChangeText.ts';

export function DraftFoot() {
  const draft = useEditor((editor) => editor.draft);
  const running = useRun((run) => run.running);
  const report = reportOf(draft, useClasses());
  return (
    <div className="draft">
      {sameNetwork(draft, running) ? <Times report={report} /> : <Edit report={report} />}
    </div>
  );
}

function Edit({ report }: { report: NetworkReport }) {
  const { t } = useTranslation('editor');
  const playground = usePlayground();
  const running = useRun((run) => run.running);
  const started = useRun((run) => run.status.step > 0);
  const ready = useRun((run) => run.status.state !== 'loading');
  const changeText = useChangeText();
  const { document, valid } = report;
  const another = document.name !== running.name;
  const errors =
    [...walkReports(report.elements)].filter((one) => one.diagnostic).length +
    Number(!!report.loss.diagnostic);
  const stale = firstDiagnostic(report) !== null && !report.loss.diagnostic;
  const apply = (weights: 'keep' | 'fresh') => {
    if (valid && ready) playground.act((actions) => actions.apply(weights), smallerBatch(playground));
  };
  return (
    <>
      <p>
        <b>{t('draft.notRunning')}</b>
        {another ? t('draft.another') : changeText(changesBetween(running, document))}
        {errors > 0 && t('draft.errors', { count: errors })}
        {t('draft.end')}
        {stale && !another && t('draft.grey')}
        {valid && !started && t('draft.trainStarts')}
      </p>
      <div className="draft-buttons">
        {!another && (
          <Help text={t('draft.applyHelp')} keys="Ctrl Enter" side="top">
            <button
              type="button"
              className={valid ? 'btn primary' : 'btn'}
              aria-disabled={!valid || !ready}
              onClick={() => apply('keep')}
            >
              {t('draft.apply')}
            </button>
          </Help>
        )}
        <Help text={t('draft.restartHelp')} side="top">
          <button
            type="button"
            className={valid && another ? 'btn primary' : 'btn'}
            aria-disabled={!valid || !ready}
            onClick={() => apply('fresh')}
          >
            {t(another ? 'draft.restartWith' : 'draft.restart')}
          </button>
        </Help>
        <span className="grow" />
        <Help text={t('draft.discardHelp')} side="top">
          <button type="button" className="btn quiet" onClick={() => playground.actions.discard()}>
            {t('draft.discard')}
          </button>
        </Help>
      </div>
    </>
  );
}

function Times({ report }: { report: NetworkReport }) {
  const { t } = useTranslation('editor');
  const { run } = usePlayground();
  const batch = useRun((state) => state.training.batch);
  const images = useRun((state) => state.dataset?.train.total ?? 0);
  const measured = useRun((state) => state.status.millisecondsPerStep);
  const device = useRun((state) => state.device);
  const { macs } = report;

  useEffect(() => {
    const remember = () => rememberSpeed(run.getState().status, run.getState().training.batch, macs);
    return run.subscribe(
      ({ status }, before) => before.status.state === 'running' && status.state !== 'running' && remember(),
    );
  }, [run, macs]);

  const estimated = device ? estimateStep(device.report, batch, macs) : null;
  const times = stepAndEpoch(measured ?? estimated, images, batch);
  const kind = measured === null ? 'estimated' : 'measured';
  return (
    <dl className="facts">
      <dt>{t(`time.${kind}Step`, { count: batch, batch: count(batch) })}</dt>
      <dd>{times.step ?? t('time.unknown')}</dd>
      <dt>{images > 0 ? t(`time.${kind}Epoch`, { images: count(images) }) : '\u00a0'}</dt>
      <dd>{images > 0 && (times.epoch ?? t('time.unknown'))}</dd>
    </dl>
  );
}
