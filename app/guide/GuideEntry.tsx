// One entry of the guide: what it is, what it computes, its settings, and for a layer its drawing and the costs of an
// example. Everything follows from the definition and the catalogues.
import { useTranslation } from 'react-i18next';
import { layerOf } from '../../engine/layers/index.ts';
import { chanceOf, lossOf } from '../../engine/layers/losses/index.ts';
import type { ElementReport } from '../../engine/plan/analyse.ts';
import { defaultSettings } from '../../engine/spec/fields.ts';
import { shapeText } from '../../engine/spec/shape.ts';
import { type OptimiserName, optimiserSlots } from '../../engine/spec/training.ts';
import { count, significant } from '../draw/format.ts';
import type { Entry } from './entries.ts';
import { countLines, exampleOf } from './example.ts';
import { FieldTable } from './FieldTable.tsx';
import { LayerPicture } from './LayerPicture.tsx';

const figure = (value: number): string => (Number.isInteger(value) ? count(value) : significant(value));

/** Shapes and counts of the example, with their numbers in. */
function Counts({ report }: { report: ElementReport }) {
  const { t } = useTranslation(['guide', 'editor']);
  return (
    <dl className="guide-counts">
      <div>
        <dt>{t('example')}</dt>
        <dd>{`${shapeText(report.input)} → ${shapeText(report.output)}`}</dd>
      </div>
      {countLines(report).map(({ quantity, formula, result }) => (
        <div key={`${quantity} ${formula}`}>
          <dt>{quantity === 'values' ? t('values') : t(`editor:quantity.${quantity}.label`)}</dt>
          <dd>{formula}</dd>
          <dd className="result">{figure(result)}</dd>
        </div>
      ))}
    </dl>
  );
}

/** Scores that are all alike, for ten classes. */
function Chance({ type }: { type: string }) {
  const { t } = useTranslation('guide');
  const { value, formula } = chanceOf({ type, ...defaultSettings(lossOf(type)!.fields) }, 10);
  return <p>{t('chance', { formula, value: figure(value) })}</p>;
}

function LayerPart({ type }: { type: string }) {
  const report = exampleOf(type, layerOf(type)!.readsImages);
  return (
    <div className="guide-example">
      <LayerPicture report={report} />
      <Counts report={report} />
    </div>
  );
}

export function GuideEntry({ entry }: { entry: Entry }) {
  const { t } = useTranslation('guide');
  const { id, group, fields } = entry;
  const name = t(entry.name);
  return (
    <section className="guide-entry" data-entry={id} aria-labelledby={`guide-${id}`}>
      <h4 id={`guide-${id}`} tabIndex={-1}>
        {name}
        {name.toLowerCase() !== id && <span className="lab"> {id}</span>}
      </h4>
      <p>{t(entry.about)}</p>
      <p className="guide-formula">{t(`formula.${id}`)}</p>
      {layerOf(id) && <LayerPart type={id} />}
      {group === 'loss' && <Chance type={id} />}
      {group === 'optimiser' && <p>{t('memory', { count: optimiserSlots[id as OptimiserName].length })}</p>}
      {fields.length > 0 && <FieldTable entry={entry} name={name} />}
    </section>
  );
}
