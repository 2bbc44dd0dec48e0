// The attributes all pooling ops share, and the part of a window that lies inside the image.

export const poolAttributes = [
  'batch',
  'inHeight',
  'inWidth',
  'channels',
  'outHeight',
  'outWidth',
  'kernelHeight',
  'kernelWidth',
  'strideHeight',
  'strideWidth',
  'padHeight',
  'padWidth',
] as const;
export type PoolAttributes = Record<(typeof poolAttributes)[number], number>;

/** What the mean of a window is divided by: see `countedPixels`. The attribute is a place in this list. */
export const divisors = ['inside', 'padded', 'window'] as const;
export const averageAttributes = [...poolAttributes, 'divisor'] as const;
export type AverageAttributes = Record<(typeof averageAttributes)[number], number>;

/**
 * Pixels of a window that count on one axis, where it begins at `start`. inside: those of the image, as in
 * cuda-convnet. padded: those of the image with its padding, but none beyond, as in Caffe. window: all.
 */
export function countedPixels(divisor: number, start: number, kernel: number, pad: number, size: number) {
  return {
    inside: Math.min(size, start + kernel) - Math.max(0, start),
    padded: Math.min(size + pad, start + kernel) - start,
    window: kernel,
  }[divisors[divisor]];
}

/** Pixels that count in the window of output (oy, ox). */
export const countedArea = (a: AverageAttributes, oy: number, ox: number): number =>
  countedPixels(a.divisor, oy * a.strideHeight - a.padHeight, a.kernelHeight, a.padHeight, a.inHeight) *
  countedPixels(a.divisor, ox * a.strideWidth - a.padWidth, a.kernelWidth, a.padWidth, a.inWidth);

/** Values of one output, for every example. */
export const poolOutputs = (a: PoolAttributes): number => a.batch * a.outHeight * a.outWidth * a.channels;

export interface Window {
  /** Flat position of the output value, its row and its column. */
  output: number;
  oy: number;
  ox: number;
  /** Rows and columns of the window inside the image: from..to, `to` excluded. */
  fromY: number;
  toY: number;
  fromX: number;
  toX: number;
  /** Where the window starts, which may lie outside. */
  startY: number;
  startX: number;
  /** Flat position of the input value at (y, x), same example and channel. */
  at(y: number, x: number): number;
}

/** Calls `visit` once for each output value. */
export function forEachWindow(a: PoolAttributes, visit: (window: Window) => void): void {
  for (let n = 0; n < a.batch; n++)
    for (let oy = 0; oy < a.outHeight; oy++)
      for (let ox = 0; ox < a.outWidth; ox++)
        for (let c = 0; c < a.channels; c++) {
          const startY = oy * a.strideHeight - a.padHeight;
          const startX = ox * a.strideWidth - a.padWidth;
          visit({
            output: ((n * a.outHeight + oy) * a.outWidth + ox) * a.channels + c,
            oy,
            ox,
            fromY: Math.max(0, startY),
            toY: Math.min(a.inHeight, startY + a.kernelHeight),
            fromX: Math.max(0, startX),
            toX: Math.min(a.inWidth, startX + a.kernelWidth),
            startY,
            startX,
            at: (y, x) => ((n * a.inHeight + y) * a.inWidth + x) * a.channels + c,
          });
        }
}
