// The first images of the coming batch as the net will get them: cropped, augmented, mixed and normalised. Fetched when
// the settings of images are first opened; while training, others are shown every second.
import { useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PreviewReply } from '../../../engine/worker/protocol.ts';
import { usePull } from '../../client/usePull.ts';
import { paintPixels } from '../../draw/paintPixels.ts';
import { rgbPixels } from '../../draw/pixels.ts';
import { mapSlice } from '../../draw/slices.ts';
import { scaleOf, summarise } from '../../draw/statistics.ts';
import { usePlayground, useRun } from '../../store/context.tsx';

/** Pictures, in two rows; each has its place before the images are there. */
const count = 8;

interface Shown {
  shape: readonly number[];
  /** What is drawn white, and its negative black; a few values may lie beyond. */
  max: number;
}

function Coming({ image, shown }: { image: Float32Array | undefined; shown: Shown | null }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    if (!image || !shown) return;
    const planes = [0, 1, 2].map((c) => mapSlice(shown.shape, shown.shape[2] >= 3 ? c : 0));
    paintPixels(canvas.current!, rgbPixels(image, planes, shown.max));
  }, [image, shown]);
  const [height, width] = shown?.shape ?? [1, 1];
  return <canvas ref={canvas} style={{ aspectRatio: `${width} / ${height}` }} aria-hidden />;
}

/** One scale for all pictures. */
const scaled = ({ images, shape }: PreviewReply): Shown => ({
  shape,
  max: Math.max(0, ...images.map((image) => scaleOf(image, summarise(image).peak))),
});

export default function ComingImages() {
  const { t } = useTranslation('coming');
  const { client } = usePlayground();
  const element = useRef<HTMLElement>(null);
  const [reply, setReply] = useState<PreviewReply | null>(null);
  const shown = useMemo(() => reply && scaled(reply), [reply]);
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
    <figure ref={element} className="coming">
      <div>
        {Array.from({ length: count }, (_, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: places in a batch have no other name
          <Coming key={index} image={reply?.images[index]} shown={shown} />
        ))}
      </div>
      <figcaption>{t('caption')}</figcaption>
    </figure>
  );
}
