// Decodes an image with the browser's own decoder, in a worker. Not for Node.
import type { ImageShape } from '../dataset.ts';

/**
 * An image as planar RGB bytes: its largest centred part with the shape's proportions, scaled to the
 * shape; transparent parts on white. Throws what the browser throws for a file it cannot decode.
 */
export async function decodeImage(image: Blob, { height, width }: ImageShape): Promise<Uint8Array> {
  const full = await createImageBitmap(image);
  const scale = Math.min(full.width / width, full.height / height);
  const [cropWidth, cropHeight] = [width * scale, height * scale];
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('this browser has no canvas in workers');
  context.fillStyle = '#fff';
  context.fillRect(0, 0, width, height);
  context.imageSmoothingQuality = 'high';
  const left = (full.width - cropWidth) / 2;
  const top = (full.height - cropHeight) / 2;
  context.drawImage(full, left, top, cropWidth, cropHeight, 0, 0, width, height);
  full.close();
  return planar(context.getImageData(0, 0, width, height).data, height * width);
}

/** Interleaved RGBA to planes of red, green and blue. */
function planar(pixels: Uint8ClampedArray, plane: number): Uint8Array {
  const bytes = new Uint8Array(3 * plane);
  for (let at = 0; at < plane; at++) {
    for (let channel = 0; channel < 3; channel++) {
      bytes[channel * plane + at] = pixels[at * 4 + channel] as number;
    }
  }
  return bytes;
}
