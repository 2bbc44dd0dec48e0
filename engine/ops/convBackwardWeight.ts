// Convolution, gradient with respect to its weights and, where `dbias` is given, its bias:
// dw[ky,kx,ci,co] = sum over examples and output pixels of x[n,iy,ix,ci] * dy[n,oy,ox,co].
// dbias[co] = sum over examples and output pixels of dy[n,oy,ox,co], as of one more weight that reads 1s.
// Devices split the sum over `weightSplits` groups of examples and add the parts in a fixed order.
import { type ConvAttributes, convAttributes, convMacs, forEachTap } from './convGeometry.ts';
import { defineOp } from './op.ts';
import { forwardSlide, needsNoCopy, panelChannels, panelValues, type Slide, windowValues } from './slide.ts';

/**
 * In how many parts the batch is split: enough that small weights still make about 128 tiles of 64 by 64, none
 * with a sum of much fewer than 256 pixels; a power of two where the batch allows, so that parts have the same
 * number of images. It depends on the shape alone, so that every device agrees.
 */
export function weightSplits(a: ConvAttributes): number {
  const rows = a.kernelHeight * a.kernelWidth * (a.inChannels / a.groups);
  const tiles = a.groups * Math.ceil(rows / 64) * Math.ceil(a.outChannels / a.groups / 64);
  const longSums = Math.ceil((a.batch * a.outHeight * a.outWidth) / 256);
  return Math.max(1, Math.min(a.batch, longSums, 2 ** Math.ceil(Math.log2(128 / tiles))));
}

/** Values of one part: the weights, then the bias. */
export const partValues = (a: ConvAttributes): number =>
  (a.kernelHeight * a.kernelWidth * (a.inChannels / a.groups) + 1) * a.outChannels;

/** How the processor divides the work, and what it keeps where in the scratch, all in values. */
export interface WeightLayout {
  slide: Slide;
  /** Parts of the sum, at the beginning of the scratch, each in panels of 8 channels; then those of the bias. */
  parts: number;
  partLength: number;
  /** Whether there is a single row of pixels, as in a fully connected layer: then dw is divided, not the sum. */
  oneRow: boolean;
  /** Panels of dw that are summed over all images of a part before the next: they stay in the second cache. */
  panels: number;
  /** What may be computed side by side: so many panels of a part, or blocks of `weightBlock` rows of dw. */
  shares: number;
  /** Images, and rows of pixels of each, that are summed at a time: few enough to stay in the nearest cache. */
  images: number;
  rows: number;
  /** Where the scratch of the first share begins, and the length of each: copied images, then panels of dy. */
  shareStart: number;
  shareValues: number;
  copiedValues: number;
}

/** Rows of dw that are one item of work where dw is divided: a multiple of the channels of a block. */
export const weightBlock = 64;
const blockChannels = 16;
/** So few channels are one block even if they are more than that. */
const undivided = 20;
const pixelsAtOnce = 128;
const secondCache = 320 * 1024;
const leastShares = 8;
const wholeLines = (values: number): number => Math.ceil(values / 16) * 16;

/** So many blocks of neighbouring channels. */
export interface ChannelBlocks {
  channels: number;
  count: number;
}

/**
 * How the processor divides the channels of x when it copies them: the pixels of a block lie close together, so
 * that all that a tile meets stays in the nearest cache.
 */
export function channelBlocks(channels: number): ChannelBlocks[] {
  if (channels <= undivided) return [{ channels, count: 1 }];
  const blocks = [
    { channels: blockChannels, count: Math.floor(channels / blockChannels) },
    { channels: channels % blockChannels, count: 1 },
  ];
  return blocks.filter((block) => block.channels > 0);
}

export function weightLayout(a: ConvAttributes): WeightLayout {
  const slide = forwardSlide(a);
  const { padded, kernel, output, groups } = slide;
  const channels = slide.source.channels / groups;
  const oneRow = needsNoCopy(slide) && slide.images * kernel.height * kernel.width * output.height === 1;
  const parts = oneRow ? 1 : weightSplits(a);
  const allPanels = Math.ceil(output.channels / groups / panelChannels);
  const panelBytes = 4 * windowValues(slide) * panelChannels;
  const nearPanels = Math.min(
    Math.floor(secondCache / panelBytes),
    Math.floor((allPanels * parts) / leastShares),
  );
  const panels = groups > 1 ? allPanels : Math.max(1, nearPanels);
  const rows = Math.min(output.height, Math.max(1, Math.floor(pixelsAtOnce / output.width)));
  const images = Math.max(
    1,
    Math.min(Math.ceil(slide.images / parts), Math.floor(pixelsAtOnce / (output.height * output.width))),
  );
  const partLength = oneRow ? 0 : groups * panelValues(slide);
  const copied = oneRow ? Math.min(channels, weightBlock) : channels;
  const copiedValues = wholeLines(images * padded.height * padded.width * copied);
  return {
    slide,
    parts,
    partLength,
    oneRow,
    panels,
    shares: oneRow ? Math.ceil(channels / weightBlock) : parts * Math.ceil(allPanels / panels),
    images,
    rows,
    shareStart: wholeLines(Math.max(parts * (partLength + a.outChannels), weightSplits(a) * partValues(a))),
    shareValues:
      copiedValues + wholeLines((oneRow ? 1 : panels) * panelChannels * images * rows * output.width),
    copiedValues,
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
