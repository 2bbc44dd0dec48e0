// One test image: its true class, the three best guesses with their probabilities, right or wrong.
import { Check, X } from 'lucide-react';
import { memo, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Shape } from '../../../engine/spec/shape.ts';
import type { PredictionsReply } from '../../../engine/worker/protocol.ts';
import { Icon } from '../../controls/icons.tsx';
import { percent } from '../../draw/format.ts';
import { paintPixels } from '../../draw/paintPixels.ts';
import { photoPixels } from '../../draw/pixels.ts';
import { verdict } from './verdict.ts';

interface Props {
  answer: PredictionsReply['images'][number];
  shape: Shape;
  /** What the net sees where images lie on a canvas. */
  input: Shape;
  name(label: number, short?: boolean): string;
  /** Before the first step no answer is right or wrong. */
  trained: boolean;
  /** Whether it is the image that is looked into. */
  chosen: boolean;
  /** Whether it is the one that the Tab key reaches. */
  reachable: boolean;
  choose(index: number): void;
}

/** The place of an image that has not come yet. */
export const PredictionWell = () => (
  <span className="pred" aria-hidden>
    <canvas width={1} height={1} />
  </span>
);

export const Prediction = memo(function Prediction(props: Props) {
  const { answer, shape, input, name, trained, chosen, reachable, choose } = props;
  const { t } = useTranslation('predictions');
  const canvas = useRef<HTMLCanvasElement>(null);
  const { image, index, label, corner } = answer;
  useEffect(() => {
    if (canvas.current) paintPixels(canvas.current, photoPixels(image, shape, corner && input, corner));
  }, [image, shape, input, corner]);
  const { right, guesses } = verdict(answer);
  const truth = name(label);
  const said = guesses
    .map((guess) => `${name(guess.label)} ${percent(guess.probability)}`)
    .join(t('item.comma'));
  const judged = trained ? t(right ? 'item.right' : 'item.wrong') : t('item.untrained');
  return (
    <button
      type="button"
      className={trained && !right ? 'pred no' : 'pred'}
      data-index={index}
      tabIndex={reachable ? 0 : -1}
      aria-pressed={chosen}
      aria-label={t('item.name', { index, truth, said, judged })}
      onClick={() => choose(index)}
    >
      <canvas ref={canvas} />
      <span className="guesses">
        <span className="t">
          {trained && <Icon of={right ? Check : X} />}
          {truth}
        </span>
        {guesses.map(({ label: guess, probability, mark }) => (
          <span key={guess} className={`guess ${mark === 'miss' && !trained ? 'other' : mark}`}>
            <span>{name(guess, true)}</span>
            <span className="num">{percent(probability)}</span>
            <i className="b" style={{ width: `calc((100% - 32px) * ${(probability || 0).toFixed(3)})` }} />
          </span>
        ))}
      </span>
    </button>
  );
});
