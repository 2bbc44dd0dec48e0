// Where an image lies on a canvas that is larger, and the cell of a grid that this is: offsets of the image's first
// pixel from the canvas's, 0..room along each axis, are divided evenly between the cells.
import { below, pcg4d, Stream } from '../random.ts';
import type { ImageAttributes } from './imageWindow.ts';

/** Pixels that an axis of the canvas has beyond the image. */
export const roomOf = (size: number, imageSize: number): number => Math.max(0, size - imageSize);

/** Cell along one axis of an offset, which counts as the nearest in 0..room. */
export const cellOf = (offset: number, room: number, cells: number): number =>
  Math.floor((Math.min(Math.max(offset, 0), room) * cells) / (room + 1));

/** The offset in the middle of those of a cell: the others are at most half the largest cell away. */
export function middleOfCell(cell: number, room: number, cells: number): number {
  const first = Math.ceil((cell * (room + 1)) / cells);
  const next = Math.ceil(((cell + 1) * (room + 1)) / cells);
  return Math.floor((first + next - 1) / 2);
}

type Canvas = Pick<ImageAttributes, 'height' | 'width' | 'imageHeight' | 'imageWidth'>;

/** Where image `example` of a split always lies in evaluation: its offsets from the canvas's first pixel. */
export function fixedOffset(a: Canvas, example: number): { down: number; right: number } {
  const [y, x] = pcg4d(0, Stream.place, example, 0);
  return {
    down: below(y, roomOf(a.height, a.imageHeight) + 1),
    right: below(x, roomOf(a.width, a.imageWidth) + 1),
  };
}

/** Number of the cell, row by row, of an image whose window begins at (top, left) of it. */
export const cellOfWindow = (
  a: Canvas,
  { top, left }: { top: number; left: number },
  cells: number,
): number =>
  cellOf(-top, roomOf(a.height, a.imageHeight), cells) * cells +
  cellOf(-left, roomOf(a.width, a.imageWidth), cells);
