// The first images of the coming batch as the net will get them: cropped, augmented, mixed and normalised. Fetched when
// the settings of images are first opened; while training, others are shown every second.
import { useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PreviewReply } from '../../../engine/worker/protocol.ts';
import { usePull } from '../../client/usePull.ts';
import { usePlayground, useRun } from '../../store/context.tsx';
import { InputImage, inputScale } from './InputImage.tsx';

/** Pictures, in two rows; each has its place before the images are there. */
const count = 8;

export default function ComingImages() {
  const { t } = useTranslation('coming');
  const { client } = usePlayground();
  const element = useRef<HTMLElement>(null);
  const [reply, setReply] = useState<PreviewReply | null>(null);
  const scale = useMemo(() => reply && inputScale(reply.shape, reply.images), [reply]);
  const ready = useRun((run) => run.status.state !== 'loading');
  const running = useRun((run) => run.status.state === 'running');
  const training = useRun((run) => run.training);
  const step = useRun((run) => (run.status.state === 'running' ? -1 : run.status.step));
  const net = useRun((run) => `${run.status.generation} ${run.status.backend}`);
  usePull({
    fetch: ready ? () => client.request('previewBatch', { count }) : null,
    deliver: setReply,
    failed: () => setReply(null),
    live: running,
    interval: 1000,
    element,
    question: `${net} ${step} ${JSON.stringify(training)}`,
  });
  return (
    <figure ref={element} className="input-images">
      <div>
        {Array.from({ length: count }, (_, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: places in a batch have no other name
          <InputImage key={index} image={reply?.images[index]} scale={scale} />
        ))}
      </div>
      <figcaption>{t('caption')}</figcaption>
    </figure>
  );
}
