// Max pooling over the pixels inside the image. The forward pass notes which cell of each window won
// (row-major, the first among equals); the backward pass sends the gradient there.

import { applyMask } from './mask.ts';
import { defineOp } from './op.ts';
import { forEachWindow, poolAttributes, poolOutputs } from './poolGeometry.ts';

export const maxPoolForward = defineOp({
  reads: ['x'],
  writes: ['y', 'winner'],
  attributes: poolAttributes,
  flops: (a) => poolOutputs(a) * a.kernelHeight * a.kernelWidth,
  reference({ x, y, winner }, a) {
    forEachWindow(a, ({ output, fromY, toY, fromX, toX, startY, startX, at }) => {
      let best = Number.NEGATIVE_INFINITY;
      let cell = (fromY - startY) * a.kernelWidth + (fromX - startX);
      for (let iy = fromY; iy < toY; iy++)
        for (let ix = fromX; ix < toX; ix++) {
          const value = x[at(iy, ix)];
          // A NaN wins, so that it is not hidden from the check for finite values.
          if (value > best || Number.isNaN(value)) {
            best = value;
            cell = (iy - startY) * a.kernelWidth + (ix - startX);
          }
        }
      y[output] = best;
      winner[output] = cell;
    });
  },
});

export const maxPoolBackward = defineOp({
  reads: ['dy', 'winner', 'mask'],
  optional: ['mask'],
  writes: ['dx'],
  attributes: poolAttributes,
  flops: (a) => poolOutputs(a),
  reference({ dy, winner, mask, dx }, a) {
    dx.fill(0);
    forEachWindow(a, ({ output, startY, startX, at }) => {
      const cell = winner[output];
      const iy = startY + Math.floor(cell / a.kernelWidth);
      const ix = startX + (cell % a.kernelWidth);
      dx[at(iy, ix)] += dy[output];
    });
    applyMask(dx, mask);
  },
});
