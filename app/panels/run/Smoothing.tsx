// How strongly the training curves are smoothed. The slider is finer towards 1, where it matters.
import { Slider } from 'radix-ui';
import { useTranslation } from 'react-i18next';
import { Help } from '../../controls/Help.tsx';
import { usePlayground, useView } from '../../store/context.tsx';
import { positionOf, smoothingAt } from './smoothingScale.ts';

export function Smoothing() {
  const { t } = useTranslation('run');
  const { view } = usePlayground();
  const smoothing = useView((state) => state.smoothing);
  return (
    <span className="row smoothing">
      <span className="lab">{t('smoothing.label')}</span>
      <Slider.Root
        className="slider"
        min={0}
        max={30}
        value={[positionOf(smoothing)]}
        onValueChange={([position]) => view.setState({ smoothing: smoothingAt(position) })}
      >
        <Slider.Track className="slider-track">
          <Slider.Range className="slider-range" />
        </Slider.Track>
        <Help text={t('smoothing.help')}>
          <Slider.Thumb
            className="slider-thumb"
            aria-label={t('smoothing.label')}
            aria-valuetext={String(smoothing)}
          />
        </Help>
      </Slider.Root>
      <b className="medium">{smoothing.toFixed(3)}</b>
    </span>
  );
}
