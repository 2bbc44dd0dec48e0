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

/** Values of one output, for every example. */
export const poolOutputs = (a: PoolAttributes): number => a.batch * a.outHeight * a.outWidth * a.channels;

export interface Window {
  /** Flat position of the output value. */
  output: number;
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
