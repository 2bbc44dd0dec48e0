// The headline figures: how fast training is now, what that is of the device's peak, and when it will be done.
import { useTranslation } from 'react-i18next';
import { Help } from '../../controls/Help.tsx';
import { count, duration, noValue, percent, significant } from '../../draw/format.ts';
import { useRun } from '../../store/context.tsx';
import { flopsPerSecond, secondsTo, type Timed } from './speedModel.ts';

export function Figures({ flops, peak }: { flops: number; peak: number | null }) {
  const { t } = useTranslation('speed');
  const status = useRun((run) => run.status);
  const images = useRun((run) => run.dataset?.train.count ?? 0);
  const stopAfter = useRun((run) => run.training.stopAfterEpochs);
  const { imagesPerSecond, millisecondsPerStep, epoch } = status;
  const whole: Timed = { flops, bytes: 0, milliseconds: millisecondsPerStep ?? 0 };
  const rate = flopsPerSecond(whole);
  const wait = (passes: number) => secondsTo(passes, epoch, images, imagesPerSecond);
  const [toEpoch, toEnd] = [wait(Math.floor(epoch) + 1), wait(stopAfter)];
  const figures = {
    images: imagesPerSecond > 0 ? count(imagesPerSecond) : noValue,
    step: millisecondsPerStep === null ? noValue : significant(millisecondsPerStep),
    gflops: rate === null ? noValue : significant(rate / 1e9),
    peak: rate === null || peak === null ? noValue : percent(rate / peak),
    epoch: toEpoch === null ? noValue : duration(Math.ceil(toEpoch)),
    ...(stopAfter > 0 && { end: toEnd === null ? noValue : duration(Math.ceil(toEnd)) }),
  };
  return (
    <dl className="speed-figures">
      {Object.entries(figures).map(([figure, value]) => (
        <Help key={figure} text={t(`figure.${figure}Help`)}>
          <div>
            <dt className="lab">{t(`figure.${figure}`, { epochs: stopAfter })}</dt>
            <dd>{value}</dd>
          </div>
        </Help>
      ))}
    </dl>
  );
}
