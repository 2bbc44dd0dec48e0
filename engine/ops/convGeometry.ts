// The attributes all convolution ops share, and which taps of a window lie inside the image.
// Layouts: activations [batch, height, width, channels]; weights [kernelHeight, kernelWidth,
// inChannels / groups, outChannels], output channels of a group being neighbours.

export const convAttributes = [
  'batch',
  'inHeight',
  'inWidth',
  'inChannels',
  'outHeight',
  'outWidth',
  'outChannels',
  'kernelHeight',
  'kernelWidth',
  'strideHeight',
  'strideWidth',
  'padHeight',
  'padWidth',
  'dilationHeight',
  'dilationWidth',
  'groups',
] as const;
export type ConvAttributes = Record<(typeof convAttributes)[number], number>;

/** A product [rows, inner] times [inner, columns]: as many images of one pixel, which a 1×1 kernel covers. */
export const productGeometry = (rows: number, inner: number, columns: number): ConvAttributes => ({
  batch: rows,
  inHeight: 1,
  inWidth: 1,
  inChannels: inner,
  outHeight: 1,
  outWidth: 1,
  outChannels: columns,
  kernelHeight: 1,
  kernelWidth: 1,
  strideHeight: 1,
  strideWidth: 1,
  padHeight: 0,
  padWidth: 0,
  dilationHeight: 1,
  dilationWidth: 1,
  groups: 1,
});

/** Multiply-accumulates of one pass, taps that fall on padding included, as the literature counts them. */
export const convMacs = (a: ConvAttributes): number =>
  a.batch *
  a.outHeight *
  a.outWidth *
  a.outChannels *
  a.kernelHeight *
  a.kernelWidth *
  (a.inChannels / a.groups);

/** One tap: flat positions of an input pixel and an output pixel (without channels) and of the kernel cell. */
type Visit = (inputPixel: number, outputPixel: number, kernelCell: number) => void;

/** Calls `visit` for every (output pixel, kernel cell) whose input pixel lies inside the image. */
export function forEachTap(a: Omit<ConvAttributes, 'groups'>, visit: Visit): void {
  for (let n = 0; n < a.batch; n++)
    for (let oy = 0; oy < a.outHeight; oy++)
      for (let ox = 0; ox < a.outWidth; ox++)
        for (let ky = 0; ky < a.kernelHeight; ky++) {
          const iy = oy * a.strideHeight - a.padHeight + ky * a.dilationHeight;
          if (iy < 0 || iy >= a.inHeight) continue;
          for (let kx = 0; kx < a.kernelWidth; kx++) {
            const ix = ox * a.strideWidth - a.padWidth + kx * a.dilationWidth;
            if (ix < 0 || ix >= a.inWidth) continue;
            visit(
              (n * a.inHeight + iy) * a.inWidth + ix,
              (n * a.outHeight + oy) * a.outWidth + ox,
              ky * a.kernelWidth + kx,
            );
          }
        }
}
