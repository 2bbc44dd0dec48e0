// The test image that is looked at, in each of the ways that a test looks at it, with the share of each in the average.
// Fetched when the settings of tests are first opened.
import type { TFunction } from 'i18next';
import { useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { View } from '../../../engine/spec/testViews.ts';
import type { ViewsReply } from '../../../engine/worker/protocol.ts';
import { usePull } from '../../client/usePull.ts';
import { usePlayground, useRun, useView } from '../../store/context.tsx';
import { InputImage, inputScale } from './InputImage.tsx';

/** "mirrored, 1 up, 1 left"; what is neither is seen as it is. */
function wayOf({ mirror, down, right }: View, t: TFunction<'testViews'>): string {
  const ways = [
    mirror && t('mirrored'),
    down !== 0 && t(down < 0 ? 'up' : 'down', { by: Math.abs(down) }),
    right !== 0 && t(right < 0 ? 'left' : 'right', { by: Math.abs(right) }),
  ].filter(Boolean);
  return ways.join(t('comma')) || t('plain');
}

export default function TestViews() {
  const { t } = useTranslation('testViews');
  const { client } = usePlayground();
  const element = useRef<HTMLElement>(null);
  const [reply, setReply] = useState<ViewsReply | null>(null);
  const images = useMemo(() => reply?.views.map(({ image }) => image) ?? [], [reply]);
  const scale = useMemo(() => reply && inputScale(reply.shape, images), [reply, images]);
  const ready = useRun((run) => run.status.state !== 'loading');
  const training = useRun((run) => run.training);
  const net = useRun((run) => `${run.status.generation} ${run.status.backend}`);
  const count = useRun((run) => run.dataset?.test.count ?? 0);
  const wanted = useView((view) => view.example);
  const example = Math.min(wanted, Math.max(0, count - 1));
  usePull({
    fetch: ready && count > 0 ? () => client.request('previewViews', { example }) : null,
    deliver: setReply,
    failed: () => setReply(null),
    live: false,
    interval: 1000,
    element,
    question: `${net} ${example} ${JSON.stringify(training)}`,
  });
  return (
    <figure ref={element} className="input-images">
      <ul>
        {reply?.views.map((view, index) => (
          <li key={wayOf(view, t)}>
            <InputImage image={images[index]} scale={scale} name={wayOf(view, t)} />
            {t('share', { parts: Math.round(1 / view.share) })}
          </li>
        ))}
      </ul>
      <figcaption>{t('caption', { example })}</figcaption>
    </figure>
  );
}
