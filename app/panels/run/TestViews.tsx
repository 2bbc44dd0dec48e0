// The test image that is looked at, in each of the ways that a test looks at it: the share of each in the average, and
// what the net says there for the image's class. Fetched when the settings of tests are first opened.
import type { TFunction } from 'i18next';
import { useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type View, viewsOf } from '../../../engine/spec/testViews.ts';
import type { ViewsReply } from '../../../engine/worker/protocol.ts';
import { usePull } from '../../client/usePull.ts';
import { count, percent } from '../../draw/format.ts';
import { usePlayground, useRun, useView } from '../../store/context.tsx';
import { ImageButtons } from '../ImageButtons.tsx';
import { useClassName } from '../useClassName.ts';
import { InputImage, inputScale } from './InputImage.tsx';

type Shown = ViewsReply & { example: number };

/** "mirrored, 1 px up, 1 px left"; what is neither is seen as it is. */
function wayOf({ mirror, down, right }: View, t: TFunction<'testViews'>): string {
  const ways = [
    mirror && t('mirrored'),
    down !== 0 && t(down < 0 ? 'up' : 'down', { by: Math.abs(down) }),
    right !== 0 && t(right < 0 ? 'left' : 'right', { by: Math.abs(right) }),
  ].filter(Boolean);
  return ways.join(t('comma')) || t('plain');
}

/** The views of the image that is looked at, asked for anew every two seconds while the net learns. */
function useViews() {
  const { client } = usePlayground();
  const element = useRef<HTMLElement>(null);
  const [shown, setShown] = useState<Shown | null>(null);
  const ready = useRun((run) => run.status.state !== 'loading');
  const running = useRun((run) => run.status.state === 'running');
  const training = useRun((run) => run.training);
  const step = useRun((run) => (running ? null : run.status.step));
  const net = useRun((run) => `${run.status.generation} ${run.status.backend}`);
  const images = useRun((run) => run.dataset?.test.count ?? 0);
  const wanted = useView((view) => view.example);
  const example = Math.min(wanted, Math.max(0, images - 1));
  usePull({
    fetch:
      ready && images > 0
        ? async () => ({ ...(await client.request('previewViews', { example })), example })
        : null,
    deliver: setShown,
    failed: () => setShown(null),
    live: running,
    interval: 2000,
    element,
    question: `${net} ${step} ${example} ${JSON.stringify(training)}`,
  });
  return { element, shown, training };
}

export default function TestViews() {
  const { t } = useTranslation('testViews');
  const { element, shown, training } = useViews();
  const input = useRun((run) => run.running.input);
  const shape = useRun((run) => run.dataset?.shape ?? input);
  const className = useClassName();
  const images = useMemo(() => shown?.views.map(({ image }) => image) ?? [], [shown]);
  const scale = useMemo(() => shown && inputScale(shown.shape, images), [shown, images]);
  // Each view has its place before it is there.
  const { views } = viewsOf(training.testViews, input, shape);
  // Where there are more than two, mirrored views stand under those that they mirror.
  const across = Math.max(2, views.length / 2);
  return (
    <figure ref={element} className="input-images">
      <ul style={{ gridTemplateColumns: `repeat(${across}, minmax(0, 80px))` }}>
        {views.map((view, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: views may look alike and keep their order.
          <li key={index}>
            <InputImage image={images[index]} scale={scale} name={wayOf(view, t)} />
            {views.length > 1 && <span>{t('share', { parts: Math.round(1 / view.share) })}</span>}
            <b>{shown?.views[index] ? percent(shown.views[index].probability) : '\u2013'}</b>
          </li>
        ))}
      </ul>
      <figcaption>
        {shown &&
          t(shown.views.length > 1 ? 'several' : 'one', {
            example: shown.example,
            step: count(shown.step),
            class: className(shown.label),
            probability: percent(shown.probability),
          })}
      </figcaption>
      <span className="row">
        <ImageButtons inPopover />
      </span>
    </figure>
  );
}
