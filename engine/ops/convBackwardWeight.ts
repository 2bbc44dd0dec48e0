// Convolution, gradient with respect to its weights and, where `dbias` is given, its bias:
// dw[ky,kx,ci,co] = sum over examples and output pixels of x[n,iy,ix,ci] * dy[n,oy,ox,co].
// dbias[co] = sum over examples and output pixels of dy[n,oy,ox,co], as of one more weight that reads 1s.
// Devices split the sum over `weightSplits` groups of examples and add the parts in a fixed order.
import { type ConvAttributes, convAttributes, convMacs, forEachTap } from './convGeometry.ts';
import { defineOp } from './op.ts';
import { forwardSlide, needsNoCopy, paddedValues, panelChannels, type Slide, windowValues } from './slide.ts';

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

/** Values of one part: the weights, then the bias. */
export const partValues = (a: ConvAttributes): number =>
  (a.kernelHeight * a.kernelWidth * (a.inChannels / a.groups) + 1) * a.outChannels;

/** How the processor divides the work, and what it keeps where in the scratch, all in values. */
export interface WeightLayout {
  slide: Slide;
  /** Parts of the sum, at the beginning of the scratch: weights, then biases. One is summed where it belongs. */
  parts: number;
  /** Whether there is a single row of pixels, as in a fully connected layer: then dw is divided, not the sum. */
  oneRow: boolean;
  /** Panels of dw that are summed over all images of a part before the next: they stay in the second cache. */
  panels: number;
  /** What may be computed side by side: so many panels of a part, or blocks of `weightBlock` rows of dw. */
  shares: number;
  /** Rows of pixels that are summed at a time: few enough to stay in the nearest cache. */
  rows: number;
  /** Where the scratch of the first share begins, and the length of each: a padded image, panels of dy. */
  shareStart: number;
  shareValues: number;
  paddedValues: number;
}

export const weightBlock = 64;
const mostRows = 4;
const blockBytes = 320 * 1024;
const leastShares = 8;
const wholeLines = (values: number): number => Math.ceil(values / 16) * 16;

export function weightLayout(a: ConvAttributes): WeightLayout {
  const slide = forwardSlide(a);
  const { images, kernel, output, groups } = slide;
  const oneRow = needsNoCopy(slide) && images * kernel.height * output.height === 1;
  const parts = oneRow ? 1 : weightSplits(a);
  const allPanels = Math.ceil(output.channels / groups / panelChannels);
  const panelBytes = 4 * windowValues(slide) * panelChannels;
  const panels =
    groups > 1
      ? allPanels
      : Math.max(
          1,
          Math.min(Math.floor(blockBytes / panelBytes), Math.floor((allPanels * parts) / leastShares)),
        );
  const rows = Math.min(mostRows, output.height);
  const padded = needsNoCopy(slide) ? 0 : paddedValues(slide);
  return {
    slide,
    parts,
    oneRow,
    panels,
    shares: oneRow ? Math.ceil(windowValues(slide) / weightBlock) : parts * Math.ceil(allPanels / panels),
    rows,
    shareStart: wholeLines(weightSplits(a) * partValues(a)),
    shareValues: padded + wholeLines((oneRow ? 1 : panels) * panelChannels * rows * output.width),
    paddedValues: padded,
  };
}

export const convBackwardWeight = defineOp({
  reads: ['x', 'dy'],
  writes: ['dw', 'dbias'],
  optional: ['dbias'],
  attributes: convAttributes,
  flops: (a) => 2 * convMacs(a),
  workspace(a) {
    const { shareStart, shares, shareValues } = weightLayout(a);
    return shareStart + shares * shareValues;
  },
  reference({ x, dy, dw, dbias }, a) {
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
    if (!dbias) return;
    const biasSums = new Float64Array(a.outChannels);
    for (let i = 0; i < dy.length; i++) biasSums[i % a.outChannels] += dy[i];
    dbias.set(biasSums);
  },
});
