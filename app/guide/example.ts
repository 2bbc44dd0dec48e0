// Each layer type once with its default settings, on an input that suits it, and what that costs line by line.
import type { ArithmeticLine } from '../../engine/layers/layer.ts';
import { analyse, type ElementReport } from '../../engine/plan/analyse.ts';
import { parseDocument } from '../../engine/spec/document.ts';
import { type Shape, volume } from '../../engine/spec/shape.ts';

/** A map as in the middle of a net, an image, and the maps that LeNet-5's table connects; the first that fits is taken. */
const inputs: readonly Shape[] = [
  { height: 32, width: 32, channels: 16 },
  { height: 32, width: 32, channels: 3 },
  { height: 14, width: 14, channels: 6 },
];

const reportOn = (type: string, input: Shape): ElementReport =>
  analyse(parseDocument({ version: 1, input, layers: [{ type }] }), 10).elements[0];

/** The layer of this type, analysed; one that reads images gets an image. */
export function exampleOf(type: string, readsImages = false): ElementReport {
  const suiting = readsImages ? inputs.filter(({ channels }) => channels === 3) : inputs;
  const reports = suiting.map((input) => reportOn(type, input));
  return reports.find((report) => report.diagnostic === null) ?? reports[0];
}

export interface CountLine {
  quantity: ArithmeticLine['quantity'] | 'values';
  /** "" where there is nothing to compute. */
  formula: string;
  result: number;
}

/** The arithmetic of the definition; a count that it has no line for is said all the same, and so are the values. */
export function countLines({ arithmetic, parameterCount, macs, output }: ElementReport): CountLine[] {
  const said = (quantity: CountLine['quantity'], result: number): CountLine[] =>
    arithmetic.some((line) => line.quantity === quantity) ? [] : [{ quantity, formula: '', result }];
  return [
    ...arithmetic,
    ...said('parameters', parameterCount),
    ...said('macs', macs),
    {
      quantity: 'values',
      formula: `${output.height}*${output.width}*${output.channels}`,
      result: volume(output),
    },
  ];
}
