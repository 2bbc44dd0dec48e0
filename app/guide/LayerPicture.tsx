// A layer type drawn: its example's input and output as blocks, and the window through which one value looks.
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { ElementReport } from '../../engine/plan/analyse.ts';
import type { Size } from '../../engine/spec/fields.ts';
import { shapeText } from '../../engine/spec/shape.ts';
import { valueText } from '../controls/fieldTexts.ts';
import { layerDrawing, type Rectangle } from './layerGeometry.ts';

const Box = ({ of, name }: { of: Rectangle; name: string }) => <rect className={name} {...of} />;

/** "3×3", and strides that are no whole numbers with two decimals. */
function sizeText(t: TFunction, size: Size): string {
  const rounded = [size].flat().map((side) => Math.round(side * 100) / 100);
  const same = rounded.every((side) => side === rounded[0]);
  return valueText(t, '', same ? rounded[0] : rounded);
}

/** What one output looks at, in words. */
function windowText(t: TFunction, { window, elementwise }: ElementReport): string {
  if (elementwise) return t('guide:window.own');
  if (!window) return t('guide:window.none');
  const { kernel, stride, padding } = window;
  return t('guide:window.moving', {
    kernel: sizeText(t, typeof kernel === 'number' ? [kernel, kernel] : kernel),
    stride: sizeText(t, stride),
    padding: sizeText(t, padding),
  });
}

export function LayerPicture({ report }: { report: ElementReport }) {
  const { t } = useTranslation('guide');
  const { width, height, input, output, window, value, rays } = layerDrawing(report);
  const line = 18;
  return (
    <figure className="layer-picture">
      <svg width={Math.ceil(width)} height={Math.ceil(height) + line} aria-hidden>
        {[input, output].map(({ front, back }) => (
          <g key={front.x}>
            <path className="back" d={back} />
            <Box of={front} name="front" />
          </g>
        ))}
        <path className="rays" d={rays} />
        <Box of={window} name="seen" />
        <Box of={value} name="seen" />
        <text x={input.front.x} y={height + line - 4}>
          {shapeText(report.input)}
        </text>
        <text x={output.front.x} y={height + line - 4}>
          {shapeText(report.output)}
        </text>
      </svg>
      <figcaption>{windowText(t, report)}</figcaption>
    </figure>
  );
}
