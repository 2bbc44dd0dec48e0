// Max pooling forward. The largest value of each row of a window's pixels is found once for the windows below each other that
// share it; windows too large for that, and all that may hold a NaN, are looked through one by one.
import type { PoolAttributes } from '../../../ops/poolGeometry.ts';
import type { FunctionBuilder, Local } from '../emit/function.ts';
import { f32x4, type I32, i32, i32x4, type V128, v128 } from '../emit/value.ts';
import { blueprint, type Kernel } from './kernel.ts';
import { maxOfWindow } from './maxOfWindow.ts';
import { amongCounts, axesOf, eachFour, insideWindow, pixelSteps } from './poolWindows.ts';
import { eachGroup, loadAll } from './vectors.ts';
import { amongTiles, columnsOfTiles, tileWindows, type WindowTile } from './windowTiles.ts';

type Tensors = Readonly<Record<'x' | 'y' | 'winner', Local<'i32'>>>;

/** The largest of some values of a window, and the first cell that has it. */
interface Best {
  value: Local<'v128'>;
  cell: Local<'v128'>;
}

const cells = (number: number): V128 => i32x4.const(number, number, number, number);

/** The best of `columns` pixels side by side, four channels of each; the first pixel is cell `first`. */
function bestOfRow(
  f: FunctionBuilder,
  a: PoolAttributes,
  columns: number,
  x: I32,
  distance: number,
  first: number,
): Best {
  const [best, value] = [f.local('v128', v128.load(x, distance)), f.local('v128')];
  // Less the number of the last pixel that is above all before it.
  let place: V128 = cells(0);
  for (let column = 1; column < columns; column++) {
    f.set(value, v128.load(x, distance + column * pixelSteps(a).column));
    const above = f32x4.gt(value, best);
    place = f.local('v128', column === 1 ? above : i32x4.min_s(place, v128.and(above, cells(-column))));
    f.set(best, f32x4.pmax(best, value));
  }
  return {
    value: best,
    cell: f.local('v128', columns === 1 ? cells(first) : i32x4.sub(cells(first), place)),
  };
}

/** The best of rows of which each has higher cells than those before. */
function bestOf(f: FunctionBuilder, [first, ...rest]: readonly Best[]): Best {
  const best = { value: f.local('v128', first.value), cell: f.local('v128', first.cell) };
  for (const { value, cell } of rest) {
    f.set(best.cell, i32x4.max_s(best.cell, v128.and(f32x4.gt(value, best.value), cell)));
    f.set(best.value, f32x4.pmax(best.value, value));
  }
  return best;
}

/** y and winner of a tile of windows in each column; none may have a NaN. */
function tileColumns(
  f: FunctionBuilder,
  a: PoolAttributes,
  p: Tensors,
  image: I32,
  { firstWindow, moved, windows }: WindowTile,
  sizes: readonly number[],
): void {
  const { rows, columns } = axesOf(a);
  const steps = pixelSteps(a);
  const outputRow = a.outWidth * steps.column;
  const inputs = i32.add(i32.mul(image, a.inHeight), i32.mul(moved, rows.stride));
  const pixelRow = f.number(i32.mul(inputs, steps.row));
  const outputs = f.number(i32.mul(i32.add(i32.mul(image, a.outHeight), moved), outputRow));
  f.range(0, a.outWidth, (column) => {
    const { from, count, skipped } = insideWindow(f, columns, column);
    const pixel = f.number(i32.add(pixelRow, i32.mul(from, steps.column)));
    const output = f.number(i32.add(outputs, i32.mul(column, steps.column)));
    /** What lies between the cells of a window and those of the first. */
    const before = windows.map((_, i) =>
      f.local('v128', i32x4.splat(i32.sub(skipped, i * rows.stride * a.kernelWidth))),
    );
    amongCounts(f, count, sizes, (width) => {
      const x = f.number(i32.add(p.x, pixel));
      const [y, winner] = [p.y, p.winner].map((result) => f.number(i32.add(result, output)));
      eachFour(f, a.channels, (_, lanes) => {
        const seen = new Map<number, Best>();
        for (const [i, inside] of windows.entries()) {
          for (const row of inside) {
            const distance = (firstWindow * rows.stride - rows.pad + row) * steps.row;
            if (!seen.has(row)) seen.set(row, bestOfRow(f, a, width, x, distance, row * a.kernelWidth));
          }
          const best = bestOf(
            f,
            inside.map((row) => seen.get(row)!),
          );
          const place = (firstWindow + i) * outputRow;
          f.storeVector(y, best.value, place, lanes);
          f.storeVector(winner, i32x4.add(best.cell, before[i]), place, lanes);
        }
        for (const pointer of [x, y, winner]) f.increase(pointer, 16);
      });
    });
  });
}

