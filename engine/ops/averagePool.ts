// Average pooling: the mean over those pixels of a window that lie inside the image.

import { applyMask } from './mask.ts';
import { defineOp } from './op.ts';
import { forEachWindow, poolAttributes, poolOutputs } from './poolGeometry.ts';

export const averagePoolForward = defineOp({
  reads: ['x'],
  writes: ['y'],
  attributes: poolAttributes,
  flops: (a) => poolOutputs(a) * a.kernelHeight * a.kernelWidth,
  reference({ x, y }, a) {
    forEachWindow(a, ({ output, fromY, toY, fromX, toX, at }) => {
      let sum = 0;
      for (let iy = fromY; iy < toY; iy++) for (let ix = fromX; ix < toX; ix++) sum += x[at(iy, ix)];
      y[output] = sum / ((toY - fromY) * (toX - fromX));
    });
  },
});

export const averagePoolBackward = defineOp({
  reads: ['dy', 'mask'],
  optional: ['mask'],
  writes: ['dx'],
  attributes: poolAttributes,
  flops: (a) => poolOutputs(a) * a.kernelHeight * a.kernelWidth,
  reference({ dy, mask, dx }, a) {
    dx.fill(0);
    forEachWindow(a, ({ output, fromY, toY, fromX, toX, at }) => {
      const share = dy[output] / ((toY - fromY) * (toX - fromX));
      for (let iy = fromY; iy < toY; iy++) for (let ix = fromX; ix < toX; ix++) dx[at(iy, ix)] += share;
    });
    applyMask(dx, mask);
  },
});
