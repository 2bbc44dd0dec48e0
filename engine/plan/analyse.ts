// What can be known of a net before anything is allocated: every shape, count and mistake. It never
// throws: a layer with an error says what is wrong and passes its input on, so that the layers below it
// keep a shape and the editor keeps its numbers.

import { layerOf } from '../layers/index.ts';
import type { ArithmeticLine, ParameterSpec, ShapeResult, SlidingWindow } from '../layers/layer.ts';
import { countParameters } from '../layers/layer.ts';
import type { Diagnostic } from '../spec/diagnostic.ts';
import { type Element, isParallel, type NetworkDocument, type ParallelElement } from '../spec/document.ts';
import type { Settings } from '../spec/fields.ts';
import { type Shape, sameShape, shapeText } from '../spec/shape.ts';

/** One element of the stack, analysed. Counts of a block are those of all it holds. */
export interface ElementReport {
  id: string;
  type: string;
  element: Element;
  summary: string;
  elementwise: boolean;
  /** The window through which an output looks at the input; null where it sees all of it, or its own place. */
  window: SlidingWindow | null;
  input: Shape;
  /** The shape it gives; with a diagnostic, the shape passed on instead. */
  output: Shape;
  diagnostic: Diagnostic | null;
  /** True below a failing layer: the shapes are right only once that one is mended. */
  stale: boolean;
  parameters: readonly ParameterSpec[];
  /** What it keeps beside its parameters: counted nowhere, saved with them. */
  statistics: readonly ParameterSpec[];
  parameterCount: number;
  /** Multiply-accumulates of one forward pass over one example. */
  macs: number;
  arithmetic: readonly ArithmeticLine[];
  /** Reports of the branches of a block. */
  branches: readonly (readonly ElementReport[])[];
}

export interface NetworkReport {
  document: NetworkDocument;
  classes: number;
  elements: readonly ElementReport[];
  /** What the loss says of the last shape. */
  loss: { input: Shape; diagnostic: Diagnostic | null; stale: boolean };
  output: Shape;
  parameterCount: number;
  macs: number;
  /** No diagnostic anywhere. */
  valid: boolean;
}

const sum = (reports: readonly ElementReport[], key: 'parameterCount' | 'macs'): number =>
  reports.reduce((total, report) => total + report[key], 0);

function analyseStack(
  elements: readonly Element[],
  start: Shape,
  staleAbove: boolean,
  readsImages = false,
): ElementReport[] {
  let input = start;
  let stale = staleAbove;
  return elements.map((element, index) => {
    const report = isParallel(element)
      ? analyseBlock(element, input, stale)
      : analyseLayer(element, input, stale, readsImages && index === 0);
    input = report.output;
    stale ||= hasError(report);
    return report;
  });
}

/** Whether an element or anything inside it has a diagnostic. */
export const hasError = (report: ElementReport): boolean =>
  report.diagnostic !== null || report.branches.some((branch) => branch.some(hasError));

function analyseLayer(element: Element, input: Shape, stale: boolean, readsImages: boolean): ElementReport {
  const layer = layerOf(element.type)!;
  const settings = element as unknown as Settings<typeof layer.fields>;
  const common = {
    id: element.id,
    type: element.type,
    element,
    summary: layer.summary(settings),
    elementwise: layer.elementwise,
    window: layer.window?.(settings, input) ?? null,
    input,
    stale,
    branches: [],
  };
  const misplaced = layer.readsImages && !readsImages;
  const result: ShapeResult = misplaced
    ? { ok: false, diagnostic: { code: 'layer.first', values: { layer: element.id }, fixes: [] } }
    : layer.shape(settings, input);
  if (!result.ok)
    return {
      ...common,
      output: input,
      diagnostic: result.diagnostic,
      parameters: [],
      statistics: [],
      parameterCount: 0,
      macs: 0,
      arithmetic: [],
    };
  const { output } = result;
  const parameters = layer.parameters(settings, input);
  return {
    ...common,
    output,
    diagnostic: null,
    parameters,
    statistics: layer.statistics?.(settings, input) ?? [],
    parameterCount: countParameters(parameters),
    macs: layer.macs(settings, input, output),
    arithmetic: layer.arithmetic(settings, input, output),
  };
}

function analyseBlock(element: ParallelElement, input: Shape, stale: boolean): ElementReport {
  const { merge, branches } = element;
  const reports = branches.map((branch) => analyseStack(branch, input, stale));
  const ends = reports.map((branch) => branch.at(-1)?.output ?? input);
  const fitting = merge === 'add' ? ends : ends.map((end) => ({ ...end, channels: 0 }));
  const agree = fitting.every((end) => sameShape(end, fitting[0]));
  const diagnostic: Diagnostic | null =
    agree || reports.flat().some(hasError)
      ? null
      : { code: 'merge.shapes', values: { shapes: ends.map(shapeText).join(', ') }, fixes: [] };
  const channels = ends.map((end) => end.channels);
  const total = channels.reduce((a, b) => a + b, 0);
  return {
    id: element.id,
    type: element.type,
    element,
    summary: `${merge} of ${branches.length}`,
    elementwise: false,
    window: null,
    input,
    output: !agree ? input : merge === 'add' ? ends[0] : { ...ends[0], channels: total },
    diagnostic,
    stale,
    parameters: [],
    statistics: [],
    parameterCount: reports.reduce((count, branch) => count + sum(branch, 'parameterCount'), 0),
    macs: reports.reduce((count, branch) => count + sum(branch, 'macs'), 0),
    arithmetic:
      merge === 'concat' && agree
        ? [{ quantity: 'output', formula: channels.join(' + '), result: total }]
        : [],
    branches: reports,
  };
}

/** Shapes, counts and mistakes of a document; its last layer must give the classes of the data, or its own. */
export function analyse(document: NetworkDocument, dataClasses: number): NetworkReport {
  const classes = document.classes ?? dataClasses;
  const elements = analyseStack(document.layers, document.input, false, true);
  const output = elements.at(-1)?.output ?? document.input;
  const stale = elements.some(hasError);
  const fits = sameShape(output, { height: 1, width: 1, channels: classes });
  const diagnostic: Diagnostic | null = fits
    ? null
    : { code: 'loss.shape', values: { classes, shape: shapeText(output) }, fixes: [] };
  return {
    document,
    classes,
    elements,
    loss: { input: output, diagnostic: stale ? null : diagnostic, stale },
    output,
    parameterCount: sum(elements, 'parameterCount'),
    macs: sum(elements, 'macs'),
    valid: !stale && fits,
  };
}

/** Every element report, depth first: a block before what it holds. */
export function* walkReports(reports: readonly ElementReport[]): Generator<ElementReport> {
  for (const report of reports) {
    yield report;
    for (const branch of report.branches) yield* walkReports(branch);
  }
}

/** The first mistake of a net and the layer that has it, or null. */
export function firstDiagnostic(report: NetworkReport): { layer: string; diagnostic: Diagnostic } | null {
  for (const { id, diagnostic } of walkReports(report.elements))
    if (diagnostic) return { layer: id, diagnostic };
  return report.loss.diagnostic && { layer: 'softmax', diagnostic: report.loss.diagnostic };
}
