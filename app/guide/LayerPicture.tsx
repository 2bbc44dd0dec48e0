// A layer type drawn: its example's input and output as blocks, and the window through which one value looks.
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { ElementReport } from '../../engine/plan/analyse.ts';
import { pair, type Size } from '../../engine/spec/fields.ts';
import { shapeText } from '../../engine/spec/shape.ts';
import { layerDrawing, type Rectangle } from './layerGeometry.ts';

const Box = ({ of, name }: { of: Rectangle; name: string }) => <rect className={name} {...of} />;

/** "3×3", or "1" where one number is enough; strides that are not whole have two decimals. */
function sizeText(size: Size, both: boolean): string {
  const [height, width] = pair(size).map((side) => String(Math.round(side * 100) / 100));
  return both || height !== width ? `${height}×${width}` : height;
}

/** What one output looks at, in words. */
function windowText(t: TFunction, { window, elementwise }: ElementReport): string {
  if (elementwise) return t('guide:window.own');
  if (!window) return t('guide:window.none');
  const { kernel, stride, padding } = window;
  if (pair(kernel).every((side) => side === 1)) return t('guide:window.point');
  return t('guide:window.moving', {
    kernel: sizeText(kernel, true),
    stride: sizeText(stride, false),
    padding: sizeText(padding, false),
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
