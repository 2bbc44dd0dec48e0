// A net's memory as a textbook counts it: values of one image, twice with gradients, and parameters with their
// gradients and what the optimiser keeps. It is the arithmetic that papers print beside what the engine really allocates.
import type { NetworkReport } from '../../../engine/plan/analyse.ts';
import { countValues, type ValueOptions, valueRows } from '../../../engine/plan/values.ts';
import { shapeText, volume } from '../../../engine/spec/shape.ts';

export interface TextbookOptions extends ValueOptions {
  /** Whether every value and parameter has its gradient beside it. */
  gradients: boolean;
  /** Values that the optimiser keeps for each parameter. */
  slots: number;
  batch: number;
}

export interface TextbookRow {
  id: string;
  output: string;
  values: number;
  parameters: number;
  macs: number;
}

export interface Textbook {
  rows: readonly TextbookRow[];
  /** Values of one image, and all that one image takes in bytes. */
  values: number;
  imageBytes: number;
  parameterBytes: number;
  totalBytes: number;
}

const bytesPerValue = 4;

export function textbook(report: NetworkReport, options: TextbookOptions): Textbook {
  const copies = options.gradients ? 2 : 1;
  const values = countValues(report, options);
  const imageBytes = bytesPerValue * copies * values;
  const parameterBytes = bytesPerValue * (copies + options.slots) * report.parameterCount;
  const { input } = report.document;
  const layers = [...valueRows(report.elements, options)].map(({ report: layer, values: held }) => ({
    id: layer.id,
    output: shapeText(layer.output),
    values: held,
    parameters: layer.parameterCount,
    macs: layer.macs,
  }));
  const image = { id: 'input', output: shapeText(input), values: volume(input), parameters: 0, macs: 0 };
  return {
    rows: [image, ...layers],
    values,
    imageBytes,
    parameterBytes,
    totalBytes: options.batch * imageBytes + parameterBytes,
  };
}

/** Images of a batch that fit into `bytes` beside the parameters. */
export const mostImages = ({ imageBytes, parameterBytes }: Textbook, bytes: number): number =>
  Math.max(0, Math.floor((bytes - parameterBytes) / imageBytes));

/** Memory of the graphics cards that the nets of the literature were fitted to, in GiB. */
export const cards: readonly number[] = [3, 4, 6, 12];
