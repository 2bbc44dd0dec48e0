// Max pooling forward. The largest value of each column of pixels is found once for the windows side by side that share
// it; windows too large for that, and all that may hold a NaN, are looked through one by one.
import type { PoolAttributes } from '../../../ops/poolGeometry.ts';
import type { FunctionBuilder, Local } from '../emit/function.ts';
import { f32x4, type I32, i32, i32x4, type V128, v128 } from '../emit/value.ts';
import { blueprint, type Kernel } from './kernel.ts';
import { maxOfWindow } from './maxOfWindow.ts';
import { amongCounts, axesOf, eachFour, insideWindow, pixelSteps } from './poolWindows.ts';
import { eachGroup, loadAll } from './vectors.ts';
import { eachWindowTile, rowsOfTiles, type WindowTile } from './windowTiles.ts';

type Tensors = Readonly<Record<'x' | 'y' | 'winner', Local<'i32'>>>;

/** A row of windows: its rows of pixels inside the image, the first cell of these, and where they and the outputs begin. */
interface Row {
  rows: I32;
  first: Local<'i32'>;
  output: Local<'i32'>;
  cell: Local<'i32'>;
}

/** What a column of pixels gives: its largest value, and the first cell that has it. */
interface Column {
  best: Local<'v128'>;
  cell: Local<'v128'>;
}

const cells = (number: number): V128 => i32x4.const(number, number, number, number);

/** Looks at four channels of a column of `rows` pixels, whose cells are counted from that of the first. */
function columnAt(f: FunctionBuilder, a: PoolAttributes, rows: number, x: I32, distance: number): Column {
  const [best, value] = [f.local('v128', v128.load(x, distance)), f.local('v128')];
  const cell = f.local('v128', cells(0));
  for (let y = 1; y < rows; y++) {
    f.set(value, v128.load(x, distance + y * pixelSteps(a).row));
    // Cells come in order: the last that is above all before it is the largest number so far.
    const won = v128.and(f32x4.gt(value, best), cells(y * a.kernelWidth));
    f.set(cell, y === 1 ? won : i32x4.max_s(cell, won));
    f.set(best, f32x4.pmax(best, value));
  }
  return { best, cell };
}

/** The largest value of a window with these columns, and its cell, counted from that of the first row at place 0. */
function bestOf(f: FunctionBuilder, columns: readonly (Column & { place: number })[]): Column {
  const values = columns.map(({ best }): V128 => best);
  const best = f.local(
    'v128',
    values.reduce((a, b) => f32x4.pmax(a, b)),
  );
  const candidates = columns.map((one) => {
    const cell = one.place === 0 ? one.cell : i32x4.add(one.cell, cells(one.place));
    return v128.or(cell, f32x4.ne(one.best, best));
  });
  return {
    best,
    cell: f.local(
      'v128',
      candidates.reduce((a, b) => i32x4.min_u(a, b)),
    ),
  };
}

/** y and winner of a row of windows that has so many rows and no NaN. */
function tileRow(f: FunctionBuilder, a: PoolAttributes, p: Tensors, row: Row, rows: number): void {
  const cellBefore = f.local('v128', i32x4.splat(row.cell));
  eachWindowTile(f, axesOf(a).columns, 4 * a.channels, (tile: WindowTile) => {
    const x = f.number(i32.add(i32.add(p.x, row.first), tile.pixels));
    const [y, winner] = [p.y, p.winner].map((result) =>
      f.number(i32.add(i32.add(result, row.output), tile.outputs)),
    );
    eachFour(f, a.channels, (_, lanes) => {
      const columns = new Map<number, Column>();
      for (const { inside, output } of tile.windows) {
        for (const { column, pixel } of inside)
          if (!columns.has(column)) columns.set(column, columnAt(f, a, rows, x, pixel));
        const best = bestOf(
          f,
          inside.map(({ column, place }) => ({ ...columns.get(column)!, place })),
        );
        f.storeVector(y, best.best, output, lanes);
        f.storeVector(winner, i32x4.add(best.cell, cellBefore), output, lanes);
      }
      for (const pointer of [x, y, winner]) f.increase(pointer, 16);
    });
  });
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

/** Rows of windows of one item. */
const bandRows = 8;

/** An item is a band of an image: a few rows of windows. */
export const maxPoolForward: Kernel = ({ attributes, address }) => {
  const a = attributes as PoolAttributes;
  const { rows: axis } = axesOf(a);
  const bands = Math.ceil(a.outHeight / bandRows);
  const module = blueprint(['maxPoolForward', a], (builder) => {
    builder.define('maxPoolForward', ['x', 'y', 'winner', 'from', 'to'], (f, p) =>
      f.range(p.from, p.to, (item) => {
        const image = f.number(i32.div_u(item, bands));
        const begin = f.number(i32.mul(i32.rem_u(item, bands), bandRows));
        const end = f.number(i32.min_u(i32.add(begin, bandRows), a.outHeight));
        /** Distance of the first pixel of a row. */
        const pixelRow = (y: I32) => i32.mul(i32.add(i32.mul(image, a.inHeight), y), pixelSteps(a).row);
        const eachRow = (body: (row: Row) => void) =>
          f.range(begin, end, (y) => {
            const { from, count, skipped } = insideWindow(f, axis, y);
            const index = i32.add(i32.mul(image, a.outHeight), y);
            body({
              rows: count,
              first: f.number(pixelRow(from)),
              output: f.number(i32.mul(index, 4 * a.outWidth * a.channels)),
              cell: f.number(i32.mul(skipped, a.kernelWidth)),
            });
          });
        const search = () => eachRow((row) => searchRow(f, a, p, row));
        const sizes = rowsOfTiles(a);
        if (!sizes) {
          search();
          return;
        }
        const { from } = insideWindow(f, axis, begin);
        const last = insideWindow(f, axis, i32.sub(end, 1));
        const rows = i32.sub(i32.add(last.from, last.count), from);
        f.when(mayHoldNaN(f, a, i32.add(p.x, pixelRow(from)), rows), search, () =>
          eachRow((row) => amongCounts(f, row.rows, sizes, (count) => tileRow(f, a, p, row, count))),
        );
      }),
    );
  });
  const args = [address('x'), address('y'), address('winner')];
  return [{ blueprint: module, entry: 'maxPoolForward', args, items: a.batch * bands }];
};
