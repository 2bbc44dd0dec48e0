// Small pictures as RGBA bytes, one per value; the page enlarges them without smoothing. No DOM.
import { type ColourTable, colourIndex, type Direction } from './colourMap.ts';
import type { Slice } from './slices.ts';

export interface Pixels {
  width: number;
  height: number;
  data: Uint8ClampedArray<ArrayBuffer>;
}

const blank = (width: number, height: number): Pixels => ({
  width,
  height,
  data: new Uint8ClampedArray(width * height * 4),
});

/** Values of a slice through a colour table. NaN, and what lies past the last value, stays transparent. */
export function slicePixels(
  values: ArrayLike<number>,
  slice: Slice,
  table: ColourTable,
  max: number,
  direction: Direction,
): Pixels {
  const pixels = blank(slice.width, slice.height);
  for (let i = 0, at = slice.offset; i < slice.count; i++, at += slice.stride) {
    if (Number.isNaN(values[at])) continue;
    const entry = colourIndex(values[at], max, direction) * 3;
    for (let c = 0; c < 3; c++) pixels.data[4 * i + c] = table[entry + c];
    pixels.data[4 * i + 3] = 255;
  }
  return pixels;
}

/** Three slices as the red, green and blue of one picture, each from -max (0) through zero (grey) to max. */
export function rgbPixels(values: ArrayLike<number>, planes: readonly Slice[], max: number): Pixels {
  const { width, height, count } = planes[0];
  const pixels = blank(width, height);
  for (let i = 0; i < count; i++) {
    for (const [c, { offset, stride }] of planes.entries()) {
      const share = max > 0 ? values[offset + i * stride] / max : 0;
      pixels.data[4 * i + c] = 127.5 + 127.5 * share;
    }
    pixels.data[4 * i + 3] = 255;
  }
  return pixels;
}

/**
 * A photograph: planar bytes, one plane (grey) or three (red, green, blue). `seen` is the size of the part that is
 * shown, which begins at `corner` and unless told is in the image's middle; where there is no image, it is transparent.
 */
export function photoPixels(
  bytes: Uint8Array,
  { height, width, channels }: { height: number; width: number; channels: number },
  seen: { height: number; width: number } = { height, width },
  corner = { top: Math.floor((height - seen.height) / 2), left: Math.floor((width - seen.width) / 2) },
): Pixels {
  const pixels = blank(seen.width, seen.height);
  const area = width * height;
  const { top, left } = corner;
  for (let y = Math.max(0, -top); y < Math.min(seen.height, height - top); y++)
    for (let x = Math.max(0, -left); x < Math.min(seen.width, width - left); x++) {
      const to = 4 * (y * seen.width + x);
      const from = (y + top) * width + x + left;
      for (let c = 0; c < 3; c++) pixels.data[to + c] = bytes[(channels >= 3 ? c : 0) * area + from];
      pixels.data[to + 3] = 255;
    }
  return pixels;
}

/**
 * One value as a bar one pixel high: from zero, in the middle of a signed scale and at the left of a one-way
 * one, to the value, in the value's colour; the rest is transparent.
 */
export function barPixels(
  value: number,
  table: ColourTable,
  max: number,
  direction: Direction,
  width = 63,
): Pixels {
  const pixels = blank(width, 1);
  if (Number.isNaN(value)) return pixels;
  const entry = colourIndex(value, max, direction);
  const share = entry / (table.length / 3 - 1);
  const end = Math.round(share * (width - 1));
  const zero = direction === 'signed' ? (width - 1) / 2 : 0;
  for (let x = Math.min(zero, end); x <= Math.max(zero, end); x++) {
    for (let c = 0; c < 3; c++) pixels.data[4 * x + c] = table[3 * entry + c];
    pixels.data[4 * x + 3] = 255;
  }
  return pixels;
}

/** A whole table as one row, for a legend. */
export function tablePixels(table: ColourTable): Pixels {
  const width = table.length / 3;
  const pixels = blank(width, 1);
  for (let i = 0; i < width; i++) {
    for (let c = 0; c < 3; c++) pixels.data[4 * i + c] = table[3 * i + c];
    pixels.data[4 * i + 3] = 255;
  }
  return pixels;
}
