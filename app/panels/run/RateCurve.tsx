// The learning rate over epochs as the settings have it, with a ring where training is: seen before a run, and
// redrawn as settings change during it.
import { line, scaleLinear } from 'd3';
import { useTranslation } from 'react-i18next';
import { count, significant } from '../../draw/format.ts';
import { rateCurve } from '../../draw/rateCurve.ts';
import { useTheme } from '../../draw/theme.ts';
import { useRun } from '../../store/context.tsx';
import { useWidth } from '../useWidth.ts';

const height = 84;

export default function RateCurve() {
  const { t } = useTranslation('run');
  const { axisType } = useTheme();
  const [width, element] = useWidth<HTMLDivElement>(240);
  const training = useRun((run) => run.training);
  const epoch = useRun(({ status }) => Number(status.epoch.toFixed(2)));
  const rate = useRun(({ status }) => status.rate);
  const images = useRun((run) => run.dataset?.train.count ?? 1);
  // Under this schedule the rate is what plateaus have left of it; others take no notice of the factor.
  const left = training.learningRate > 0 ? rate / training.learningRate : 1;
  const { epochs, points } = rateCurve(training, epoch, training.batch / images, left);
  const top = Math.max(rate, ...points.map((point) => point[1])) || 1;
  const x = scaleLinear([0, epochs], [4, width - 4]);
  const y = scaleLinear([0, top], [height - axisType - 8, axisType + 8]);
  const path = line<readonly [number, number]>(
    (point) => x(point[0]),
    (point) => y(point[1]),
  );
  const heard = t('rate.heard', {
    rate: significant(rate),
    epoch: count(Math.ceil(epoch)),
    epochs: count(epochs),
  });
  return (
    <div ref={element} className="rate-curve">
      <svg width={width} height={height} role="img" aria-label={heard}>
        <path d={`M4 ${Math.round(y(0)) + 0.5}H${width - 4}`} stroke="var(--axis)" />
        <path d={path(points) ?? ''} fill="none" stroke="var(--train)" strokeWidth="1.5" />
        <circle cx={x(epoch)} cy={y(rate)} r="3" fill="var(--train)" />
        <text x={4} y={axisType}>
          {t('rate.now', { rate: significant(rate) })}
        </text>
        <text x={4} y={height - 2}>
          0
        </text>
        <text x={width - 4} y={height - 2} textAnchor="end">
          {t('rate.epoch', { epoch: count(epochs) })}
        </text>
      </svg>
    </div>
  );
}
