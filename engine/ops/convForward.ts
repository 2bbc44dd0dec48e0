// Convolution, forward: y[n,oy,ox,co] = bias[co] + sum over ky,kx,ci of x[n,iy,ix,ci] * w[ky,kx,ci,co],
// with iy = oy*stride - pad + ky*dilation, and zero outside the image; with `relu` max(y, 0) of it, NaN staying NaN.
import { convAttributes, convMacs, forEachTap } from './convGeometry.ts';
import { defineOp } from './op.ts';
import { forwardSlide, slideScratch } from './slide.ts';

export const convForward = defineOp({
  reads: ['x', 'w', 'bias'],
  optional: ['bias'],
  writes: ['y'],
  attributes: [...convAttributes, 'relu'],
  flops: (a) => 2 * convMacs(a),
  workspace: (a) => slideScratch(forwardSlide(a)),
  reference({ x, w, bias, y }, a) {
    const groupIn = a.inChannels / a.groups;
    const groupOut = a.outChannels / a.groups;
    for (let i = 0; i < y.length; i++) y[i] = bias ? bias[i % a.outChannels] : 0;
    forEachTap(a, (inputPixel, outputPixel, cell) => {
      for (let ci = 0; ci < a.inChannels; ci++) {
        const value = x[inputPixel * a.inChannels + ci];
        const firstOut = Math.floor(ci / groupIn) * groupOut;
        const row = (cell * groupIn + (ci % groupIn)) * a.outChannels + firstOut;
        const out = outputPixel * a.outChannels + firstOut;
        for (let co = 0; co < groupOut; co++) y[out + co] += value * w[row + co];
      }
    });
    if (a.relu) for (let i = 0; i < y.length; i++) y[i] = Math.max(y[i], 0);
  },
});
