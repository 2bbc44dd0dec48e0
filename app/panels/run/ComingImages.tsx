// The first images of the coming batch as the net will get them: cropped, augmented and normalised. Fetched when the
// group of augmentations is first opened.
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PreviewReply } from '../../../engine/worker/protocol.ts';
import { usePull } from '../../client/usePull.ts';
import { paintPixels } from '../../draw/paintPixels.ts';
import { rgbPixels } from '../../draw/pixels.ts';
import { mapSlice } from '../../draw/slices.ts';
import { usePlayground, useRun } from '../../store/context.tsx';

/** Images in the strip. */
const count = 8;

/** One image; grey is 0, and the farthest value of the strip from it is black or white. */
function Coming({ image, shape, max }: { image: Float32Array; shape: readonly number[]; max: number }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const planes = [0, 1, 2].map((c) => mapSlice(shape, shape[2] >= 3 ? c : 0));
    paintPixels(canvas.current!, rgbPixels(image, planes, max));
  }, [image, shape, max]);
  return <canvas ref={canvas} aria-hidden />;
}

export default function ComingImages() {
  const { t } = useTranslation('coming');
  const { client } = usePlayground();
  const element = useRef<HTMLElement>(null);
  const [reply, setReply] = useState<PreviewReply | null>(null);
  const ready = useRun((run) => run.status.state !== 'loading');
  const training = useRun((run) => run.training);
  const step = useRun((run) => (run.status.state === 'running' ? -1 : run.status.step));
  const net = useRun((run) => `${run.status.generation} ${run.status.backend}`);
  usePull({
    fetch: ready ? () => client.request('previewBatch', { count }) : null,
    deliver: setReply,
    failed: () => setReply(null),
    live: false,
    interval: 1000,
    element,
    question: `${net} ${step} ${JSON.stringify(training)}`,
  });
  const max = (reply?.images ?? []).reduce(
    (most, image) => image.reduce((a, b) => Math.max(a, Math.abs(b)), most),
    0,
  );
  return (
    <figure ref={element} className="coming">
      <div>
        {reply?.images.map((image, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: places in a batch have no other name
          <Coming key={index} image={image} shape={reply.shape} max={max} />
        ))}
      </div>
      <figcaption>{t('caption')}</figcaption>
    </figure>
  );
}
