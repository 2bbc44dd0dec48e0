// What the run is doing, in words: beside the panel's name, and under it when it has failed.
import { CircleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Icon } from '../../controls/icons.tsx';
import { count, duration } from '../../draw/format.ts';
import { failureText } from '../../i18n/failure.ts';
import { useProgressText } from '../../shell/progress.ts';
import { usePlayground, useRun } from '../../store/context.tsx';

/** Seconds that the run has left until it stops by itself, or null where it does not. */
function useSecondsLeft(): number | null {
  return useRun(({ status, training, dataset }) => {
    const left = training.stopAfterEpochs - status.epoch;
    if (training.stopAfterEpochs === 0 || left <= 0 || status.imagesPerSecond === 0 || !dataset) return null;
    return Math.ceil((left * dataset.train.count) / status.imagesPerSecond);
  });
}

/** "compiling 12 of 27 kernels", "live, 2:13", "paused at step 6,750" ... */
export function RunState() {
  const { t } = useTranslation('run');
  const state = useRun((run) => run.status.state);
  const step = useRun((run) => (run.status.state === 'running' ? 0 : run.status.step));
  const seconds = useRun((run) => Math.floor(run.status.elapsedSeconds));
  const left = useSecondsLeft();
  const progress = useProgressText();
  const elapsed = duration(seconds);
  const text =
    state === 'running' && left !== null
      ? t('state.runningUntil', { elapsed, left: duration(left) })
      : (state !== 'running' && progress) || t(`state.${state}`, { step: count(step), elapsed });
  return (
    <span className="lab" data-state={state}>
      {text}
    </span>
  );
}

/** Why the run stopped by itself, and the way back. */
export function RunFailure() {
  const { t } = useTranslation('run');
  const { act } = usePlayground();
  const failed = useRun((run) => run.status.state === 'failed');
  const event = useRun((run) => run.failure);
  if (!failed || !event) return null;
  const { failure, checkpoint } = event;
  return (
    <div className="run-failure" role="alert">
      <p>
        <Icon of={CircleAlert} />
        <span>{failureText(t, failure)}</span>
      </p>
      <div className="row">
        {checkpoint !== undefined && checkpoint > 0 && (
          <button
            type="button"
            className="btn"
            onClick={() => act((actions) => actions.rewindTo(checkpoint))}
          >
            {t('chart.rewindTo', { step: count(checkpoint) })}
          </button>
        )}
        <button type="button" className="btn" onClick={() => act((actions) => actions.reset())}>
          {t('failure.restart')}
        </button>
      </div>
    </div>
  );
}
