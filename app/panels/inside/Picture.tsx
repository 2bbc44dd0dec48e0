// The test image that is looked at: its class, what the net says, and the way to another one. The part of it
// that the value under the cursor depends on is boxed.
import { type ReactNode, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { NetworkReport } from '../../../engine/plan/analyse.ts';
import { percent } from '../../draw/format.ts';
import { paintPixels } from '../../draw/paintPixels.ts';
import { photoPixels } from '../../draw/pixels.ts';
import { receptiveField } from '../../draw/receptiveField.ts';
import { largest } from '../../draw/statistics.ts';
import { useRun, useView } from '../../store/context.tsx';
import { ImageButtons } from '../ImageButtons.tsx';
import { useClassName } from '../useClassName.ts';
import { type FrameStore, useFrame } from './frame.ts';
import { type Probe, pixelOf } from './probe.ts';

interface Props {
  store: FrameStore;
  probe: Probe;
  network: NetworkReport;
}

/** Paints the image of each frame, and moves the box with the probe. */
function useImage({ store, probe, network }: Props) {
  const box = useRef<HTMLElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const channel = useView((view) => view.channel);
  const shape = useRun((run) => run.dataset?.shape);
  useEffect(() => {
    const { input } = network.document;
    const paint = () => {
      const reply = store.frame?.reply;
      if (canvas.current && reply && shape)
        paintPixels(canvas.current, photoPixels(reply.image, shape, input, reply.corner));
      else if (canvas.current) canvas.current.width = 1;
      place();
    };
    const place = () => {
      const { frame } = store;
      const element = box.current;
      if (!element) return;
      element.hidden = true;
      if (!frame?.view.maps) return;
      const { maps, cells } = frame.view;
      const { x, y } = pixelOf(probe.getState(), maps.shape, Math.min(channel, cells - 1));
      const field = receptiveField(network, maps.layer, x, y);
      element.hidden = field === null;
      if (!field) return;
      const across = (value: number) => `${(100 * value) / input.width}%`;
      const down = (value: number) => `${(100 * value) / input.height}%`;
      Object.assign(element.style, {
        left: across(field.x0),
        top: down(field.y0),
        width: across(field.x1 - field.x0),
        height: down(field.y1 - field.y0),
      });
    };
    paint();
    const stops = [store.subscribe(paint), probe.subscribe(place)];
    return () => {
      for (const stop of stops) stop();
    };
  }, [store, probe, network, channel, shape]);
  return { box, canvas };
}

export function Picture({ children, ...props }: Props & { children?: ReactNode }) {
  const { t } = useTranslation('inside');
  const { store } = props;
  const { box, canvas } = useImage(props);
  const className = useClassName();
  const wanted = useView((view) => view.example);
  const label = useFrame(store, (frame) => frame?.reply.label ?? null);
  const example = useFrame(store, (frame) => frame?.example ?? null);
  const untrained = useFrame(store, (frame) => frame?.reply.step === 0);
  const best = useFrame(store, (frame) => (frame ? largest(frame.reply.probabilities, 1)[0] : null));
  const certainty = useFrame(store, (frame) =>
    frame ? percent(frame.reply.probabilities[largest(frame.reply.probabilities, 1)[0]]) : '',
  );
  const name = (index: number | null) => (index === null ? '' : className(index));
  return (
    <>
      <span className="pic">
        <canvas ref={canvas} role="img" aria-label={t('image.name', { class: name(label) })} />
        <i ref={box as never} className="field-box" hidden />
      </span>
      <span className="said">
        {example === null ? (
          t('image.index', { index: wanted })
        ) : (
          <>
            <b className="medium">{name(label)}</b>
            {t('image.comma')}
            {t('image.index', { index: example })}
          </>
        )}
        <br />
        {example === null
          ? t('image.waiting')
          : t(untrained ? 'image.untrained' : 'image.predicted', { class: name(best), certainty })}
        <span className="row said-tools">
          <ImageButtons />
          {children}
        </span>
      </span>
    </>
  );
}
