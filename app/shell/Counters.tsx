// Epoch, step and images per second: written straight into the page as they come, without React.
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Help } from '../controls/Help.tsx';
import { count, noValue } from '../draw/format.ts';
import { usePlayground } from '../store/context.tsx';
import type { RunStoreState } from '../store/run.ts';

export function Counters() {
  const { t } = useTranslation('shell');
  const { run } = usePlayground();
  const epoch = useRef<HTMLElement>(null);
  const step = useRef<HTMLElement>(null);
  const speed = useRef<HTMLElement>(null);

  useEffect(() => {
    const write = ({ status }: RunStoreState) => {
      epoch.current!.textContent = status.epoch.toFixed(2);
      step.current!.textContent = count(status.step);
      speed.current!.textContent = status.imagesPerSecond > 0 ? count(status.imagesPerSecond) : noValue;
    };
    write(run.getState());
    return run.subscribe((now, before) => now.status !== before.status && write(now));
  }, [run]);

  return (
    <div className="counters">
      <Help text={t('counter.epochHelp')}>
        <span className="counter">
          <span className="lab">{t('counter.epoch')}</span>
          <b ref={epoch} className="epoch" />
        </span>
      </Help>
      <Help text={t('counter.stepHelp')}>
        <span className="counter">
          <span className="lab">{t('counter.step')}</span>
          <b ref={step} className="step" />
        </span>
      </Help>
      <Help text={t('counter.speedHelp')}>
        <span className="counter">
          <b ref={speed} className="speed" />
          <span className="lab">{t('counter.speed')}</span>
        </span>
      </Help>
    </div>
  );
}
