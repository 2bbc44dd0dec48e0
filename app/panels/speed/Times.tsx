// The times of a step with what must be said of them: how many steps they come from, and what they leave out.
import { type RefObject, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Help } from '../../controls/Help.tsx';
import { Icon, PlayIcon } from '../../controls/icons.tsx';
import { significant } from '../../draw/format.ts';
import { toggleTraining } from '../../shell/runCommands.ts';
import { usePlayground, useRun } from '../../store/context.tsx';
import { CallTimes, LayerTimes } from './SpeedTable.tsx';
import { roundingOf, type Samples, timesOf } from './samples.ts';
import { sumOf } from './speedModel.ts';

type By = 'layer' | 'call';

/** Nothing has been timed yet: why, and what to do. */
function Nothing() {
  const { t } = useTranslation('speed');
  const playground = usePlayground();
  const state = useRun((run) => run.status.state);
  if (state === 'running') return <p>{t('times.first')}</p>;
  return (
    <div className="speed-empty">
      <p>{t('times.startToSee')}</p>
      <button
        type="button"
        className="btn primary"
        disabled={state === 'loading'}
        onClick={() => toggleTraining(playground)}
      >
        <Icon of={PlayIcon} />
        {t('times.train')}
      </button>
    </div>
  );
}

/** What is to be known of these times, a sentence each. */
function Notes({ samples, together }: { samples: Samples; together: number }) {
  const { t } = useTranslation('speed');
  const reference = useRun((run) => run.device?.report.backend === 'reference');
  const rounding = roundingOf(samples);
  const sum = sumOf(timesOf(samples)).milliseconds;
  return (
    <div className="lab">
      <p>{t('note.alone', { sum: significant(sum), step: significant(together) })}</p>
      {rounding !== null && <p>{t('note.rounded', { rounding: significant(rounding * 1000) })}</p>}
      {reference && <p>{t('note.reference')}</p>}
    </div>
  );
}

function Rows({ by, show }: { by: By; show(by: By): void }) {
  const { t } = useTranslation('speed');
  return (
    // biome-ignore lint/a11y/useSemanticElements: a pair of toggle buttons, not a form.
    <span className="seg" role="group" aria-label={t('times.rows')}>
      {(['layer', 'call'] as const).map((one) => (
        <button key={one} type="button" aria-pressed={by === one} onClick={() => show(one)}>
          {t(`times.by.${one}`)}
        </button>
      ))}
    </span>
  );
}

export function Times({
  samples,
  layers,
  peak,
  element,
}: {
  samples: Samples | null;
  layers: readonly string[];
  peak: number | null;
  element: RefObject<HTMLElement | null>;
}) {
  const { t } = useTranslation('speed');
  const [by, setBy] = useState<By>('layer');
  const running = useRun((run) => run.status.state === 'running');
  const together = useRun((run) => run.status.millisecondsPerStep);
  const calls = samples && timesOf(samples);
  return (
    <section className="speed-times" aria-labelledby="speed-times" ref={element}>
      <div className="speed-head">
        <h3 id="speed-times">{t('times.title')}</h3>
        {samples && (
          <Help text={t('times.help')}>
            <span className="lab">
              {t(running ? 'times.live' : 'times.held', { count: samples.steps.length })}
            </span>
          </Help>
        )}
        <span className="grow" />
        {samples && <Rows by={by} show={setBy} />}
      </div>
      {!calls && <Nothing />}
      {calls && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard.
        <section className="times-box" tabIndex={0} aria-label={t(`times.by.${by}`)}>
          {by === 'layer' ? (
            <LayerTimes calls={calls} layers={layers} peak={peak} />
          ) : (
            <CallTimes calls={calls} peak={peak} />
          )}
        </section>
      )}
      {samples && together !== null && <Notes samples={samples} together={together} />}
    </section>
  );
}
