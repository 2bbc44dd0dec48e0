// Windows that a layer draws at random, over the map that they look at: where those of the coming step begin. They are
// drawn anew with every step, and follow the layer's settings before any.
import { useTranslation } from 'react-i18next';
import { layerOf } from '../../engine/layers/index.ts';
import type { LayerDefinition } from '../../engine/layers/layer.ts';
import { type ElementReport, streamsOf } from '../../engine/plan/analyse.ts';
import type { Settings } from '../../engine/spec/fields.ts';
import { shapeText } from '../../engine/spec/shape.ts';
import { count } from '../draw/format.ts';
import { useRun } from '../store/context.tsx';
import { useDraftReport } from '../store/report.ts';
import './windowGrid.css';

/** Pixels of each axis that are drawn: more could not be told apart. */
const most = 32;

type Draws = NonNullable<LayerDefinition['drawnWindows']>;

function Grid({ report, draws }: { report: ElementReport; draws: Draws }) {
  const { t } = useTranslation('editor');
  const stream = streamsOf(useDraftReport()).get(report.id)!;
  const seed = useRun(({ status }) => status.seed);
  const step = useRun(({ status }) => status.step);
  const { input, output, element } = report;
  const { rows, columns } = draws(element as Settings<readonly []>, input, { seed, stream, step });
  const [width, height] = [Math.min(most, input.width), Math.min(most, input.height)];
  const across = rows.filter((row) => row < height).map((row) => `M0 ${row}H${width}`);
  const down = columns.filter((column) => column < width).map((column) => `M${column} 0V${height}`);
  const part = width < input.width || height < input.height;
  return (
    <figure className="window-grid">
      <svg viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" aria-hidden>
        <path d={[...across, ...down].join('')} />
      </svg>
      <figcaption>
        {t('windows', { step: count(step + 1), input: shapeText(input), output: shapeText(output) })}
        {part && t('windowsPart', { width, height })}
      </figcaption>
    </figure>
  );
}

/** Nothing for a layer that draws no windows. */
export function WindowGrid({ report }: { report: ElementReport }) {
  const draws = layerOf(report.type)?.drawnWindows;
  return draws && !report.diagnostic ? <Grid report={report} draws={draws} /> : null;
}
