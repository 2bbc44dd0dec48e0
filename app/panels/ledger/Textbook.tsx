// The net that is being edited, as a textbook counts its memory: line by line, with switches for what is kept, and how
// many images fit on well-known cards and on this device.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { slotsOf } from '../../../engine/spec/training.ts';
import { Switch } from '../../controls/Switch.tsx';
import { bytes, count } from '../../draw/format.ts';
import { useRun } from '../../store/context.tsx';
import { useDraftReport } from '../../store/report.ts';
import { type Textbook as Counted, cards, mostImages, textbook } from './textbook.ts';

function Choice({ on, name, onChange }: { on: boolean; name: string; onChange(on: boolean): void }) {
  return (
    <span className="story-switch">
      <span className="lab">{name}</span>
      <Switch on={on} name={name} onChange={onChange} />
    </span>
  );
}

export function Textbook() {
  const { t } = useTranslation('stories');
  const report = useDraftReport();
  const training = useRun((run) => run.training);
  const [keepActivations, setKeep] = useState(false);
  const [gradients, setGradients] = useState(false);
  const slots = gradients ? slotsOf(training).length : 0;
  const counted = textbook(report, { keepActivations, gradients, slots, batch: training.batch });
  return (
    <section className="story">
      <h3>{t('count.title', { name: report.document.name })}</h3>
      <p>{t('count.text')}</p>
      <div className="story-switches">
        <Choice on={keepActivations} name={t('count.keep')} onChange={setKeep} />
        <Choice on={gradients} name={t('count.gradients')} onChange={setGradients} />
      </div>
      <Rows counted={counted} />
      <dl className="story-sums">
        <dt>{t('count.image')}</dt>
        <dd>{bytes(counted.imageBytes)}</dd>
        <dt>{t('count.parameters', { count: gradients ? 2 + slots : 1 })}</dt>
        <dd>{bytes(counted.parameterBytes)}</dd>
        <dt>{t('count.total', { batch: count(training.batch) })}</dt>
        <dd>{bytes(counted.totalBytes)}</dd>
      </dl>
      <Fits counted={counted} />
    </section>
  );
}

function Rows({ counted }: { counted: Counted }) {
  const { t } = useTranslation('stories');
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard.
    <section className="story-rows" tabIndex={0} aria-label={t('count.rows')}>
      <table>
        <thead>
          <tr>
            {['layer', 'output', 'values', 'parameters', 'macs'].map((column) => (
              <th scope="col" key={column}>
                {t(`column.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {counted.rows.map((row) => (
            <tr key={row.id}>
              <th scope="row">{row.id}</th>
              <td>{row.output}</td>
              <td>{count(row.values)}</td>
              <td>{count(row.parameters)}</td>
              <td>{count(row.macs)}</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">{t('column.total')}</th>
            <td />
            <td>{count(counted.values)}</td>
            <td>{count(counted.rows.reduce((sum, row) => sum + row.parameters, 0))}</td>
            <td>{count(counted.rows.reduce((sum, row) => sum + row.macs, 0))}</td>
          </tr>
        </tfoot>
      </table>
    </section>
  );
}

function Fits({ counted }: { counted: Counted }) {
  const { t } = useTranslation('stories');
  const limit = useRun((run) => run.device?.report.maxBufferBytes ?? null);
  const room = (memory: number) => {
    const images = mostImages(counted, memory);
    return images > 0 ? t('count.fits', { count: images, images: count(images) }) : t('count.fitsNone');
  };
  return (
    <dl className="story-sums">
      {cards.map((card) => (
        <div key={card}>
          <dt>{t('count.card', { size: card })}</dt>
          <dd>{room(card * 2 ** 30)}</dd>
        </div>
      ))}
      {limit !== null && (
        <div>
          <dt>{t('count.device', { size: bytes(limit) })}</dt>
          <dd>{room(limit)}</dd>
        </div>
      )}
    </dl>
  );
}
