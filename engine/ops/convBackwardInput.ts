// Convolution, gradient with respect to its input:
// dx[n,iy,ix,ci] = sum over the taps (oy,ox,ky,kx) that read it and over co of dy[n,oy,ox,co] * w[ky,kx,ci,co],
// and 0 where `mask` is given and not above 0.
import { convAttributes, convMacs, forEachTap } from './convGeometry.ts';
import { applyMask } from './mask.ts';
import { defineOp } from './op.ts';
import { backwardSlide, slideScratch } from './slide.ts';

export const convBackwardInput = defineOp({
  reads: ['dy', 'w', 'mask'],
  optional: ['mask'],
  writes: ['dx'],
  attributes: convAttributes,
  flops: (a) => 2 * convMacs(a),
  workspace: (a) => slideScratch(backwardSlide(a)),
  reference({ dy, w, mask, dx }, a) {
    const groupIn = a.inChannels / a.groups;
    const groupOut = a.outChannels / a.groups;
    dx.fill(0);
    forEachTap(a, (inputPixel, outputPixel, cell) => {
      for (let ci = 0; ci < a.inChannels; ci++) {
        const firstOut = Math.floor(ci / groupIn) * groupOut;
        const row = (cell * groupIn + (ci % groupIn)) * a.outChannels + firstOut;
        const out = outputPixel * a.outChannels + firstOut;
        let sum = 0;
        for (let co = 0; co < groupOut; co++) sum += dy[out + co] * w[row + co];
        dx[inputPixel * a.inChannels + ci] += sum;
      }
    });
    applyMask(dx, mask);
  },
});
