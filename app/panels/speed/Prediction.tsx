// How fast this net would train on a device that is not here. It is a prediction, and says so: with its band,
// its formula, and whose figures it stands on.
import { ChevronDown } from 'lucide-react';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { deviceClasses } from '../../../engine/plan/deviceClasses.ts';
import { type CallWork, type Cause, predictWithBand } from '../../../engine/plan/predict.ts';
import { Help } from '../../controls/Help.tsx';
import { Icon } from '../../controls/icons.tsx';
import { timeSpan } from '../../controls/time.ts';
import { count, percent } from '../../draw/format.ts';
import { useRun } from '../../store/context.tsx';

const causes: readonly Cause[] = ['arithmetic', 'memory', 'starting'];

/** What is known to a factor of two has two digits: "1,000", "540". */
export const rough = (value: number): string => count(Number(value.toPrecision(2)));

export function Prediction({ work, batch }: { work: readonly CallWork[]; batch: number }) {
  const { t } = useTranslation('speed');
  const name = useId();
  const [id, choose] = useState('m2');
  const images = useRun((run) => run.dataset?.train.total ?? 0);
  const device = deviceClasses.find((one) => one.id === id)!;
  const { imagesPerSecond, secondsPerStep, seconds, band } = predictWithBand(work, batch, device);
  const [low, high] = band.map(rough);
  return (
    <section aria-labelledby="speed-prediction">
      <div className="speed-head">
        <h3 id="speed-prediction">{t('prediction.title')}</h3>
        <span className="lab warn">{t('prediction.notMeasured')}</span>
      </div>
      <label className="field" htmlFor={name}>
        <span className="lab">{t('prediction.device')}</span>
        <span className="choice">
          <select id={name} value={id} onChange={(event) => choose(event.target.value)}>
            {deviceClasses.map((one) => (
              <option key={one.id} value={one.id}>
                {one.name}
              </option>
            ))}
          </select>
          <Icon of={ChevronDown} />
        </span>
      </label>
      <Help text={t('prediction.formula')} side="left">
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: its help holds the formula, for the keyboard too. */}
        <p className="predicted" tabIndex={0}>
          {t('prediction.about')} <b>{rough(imagesPerSecond)}</b> {t('figure.images')}
          <span className="lab">{t('prediction.band', { low, high })}</span>
        </p>
      </Help>
      <dl className="speed-facts">
        <div>
          <dt>{t('prediction.step', { count: batch, batch: count(batch) })}</dt>
          <dd>{timeSpan(1000 * secondsPerStep)}</dd>
        </div>
        <div>
          <dt>{t('prediction.epoch', { images: count(images) })}</dt>
          <dd>{timeSpan((1000 * images) / imagesPerSecond)}</dd>
        </div>
        {causes.map((cause) => (
          <div key={cause}>
            <dt>{t(`prediction.${cause}`)}</dt>
            <dd>{percent(seconds[cause] / secondsPerStep)}</dd>
          </div>
        ))}
      </dl>
      <p className="lab">{t('prediction.source', { source: device.source })}</p>
    </section>
  );
}
