// L2 pooling: the root of the sum of squares over the pixels of a window inside the image. The gradient of one
// of them is dy * x / y, and 0 where y is.

import { applyMask } from './mask.ts';
import { defineOp } from './op.ts';
import { forEachWindow, poolAttributes, poolOutputs } from './poolGeometry.ts';

export const l2PoolForward = defineOp({
  reads: ['x'],
  writes: ['y'],
  attributes: poolAttributes,
  flops: (a) => 2 * poolOutputs(a) * a.kernelHeight * a.kernelWidth,
  reference({ x, y }, a) {
    forEachWindow(a, ({ output, fromY, toY, fromX, toX, at }) => {
      let sum = 0;
      for (let iy = fromY; iy < toY; iy++) for (let ix = fromX; ix < toX; ix++) sum += x[at(iy, ix)] ** 2;
      y[output] = Math.sqrt(sum);
    });
  },
});

export const l2PoolBackward = defineOp({
  reads: ['x', 'y', 'dy', 'mask'],
  optional: ['mask'],
  writes: ['dx'],
  attributes: poolAttributes,
  flops: (a) => 2 * poolOutputs(a) * a.kernelHeight * a.kernelWidth,
  workspace: poolOutputs,
  reference({ x, y, dy, mask, dx }, a) {
    dx.fill(0);
    forEachWindow(a, ({ output, fromY, toY, fromX, toX, at }) => {
      const share = y[output] === 0 ? 0 : dy[output] / y[output];
      for (let iy = fromY; iy < toY; iy++)
        for (let ix = fromX; ix < toX; ix++) dx[at(iy, ix)] += share * x[at(iy, ix)];
    });
    applyMask(dx, mask);
  },
});