/** A row of windows: its rows of pixels inside the image, the first cell of these, and where they and the outputs begin. */
interface Row {
  rows: I32;
  first: Local<'i32'>;
  output: Local<'i32'>;
  cell: Local<'i32'>;
}

/** The same window by window, however large they are and whatever they hold. */
function searchRow(f: FunctionBuilder, a: PoolAttributes, p: Tensors, row: Row): void {
  const steps = { ...pixelSteps(a), cellRow: a.kernelWidth, cellColumn: 1 };
  const rows = f.number(row.rows);
  const output = f.number(row.output);
  f.range(0, a.outWidth, (x) => {
    const { from, count, skipped } = insideWindow(f, axesOf(a).columns, x);
    const first = f.number(i32.add(row.first, i32.mul(from, steps.column)));
    const window = { rows, columns: f.number(count), first, output };
    maxOfWindow(f, a.channels, p, window, steps, i32x4.splat(i32.add(row.cell, skipped)));
    f.increase(output, 4 * a.channels);
  });
}

/** Whether there may be a NaN among `rows` rows of pixels from an address on: infinities may look like one. */
function mayHoldNaN(f: FunctionBuilder, a: PoolAttributes, first: I32, rows: I32): I32 {
  const pointer = f.number(first);
  const sum = f.local('v128', f32x4.const(0));
  const values = { index: f.number(0), end: f.number(i32.mul(rows, a.inWidth * a.channels)) };
  eachGroup(f, [pointer], values, (offsets) => {
    const loaded: V128[] = loadAll(f, pointer, offsets);
    f.set(
      sum,
      f32x4.add(
        sum,
        loaded.reduce((one, other) => f32x4.add(one, other)),
      ),
    );
  });
  return v128.any_true(f32x4.ne(sum, sum));
}

/** An item is a tile of windows in each column of an image. */
export const maxPoolForward: Kernel = ({ attributes, address }) => {
  const a = attributes as PoolAttributes;
  const { rows: axis } = axesOf(a);
  const tiles = Math.ceil(a.outHeight / tileWindows);
  const module = blueprint(['maxPoolForward', a], (builder) => {
    builder.define('maxPoolForward', ['x', 'y', 'winner', 'from', 'to'], (f, p) =>
      f.range(p.from, p.to, (item) => {
        const image = f.number(i32.div_u(item, tiles));
        const tile = f.number(i32.rem_u(item, tiles));
        const begin = f.number(i32.mul(tile, tileWindows));
        const end = f.number(i32.min_u(i32.add(begin, tileWindows), a.outHeight));
        /** Distance of the first pixel of a row. */
        const pixelRow = (y: I32) => i32.mul(i32.add(i32.mul(image, a.inHeight), y), pixelSteps(a).row);
        const search = () =>
          f.range(begin, end, (y) => {
            const { from, count, skipped } = insideWindow(f, axis, y);
            const index = i32.add(i32.mul(image, a.outHeight), y);
            searchRow(f, a, p, {
              rows: count,
              first: f.number(pixelRow(from)),
              output: f.number(i32.mul(index, 4 * a.outWidth * a.channels)),
              cell: f.number(i32.mul(skipped, a.kernelWidth)),
            });
          });
        const sizes = columnsOfTiles(a);
        if (!sizes) {
          search();
          return;
        }
        const { from } = insideWindow(f, axis, begin);
        const last = insideWindow(f, axis, i32.sub(end, 1));
        const rows = i32.sub(i32.add(last.from, last.count), from);
        f.when(mayHoldNaN(f, a, i32.add(p.x, pixelRow(from)), rows), search, () =>
          amongTiles(f, axis, tile, (one) => tileColumns(f, a, p, image, one, sizes)),
        );
      }),
    );
  });
  const args = [address('x'), address('y'), address('winner')];
  return [{ blueprint: module, entry: 'maxPoolForward', args, items: a.batch * tiles }];
};
