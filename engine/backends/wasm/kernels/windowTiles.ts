// Windows side by side in a row, a few together: what a column of pixels gives is found once for all that share it. All
// channels of a few windows come before the next ones, so that memory is gone through nearly in order.
import type { FunctionBuilder, Local } from '../emit/function.ts';
import { i32 } from '../emit/value.ts';
import { type Axis, axesOf, type Geometry, sizesOfWindows, total } from './poolWindows.ts';

/** Windows of a tile. */
const tileWindows = 4;

/** A column of pixels of a window: its number in the tile, its place in the window, and the distance of its first pixel. */
interface TileColumn {
  column: number;
  place: number;
  pixel: number;
}

/** Neighbouring windows; distances are in bytes. */
export interface WindowTile {
  /** From the beginning of the row of pixels to what the distances of columns are counted from. */
  pixels: Local<'i32'>;
  /** From the beginning of the row of outputs to what the distances of outputs are counted from. */
  outputs: Local<'i32'>;
  /** The columns that each window has inside the image, and the distance of its output. */
  windows: readonly { inside: readonly TileColumn[]; output: number }[];
}

/** Neighbouring tiles that have the same columns. */
interface Run {
  firstWindow: number;
  tiles: number;
  /** For each window of a tile the places of its columns inside the image. */
  inside: readonly (readonly number[])[];
}

function runsOf({ inputs, outputs, kernel, stride, pad }: Axis): Run[] {
  const places = [...new Array(kernel).keys()];
  const insideOf = (window: number) => {
    const start = window * stride - pad;
    return places.filter((place) => start + place >= 0 && start + place < inputs);
  };
  const runs: Run[] = [];
  for (let firstWindow = 0; firstWindow < outputs; firstWindow += tileWindows) {
    const length = Math.min(tileWindows, outputs - firstWindow);
    const inside = Array.from({ length }, (_, i) => insideOf(firstWindow + i));
    const last = runs.at(-1);
    if (last && `${last.inside.join(';')}` === inside.join(';')) last.tiles++;
    else runs.push({ firstWindow, tiles: 1, inside });
  }
  return runs;
}

/** Calls `body` for tiles that cover a row of windows; pixels and outputs lie `bytes` apart. */
export function eachWindowTile(
  f: FunctionBuilder,
  axis: Axis,
  bytes: number,
  body: (tile: WindowTile) => void,
): void {
  const { stride, pad } = axis;
  for (const { firstWindow, tiles, inside } of runsOf(axis))
    f.range(0, tiles, (tile) => {
      const outputs = f.number(i32.mul(tile, bytes * tileWindows));
      const pixels = f.number(i32.mul(outputs, stride));
      const windows = inside.map((windowPlaces, i) => ({
        inside: windowPlaces.map((place) => {
          const column = i * stride + place;
          return { column, place, pixel: bytes * (firstWindow * stride - pad + column) };
        }),
        output: bytes * (firstWindow + i),
      }));
      body({ pixels, outputs, windows });
    });
}

/** The most pixels that there is code for, over all tiles and numbers of rows that occur. */
const mostPixels = 1000;

/** Every number of rows that windows have, or null where code for each of them would be long. */
export function rowsOfTiles(a: Geometry): number[] | null {
  const { rows, columns } = axesOf(a);
  const sizes = sizesOfWindows(rows);
  const written = runsOf(columns).map(({ inside }) => total(inside.map(({ length }) => length)));
  return total(sizes) * total(written) <= mostPixels ? sizes : null;
}
