// What comes out of a block: the shape that its branches give together, or why they do not fit.
import type { ShapeResult } from '../layers/layer.ts';
import type { Merge } from '../spec/blockFields.ts';
import type { MessageCode, MessageValues } from '../spec/messages.ts';
import { type Shape, sameShape, shapeText } from '../spec/shape.ts';

const mistake = (code: MessageCode, values: MessageValues): ShapeResult => ({
  ok: false,
  diagnostic: { code, values, fixes: [] },
});

/** Whether a loss can be measured on a shape: one value for each class. */
export const givesClasses = (shape: Shape, classes: number): boolean =>
  sameShape(shape, { height: 1, width: 1, channels: classes });

function headed(ends: readonly Shape[], classes: number): ShapeResult {
  const wrong = ends.findIndex((end, branch) => branch > 0 && !givesClasses(end, classes));
  if (wrong < 0) return { ok: true, output: ends[0] };
  return mistake('head.shape', { branch: wrong + 1, classes, shape: shapeText(ends[wrong]) });
}

/** The shape of a block whose branches end in these. */
export function mergedShape(merge: Merge, ends: readonly Shape[], classes: number): ShapeResult {
  if (merge === 'head') return headed(ends, classes);
  const fitting = merge === 'add' ? ends : ends.map((end) => ({ ...end, channels: 0 }));
  if (!fitting.every((end) => sameShape(end, fitting[0])))
    return mistake('merge.shapes', { shapes: ends.map(shapeText).join(', ') });
  const total = ends.reduce((sum, { channels }) => sum + channels, 0);
  return { ok: true, output: merge === 'add' ? ends[0] : { ...ends[0], channels: total } };
}
