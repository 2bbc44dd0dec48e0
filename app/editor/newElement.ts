// What the palette inserts: a layer whose settings suit the place, so that a fresh layer changes as little
// of the net as it can and never breaks its geometry by itself.
import { layerOf, layers } from '../../engine/layers/index.ts';
import type { NetworkReport } from '../../engine/plan/analyse.ts';
import { blockFields, type Merge } from '../../engine/spec/blockFields.ts';
import { type Element, walk } from '../../engine/spec/document.ts';
import { defaultSettings, pair, type Size } from '../../engine/spec/fields.ts';
import type { Shape } from '../../engine/spec/shape.ts';
import type { Place } from '../store/editor.ts';
import { findReport } from '../store/report.ts';
import { stackAt } from './edits.ts';

/** The types a palette offers, in order. */
export const paletteTypes: readonly string[] = [...layers.map((layer) => layer.type), 'parallel', 'head'];

/** The shape that arrives at a place. */
export function shapeAt(report: NetworkReport, place: Place): Shape {
  const stack = stackAt(report.document, place);
  const before = stack[place.index - 1];
  if (before) return findReport(report, before.id)!.output;
  return place.block === null ? report.document.input : findReport(report, place.block)!.input;
}

const padding = (kernel: Size): Size =>
  typeof kernel === 'number' ? (kernel - 1) / 2 : [(kernel[0] - 1) / 2, (kernel[1] - 1) / 2];

const isOdd = (kernel: Size): boolean => pair(kernel).every((size) => size % 2 === 1);

/** As the last convolution before the place where its window is odd, else 3×3; the size is kept. */
function newConv(report: NetworkReport, place: Place): Record<string, unknown> {
  const before = stackAt(report.document, place).slice(0, place.index);
  const last = [...walk(before)].filter((element) => element.type === 'conv').at(-1) as
    | { filters: number; kernel: Size }
    | undefined;
  const kernel = last && isOdd(last.kernel) ? last.kernel : 3;
  return { filters: last?.filters ?? 16, kernel, padding: padding(kernel) };
}

/** Halves both sides where it can; an odd side leaves its last pixel out. */
function newPool({ height, width }: Shape): Record<string, unknown> {
  const kernel = Math.min(2, height, width);
  const whole = height % kernel === 0 && width % kernel === 0;
  return { kernel, stride: kernel, rounding: whole ? 'exact' : 'floor' };
}

type Settings = { type: string; [field: string]: unknown };

const newParallel = (merge: Merge, branches: readonly (readonly Settings[])[]): Element => ({
  id: '',
  type: 'parallel',
  ...defaultSettings(blockFields),
  merge,
  branches: branches.map((branch) => branch.map(({ type, ...settings }) => complete(type, settings))),
});

/** A residual block: two convolutions that keep the shape, added to their own input. */
function newBlock({ channels }: Shape): Element {
  const conv = { type: 'conv', filters: channels, kernel: 3, padding: 1 };
  return newParallel('add', [[conv, { type: 'relu' }, conv], []]);
}

/** An auxiliary head: what comes in goes on, and is told apart by its averages as well. */
const newHead = (classes: number): Element =>
  newParallel('head', [
    [],
    [
      { type: 'pool', kind: 'average', window: 'global' },
      { type: 'fc', units: classes },
    ],
  ]);

const complete = (type: string, settings: Record<string, unknown>): Element => ({
  id: '',
  type,
  ...defaultSettings(layerOf(type)!.fields),
  ...settings,
});

/** The layer with its first fix made, where its defaults do not suit the shape. */
function mended(element: Element, shape: Shape): Element {
  const result = layerOf(element.type)!.shape(element as never, shape);
  const [fix] = result.ok ? [] : result.diagnostic.fixes;
  return fix ? { ...element, [fix.field]: fix.value } : element;
}

/** A new element for a place; its id is given when it is inserted. */
export function newElement(type: string, report: NetworkReport, place: Place): Element {
  const shape = shapeAt(report, place);
  switch (type) {
    case 'parallel':
      return newBlock(shape);
    case 'head':
      return newHead(report.classes);
    case 'conv':
    case 'local':
      return complete(type, newConv(report, place));
    case 'pool':
      return complete(type, newPool(shape));
    case 'partialConv':
      return complete(type, { padding: 2 });
    case 'fc': {
      const last = place.block === null && place.index === report.document.layers.length;
      return complete(type, { units: last ? report.classes : 64 });
    }
    default:
      return mended(complete(type, {}), shape);
  }
}
