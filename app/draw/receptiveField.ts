// Which pixels of the image a value of a layer depends on: windows composed from the layer back to the
// input. Reads the analysed net only; a layer says itself whether it looks through a window, an elementwise one looks
// at its own place, and any other reads everything.
import { type ElementReport, type NetworkReport, outputBranches } from '../../engine/plan/analyse.ts';
import { pair } from '../../engine/spec/fields.ts';

/** Pixels from (x0, y0) up to, not including, (x1, y1). */
export interface Box {
  x0: number;
  y0: number;
  x1: number;
  y1: number;
}

const union = (a: Box, b: Box): Box => ({
  x0: Math.min(a.x0, b.x0),
  y0: Math.min(a.y0, b.y0),
  x1: Math.max(a.x1, b.x1),
  y1: Math.max(a.y1, b.y1),
});

/** The range of inputs that outputs `from` up to `to` read, inside 0..size; strides need not be whole. */
function windowBack(from: number, to: number, size: number, kernel: number, stride: number, padding: number) {
  const start = Math.floor(from * stride) - padding;
  const end = Math.ceil((to - 1) * stride + kernel) - padding;
  return [Math.max(0, Math.min(size - 1, start)), Math.max(1, Math.min(size, end))] as const;
}

function throughElement(report: ElementReport, box: Box): Box {
  if (report.branches.length > 0)
    return outputBranches(report)
      .map((branch) => throughStack(branch, box))
      .reduce(union);
  if (report.elementwise) return box;
  const { height, width } = report.input;
  if (!report.window) return { x0: 0, y0: 0, x1: width, y1: height };
  const { kernel, stride, padding } = report.window;
  const [k, s, p] = [pair(kernel), pair(stride), pair(padding)];
  const [y0, y1] = windowBack(box.y0, box.y1, height, k[0], s[0], p[0]);
  const [x0, x1] = windowBack(box.x0, box.x1, width, k[1], s[1], p[1]);
  return { x0, y0, x1, y1 };
}

/** A box over the output of a stack, taken back to the stack's input. */
const throughStack = (stack: readonly ElementReport[], box: Box): Box =>
  stack.reduceRight((reached, report) => throughElement(report, reached), box);

/** The elements that lead to `id`, itself included, block by block from the outside in; null if there is none. */
function pathTo(stack: readonly ElementReport[], id: string): ElementReport[][] | null {
  const index = stack.findIndex((report) => report.id === id);
  if (index >= 0) return [stack.slice(0, index + 1)];
  for (const [at, report] of stack.entries())
    for (const branch of report.branches) {
      const inner = pathTo(branch, id);
      if (inner) return [stack.slice(0, at), ...inner];
    }
  return null;
}

/** Receptive field on the image of one value at (x, y) of a layer's output, or null for an unknown layer. */
export function receptiveField(network: NetworkReport, id: string, x: number, y: number): Box | null {
  const here = { x0: x, y0: y, x1: x + 1, y1: y + 1 };
  if (id === 'input') return here;
  const path = id === 'softmax' ? [[...network.elements]] : pathTo(network.elements, id);
  return path ? path.reduceRight((box, stack) => throughStack(stack, box), here) : null;
}
