// Convolution, gradient with respect to its weights:
// dw[ky,kx,ci,co] = sum over examples and output pixels of x[n,iy,ix,ci] * dy[n,oy,ox,co].
// Devices split the sum over `weightSplits` groups of examples and add the parts in a fixed order.
import { type ConvAttributes, convAttributes, convMacs, forEachTap } from './convGeometry.ts';
import { defineOp } from './op.ts';
import { forwardSlide, needsNoCopy, paddedValues } from './slide.ts';

/**
 * In how many parts the batch is split: enough that small weights still make about 128 tiles of 64 by 64,
 * none with a sum of much fewer than 256 pixels. It depends on the shape alone, so that every device agrees.
 */
export function weightSplits(a: ConvAttributes): number {
  const rows = a.kernelHeight * a.kernelWidth * (a.inChannels / a.groups);
  const tiles = a.groups * Math.ceil(rows / 64) * Math.ceil(a.outChannels / a.groups / 64);
  const longSums = Math.ceil((a.batch * a.outHeight * a.outWidth) / 256);
  return Math.max(1, Math.min(a.batch, longSums, Math.ceil(128 / tiles)));
}

/** Values of all parts, rounded up to a whole cache line; in the scratch the padded image of each part follows. */
export const weightParts = (a: ConvAttributes): number =>
  Math.ceil(
    (weightSplits(a) * a.kernelHeight * a.kernelWidth * (a.inChannels / a.groups) * a.outChannels) / 16,
  ) * 16;

export const convBackwardWeight = defineOp({
  reads: ['x', 'dy'],
  writes: ['dw'],
  attributes: convAttributes,
  flops: (a) => 2 * convMacs(a),
  workspace: (a) =>
    weightParts(a) + (needsNoCopy(forwardSlide(a)) ? 0 : weightSplits(a) * paddedValues(forwardSlide(a))),
  reference({ x, dy, dw }, a) {
    const groupIn = a.inChannels / a.groups;
    const groupOut = a.outChannels / a.groups;
    // Sums run over many pixels: they are kept in double precision and rounded once.
    const sums = new Float64Array(dw.length);
    forEachTap(a, (inputPixel, outputPixel, cell) => {
      for (let ci = 0; ci < a.inChannels; ci++) {
        const value = x[inputPixel * a.inChannels + ci];
        const firstOut = Math.floor(ci / groupIn) * groupOut;
        const row = (cell * groupIn + (ci % groupIn)) * a.outChannels + firstOut;
        const out = outputPixel * a.outChannels + firstOut;
        for (let co = 0; co < groupOut; co++) sums[row + co] += value * dy[out + co];
      }
    });
    dw.set(sums);
  },
});
