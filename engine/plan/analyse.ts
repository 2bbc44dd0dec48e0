// What can be known of a net before anything is allocated: every shape, count and mistake. It never
// throws: a layer with an error says what is wrong and passes its input on, so that the layers below it
// keep a shape and the editor keeps its numbers.

import { layerOf } from '../layers/index.ts';
import type { ArithmeticLine, ParameterSpec, ShapeResult, SlidingWindow } from '../layers/layer.ts';
import { countParameters } from '../layers/layer.ts';
import { Stream } from '../random.ts';
import type { Diagnostic } from '../spec/diagnostic.ts';
import { type Element, isParallel, type NetworkDocument, type ParallelElement } from '../spec/document.ts';
import type { Settings } from '../spec/fields.ts';
import { type Shape, shapeText } from '../spec/shape.ts';
import { givesClasses, mergedShape } from './merge.ts';

/** What a part of a net costs. */
export interface Counts {
  parameterCount: number;
  /** Multiply-accumulates of one forward pass over one example. */
  macs: number;
}

/** One element of the stack, analysed. Counts of a block are those of all it holds. */
export interface ElementReport extends Counts {
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
  /** What of its counts is in auxiliary heads, which are run in training only. */
  inHeads: Counts;
  arithmetic: readonly ArithmeticLine[];
  /** Reports of the branches of a block. */
  branches: readonly (readonly ElementReport[])[];
}

export interface NetworkReport extends Counts {
  document: NetworkDocument;
  classes: number;
  elements: readonly ElementReport[];
  /** What the loss says of the last shape. */
  loss: { input: Shape; diagnostic: Diagnostic | null; stale: boolean };
  output: Shape;
  /** What of its counts is in auxiliary heads, which are run in training only. */
  inHeads: Counts;
  /** No diagnostic anywhere. */
  valid: boolean;
}

const sum = (counts: readonly Counts[]): Counts =>
  counts.reduce<Counts>(
    (total, { parameterCount, macs }) => ({
      parameterCount: total.parameterCount + parameterCount,
      macs: total.macs + macs,
    }),
    { parameterCount: 0, macs: 0 },
  );

const countsOf = (reports: readonly ElementReport[], heads: readonly ElementReport[] = []) => ({
  ...sum([...reports, ...heads]),
  inHeads: sum([...reports.map(({ inHeads }) => inHeads), ...heads]),
});

function analyseStack(
  elements: readonly Element[],
  start: Shape,
  classes: number,
  staleAbove: boolean,
  readsImages = false,
): ElementReport[] {
  let input = start;
  let stale = staleAbove;
  return elements.map((element, index) => {
    const report = isParallel(element)
      ? analyseBlock(element, input, classes, stale)
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
    inHeads: sum([]),
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
      ...sum([]),
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

function analyseBlock(
  element: ParallelElement,
  input: Shape,
  classes: number,
  stale: boolean,
): ElementReport {
  const { merge, branches } = element;
  const reports = branches.map((branch) => analyseStack(branch, input, classes, stale));
  const ends = reports.map((branch) => branch.at(-1)?.output ?? input);
  const merged = mergedShape(merge, ends, classes);
  const output = merged.ok ? merged.output : input;
  const heads = merge === 'head' ? reports.slice(1) : [];
  return {
    id: element.id,
    type: element.type,
    element,
    summary: `${merge} of ${branches.length}`,
    elementwise: false,
    window: null,
    input,
    output,
    diagnostic: merged.ok || reports.flat().some(hasError) ? null : merged.diagnostic,
    stale,
    parameters: [],
    statistics: [],
    ...countsOf(reports.slice(0, reports.length - heads.length).flat(), heads.flat()),
    arithmetic:
      merge === 'concat' && merged.ok
        ? [
            {
              quantity: 'output',
              formula: ends.map(({ channels }) => channels).join(' + '),
              result: output.channels,
            },
          ]
        : [],
    branches: reports,
  };
}

/** Shapes, counts and mistakes of a document; its last layer must give the classes of the data, or its own. */
export function analyse(document: NetworkDocument, dataClasses: number): NetworkReport {
  const classes = document.classes ?? dataClasses;
  const elements = analyseStack(document.layers, document.input, classes, false, true);
  const output = elements.at(-1)?.output ?? document.input;
  const stale = elements.some(hasError);
  const fits = givesClasses(output, classes);
  const diagnostic: Diagnostic | null = fits
    ? null
    : { code: 'loss.shape', values: { classes, shape: shapeText(output) }, fixes: [] };
  return {
    document,
    classes,
    elements,
    loss: { input: output, diagnostic: stale ? null : diagnostic, stale },
    output,
    ...countsOf(elements),
    valid: !stale && fits,
  };
}

/** The branches that the output of a block is made of: all but auxiliary heads; none of a layer. */
export const outputBranches = ({ element, branches }: ElementReport): ElementReport['branches'] =>
  isParallel(element) && element.merge === 'head' ? branches.slice(0, 1) : branches;

/** Every element report, depth first: a block before what it holds. */
export function* walkReports(reports: readonly ElementReport[]): Generator<ElementReport> {
  for (const report of reports) {
    yield report;
    for (const branch of report.branches) yield* walkReports(branch);
  }
}

/** The random stream of every element by its id: what a layer draws depends on its place in the net alone. */
export const streamsOf = ({ elements }: NetworkReport): ReadonlyMap<string, number> =>
  new Map([...walkReports(elements)].map(({ id }, index) => [id, Stream.layers + index]));

/** The first mistake of a net and the layer that has it, or null. */
export function firstDiagnostic(report: NetworkReport): { layer: string; diagnostic: Diagnostic } | null {
  for (const { id, diagnostic } of walkReports(report.elements))
    if (diagnostic) return { layer: id, diagnostic };
  return report.loss.diagnostic && { layer: 'softmax', diagnostic: report.loss.diagnostic };
}
