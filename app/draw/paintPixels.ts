// Puts a small picture on a canvas whose bitmap has exactly its pixels; the style sheet enlarges it.
import type { Pixels } from './pixels.ts';

export function paintPixels(canvas: HTMLCanvasElement, { width, height, data }: Pixels): void {
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
  canvas.getContext('2d')?.putImageData(new ImageData(data, width, height), 0, 0);
}
