// Average pooling: the sum over those pixels of a window that lie inside the image, divided by as many pixels
// as the attribute `divisor` counts; padding adds nothing to the sum.

import { applyMask } from './mask.ts';
import { defineOp } from './op.ts';
import { averageAttributes, countedArea, forEachWindow, poolOutputs } from './poolGeometry.ts';

export const averagePoolForward = defineOp({
  reads: ['x'],
  writes: ['y'],
  attributes: averageAttributes,
  flops: (a) => poolOutputs(a) * a.kernelHeight * a.kernelWidth,
  reference({ x, y }, a) {
    forEachWindow(a, ({ output, oy, ox, fromY, toY, fromX, toX, at }) => {
      let sum = 0;
      for (let iy = fromY; iy < toY; iy++) for (let ix = fromX; ix < toX; ix++) sum += x[at(iy, ix)];
      y[output] = sum / countedArea(a, oy, ox);
    });
  },
});

export const averagePoolBackward = defineOp({
  reads: ['dy', 'mask'],
  optional: ['mask'],
  writes: ['dx'],
  attributes: averageAttributes,
  flops: (a) => poolOutputs(a) * a.kernelHeight * a.kernelWidth,
  workspace: poolOutputs,
  reference({ dy, mask, dx }, a) {
    dx.fill(0);
    forEachWindow(a, ({ output, oy, ox, fromY, toY, fromX, toX, at }) => {
      const share = dy[output] / countedArea(a, oy, ox);
      for (let iy = fromY; iy < toY; iy++) for (let ix = fromX; ix < toX; ix++) dx[at(iy, ix)] += share;
    });
    applyMask(dx, mask);
  },
});
