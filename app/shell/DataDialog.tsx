// The data set: what it holds, some of its images class by class, and the way to bring one's own.
import { FilePlus2, FolderPlus } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DatasetStatus, SamplesReply } from '../../engine/worker/protocol.ts';
import { Icon } from '../controls/icons.tsx';
import { count } from '../draw/format.ts';
import { photoPixels } from '../draw/pixels.ts';
import { classText } from '../panels/useClassName.ts';
import { usePlayground, useRun } from '../store/context.tsx';
import { failureOf, notify } from '../store/notices.ts';
import { openFiles, pickedFiles } from './files.ts';
import { NoticeBar } from './NoticeBar.tsx';

/** Images shown of each class. */
const perClass = 12;

export default function DataDialog() {
  const { t } = useTranslation('shell');
  const { notices } = usePlayground();
  const [since] = useState(() => notices.getState().notices.at(-1)?.id ?? 0);
  const dataset = useRun((run) => run.dataset);
  if (!dataset) return <p>{t('data.none')}</p>;
  return (
    <>
      <NoticeBar since={since} />
      <Facts dataset={dataset} />
      <Samples dataset={dataset} />
      <OwnData />
    </>
  );
}

function Facts({ dataset }: { dataset: DatasetStatus }) {
  const { t } = useTranslation('shell');
  const { title, shape, train, test, classes } = dataset;
  const part = ({ count: here, total }: { count: number; total: number }) =>
    here < total ? t('data.partial', { here: count(here), total: count(total) }) : count(total);
  return (
    <p>
      <b>{title}</b>
      {t('data.colon')}
      {t('data.facts', {
        train: part(train),
        test: part(test),
        classes: classes.length,
        shape: `${shape.height}×${shape.width}×${shape.channels}`,
      })}
    </p>
  );
}

function Samples({ dataset }: { dataset: DatasetStatus }) {
  const { t } = useTranslation('predictions');
  const { client, notices } = usePlayground();
  const [samples, setSamples] = useState<SamplesReply['classes']>([]);
  const arrived = dataset.train.count === dataset.train.total;

  // biome-ignore lint/correctness/useExhaustiveDependencies: asked for anew when all images have arrived
  useEffect(() => {
    let wanted = true;
    client.request('samples', { perClass }).then(
      ({ classes }) => wanted && setSamples(classes),
      (error) => notify(notices, 'error', { failure: failureOf(error) }),
    );
    return () => {
      wanted = false;
    };
  }, [client, notices, dataset.id, arrived]);

  return (
    <dl className="samples">
      {samples.map(({ label, images }) => (
        <div key={label}>
          <dt>{classText(t, dataset.classes[label])}</dt>
          <dd>
            {images.map((image, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: images of a class have no other name
              <Sample key={index} image={image} shape={dataset.shape} />
            ))}
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Sample({ image, shape }: { image: Uint8Array; shape: DatasetStatus['shape'] }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const { data, width, height } = photoPixels(image, shape);
    Object.assign(canvas.current!, { width, height });
    canvas.current!.getContext('2d')!.putImageData(new ImageData(data, width, height), 0, 0);
  }, [image, shape]);
  return <canvas ref={canvas} aria-hidden />;
}

function OwnData() {
  const { t } = useTranslation('shell');
  const playground = usePlayground();
  const files = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);
  const asFolderPicker = (input: HTMLInputElement | null) => {
    folder.current = input;
    if (input) input.webkitdirectory = true;
  };
  const take = (input: HTMLInputElement) => {
    openFiles(playground, pickedFiles(input.files));
    input.value = '';
  };
  return (
    <section className="own-data">
      <h3>{t('data.own')}</h3>
      <p>{t('data.ownHelp')}</p>
      <div className="row">
        <button type="button" className="btn" onClick={() => files.current?.click()}>
          <Icon of={FilePlus2} />
          {t('data.chooseFiles')}
        </button>
        <button type="button" className="btn" onClick={() => folder.current?.click()}>
          <Icon of={FolderPlus} />
          {t('data.chooseFolder')}
        </button>
      </div>
      <input ref={files} type="file" hidden multiple onChange={(event) => take(event.target)} />
      <input ref={asFolderPicker} type="file" hidden onChange={(event) => take(event.target)} />
    </section>
  );
}
