// Windows below each other, a few together: what a row of their pixels gives is found once for all that share it.
import type { FunctionBuilder, Local } from '../emit/function.ts';
import { type I32, i32 } from '../emit/value.ts';
import { type Axis, axesOf, type Geometry, sizesOfWindows, total } from './poolWindows.ts';

/** Windows of a tile. */
export const tileWindows = 4;

/** Windows of one column that lie below each other. Rows of pixels are counted from the first cells of the first window. */
export interface WindowTile {
  /** Of the first window, in the first of the tiles that are alike; and by how many windows this one lies below it. */
  firstWindow: number;
  moved: Local<'i32'>;
  /** The rows of pixels that each window has inside the image. */
  windows: readonly (readonly number[])[];
}

/** Tiles below each other that have the same rows. */
interface Run extends Omit<WindowTile, 'moved'> {
  tiles: number;
}

function runsOf({ inputs, outputs, kernel, stride, pad }: Axis): Run[] {
  const cells = [...new Array(kernel).keys()];
  const runs: Run[] = [];
  for (let firstWindow = 0; firstWindow < outputs; firstWindow += tileWindows) {
    const isInside = (row: number) => {
      const place = firstWindow * stride - pad + row;
      return place >= 0 && place < inputs;
    };
    const length = Math.min(tileWindows, outputs - firstWindow);
    const windows = Array.from({ length }, (_, i) => cells.map((cell) => i * stride + cell).filter(isInside));
    const last = runs.at(-1);
    if (last && last.windows.join(';') === windows.join(';')) last.tiles++;
    else runs.push({ firstWindow, tiles: 1, windows });
  }
  return runs;
}

/** Emits `body` for every kind of tile there is; that of tile `index` is run. */
export function amongTiles(
  f: FunctionBuilder,
  axis: Axis,
  index: I32,
  body: (tile: WindowTile) => void,
): void {
  const window = f.number(i32.mul(index, tileWindows));
  const among = ([run, ...rest]: readonly Run[]) => {
    const write = () => body({ ...run, moved: f.number(i32.sub(window, run.firstWindow)) });
    const next = rest[0]?.firstWindow;
    if (next === undefined) write();
    else f.when(i32.lt_u(window, next), write, () => among(rest));
  };
  among(runsOf(axis));
}

/** The most pixels that there is code for, over all tiles and numbers of columns that occur. */
const mostPixels = 1000;

/** Every number of columns that windows have, or null where code for each of them would be long. */
export function columnsOfTiles(a: Geometry): number[] | null {
  const { rows, columns } = axesOf(a);
  const sizes = sizesOfWindows(columns);
  const written = runsOf(rows).map(({ windows }) => total(windows.map(({ length }) => length)));
  return total(sizes) * total(written) <= mostPixels ? sizes : null;
}
