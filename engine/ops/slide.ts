// Convolution as a window that slides over images surrounded by zeros, the way the processor computes it:
// forward over the input; backward over the output gradient, spread by the stride, with the kernel turned
// round. Each image is copied into scratch between its zeros, and the weights are packed into panels of
// neighbouring channels. The sizes of that scratch follow from the shape alone.
import type { ConvAttributes } from './convGeometry.ts';

export interface Slide {
  images: number;
  groups: number;
  /** The images as they lie in memory; channels are those of all groups. */
  source: { height: number; width: number; channels: number };
  /** The image of one group between its zeros: its first pixel lies at (top, left), others `spread` apart. */
  padded: { height: number; width: number; top: number; left: number };
  spread: { height: number; width: number };
  kernel: { height: number; width: number };
  /** How far the cells of the kernel lie apart in the padded image. */
  dilation: { height: number; width: number };
  stride: { height: number; width: number };
  /** What the window makes; channels are those of all groups. */
  output: { height: number; width: number; channels: number };
}

/** The same convolution, with the batch as one row of pixels where each image gives a single one. */
function inRows(a: ConvAttributes): ConvAttributes {
  const whole =
    a.outHeight * a.outWidth === 1 &&
    a.kernelHeight === a.inHeight &&
    a.kernelWidth === a.inWidth &&
    a.padHeight + a.padWidth === 0 &&
    a.groups === 1;
  if (!whole) return a;
  return {
    ...a,
    batch: 1,
    inHeight: 1,
    inWidth: a.batch,
    inChannels: a.inHeight * a.inWidth * a.inChannels,
    outWidth: a.batch,
    kernelHeight: 1,
    kernelWidth: 1,
    strideHeight: 1,
    strideWidth: 1,
    dilationHeight: 1,
    dilationWidth: 1,
  };
}

/** Pixels that the kernel spans, from its first cell to its last. */
const spanOf = (a: ConvAttributes) => ({
  height: (a.kernelHeight - 1) * a.dilationHeight + 1,
  width: (a.kernelWidth - 1) * a.dilationWidth + 1,
});
const dilationOf = (a: ConvAttributes) => ({ height: a.dilationHeight, width: a.dilationWidth });

/** y from x; also how the weight gradient reads x. */
export function forwardSlide(attributes: ConvAttributes): Slide {
  const a = inRows(attributes);
  const span = spanOf(a);
  return {
    images: a.batch,
    groups: a.groups,
    source: { height: a.inHeight, width: a.inWidth, channels: a.inChannels },
    padded: {
      height: (a.outHeight - 1) * a.strideHeight + span.height,
      width: (a.outWidth - 1) * a.strideWidth + span.width,
      top: a.padHeight,
      left: a.padWidth,
    },
    spread: { height: 1, width: 1 },
    kernel: { height: a.kernelHeight, width: a.kernelWidth },
    dilation: dilationOf(a),
    stride: { height: a.strideHeight, width: a.strideWidth },
    output: { height: a.outHeight, width: a.outWidth, channels: a.outChannels },
  };
}

/** dx from dy. */
export function backwardSlide(attributes: ConvAttributes): Slide {
  const a = inRows(attributes);
  const span = spanOf(a);
  return {
    images: a.batch,
    groups: a.groups,
    source: { height: a.outHeight, width: a.outWidth, channels: a.outChannels },
    padded: {
      height: a.inHeight + span.height - 1,
      width: a.inWidth + span.width - 1,
      top: span.height - 1 - a.padHeight,
      left: span.width - 1 - a.padWidth,
    },
    spread: { height: a.strideHeight, width: a.strideWidth },
    kernel: { height: a.kernelHeight, width: a.kernelWidth },
    dilation: dilationOf(a),
    stride: { height: 1, width: 1 },
    output: { height: a.inHeight, width: a.inWidth, channels: a.inChannels },
  };
}

/** Whether the window can slide over the images where they lie. */
export const needsNoCopy = ({ source, padded, groups, spread }: Slide): boolean =>
  groups === 1 &&
  spread.height * spread.width === 1 &&
  padded.top + padded.left === 0 &&
  padded.height === source.height &&
  padded.width === source.width;

/** Channels of a panel; the last panel of a group may have 4. */
export const panelChannels = 8;

/** Values of the padded image of one group, rounded up to a whole cache line. */
export const paddedValues = ({ padded, source, groups }: Slide): number =>
  Math.ceil((padded.height * padded.width * (source.channels / groups)) / 16) * 16;

/** Rows of a panel: the values under the window, in the order height, width, channel. */
export const windowValues = ({ kernel, source, groups }: Slide): number =>
  kernel.height * kernel.width * (source.channels / groups);

/** Values of the panels of one group: its channels rounded up to a multiple of 4. */
export const panelValues = (slide: Slide): number =>
  windowValues(slide) * 4 * Math.ceil(slide.output.channels / slide.groups / 4);

/** Shares of the batch that may be computed side by side, each with a padded image of its own. */
export const imageShares = ({ images }: Slide): number => Math.min(images, 16);

/** Scratch of a pass that slides: all panels, then a padded image for each share. */
export const slideScratch = (slide: Slide): number =>
  slide.groups * panelValues(slide) + (needsNoCopy(slide) ? 0 : imageShares(slide) * paddedValues(slide));
