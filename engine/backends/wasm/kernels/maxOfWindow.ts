// The largest value of a window, and which of its cells that is: what all kinds of max pooling share.
import type { FunctionBuilder } from '../emit/function.ts';
import { f32x4, type I32, i32, i32x4, type V128, v128 } from '../emit/value.ts';
import { eachBlock, storeBlock } from './columns.ts';
import { type Area, eachStep, type Steps } from './poolWindows.ts';

/** One window: how many pixels it has, and the byte distances of the first of them and of the output. */
type Window = Pick<Area, 'rows' | 'columns'> & { first: I32; output: I32 };

/** Vectors of channels that are looked at together: a processor has to wait for most steps. */
const atOnce = 2;

/** Emits y and winner of all channels; the winner is counted from `firstCell`. */
export function maxOfWindow(
  f: FunctionBuilder,
  channels: number,
  p: Readonly<Record<'x' | 'y' | 'winner', I32>>,
  w: Window,
  steps: Steps,
  firstCell: V128,
): void {
  const cellBefore = f.local('v128', firstCell);
  const vectors = () => Array.from({ length: atOnce }, () => f.local('v128'));
  const [best, cell, value, sum] = [vectors(), vectors(), vectors(), vectors()];
  eachBlock(f, channels, atOnce, ({ offset, lanes }) => {
    const first = f.number(i32.add(i32.add(p.x, w.first), offset));
    /** Does for each vector of the block. */
    const each = (body: (v: number) => void) => {
      for (const v of lanes.keys()) body(v);
    };
    const begin = (v: number) => {
      f.set(best[v], f32x4.const(Number.NEGATIVE_INFINITY));
      f.set(cell[v], i32x4.const(0, 0, 0, 0));
    };
    each(begin);
    each((v) => f.set(sum[v], f32x4.const(0)));
    // Cells come in order: the last that is above all before it is the largest number so far.
    eachStep(f, w, steps, first, (address, distance, number) => {
      each((v) => f.set(value[v], v128.load(address, distance + 16 * v)));
      each((v) => f.set(cell[v], i32x4.max_s(cell[v], v128.and(f32x4.gt(value[v], best[v]), number))));
      each((v) => f.set(best[v], f32x4.pmax(best[v], value[v])));
      each((v) => f.set(sum[v], f32x4.add(sum[v], value[v])));
    });
    // A NaN wins, so that it is not hidden from the check for finite values. The sum tells that there may be one.
    each((v) =>
      f.when(v128.any_true(f32x4.ne(sum[v], sum[v])), () => {
        begin(v);
        const loop = { rows: f.number(w.rows), columns: w.columns };
        eachStep(f, loop, steps, first, (address, distance, number) => {
          f.set(value[v], v128.load(address, distance + 16 * v));
          const wins = f.local('v128', v128.or(f32x4.gt(value[v], best[v]), f32x4.ne(value[v], value[v])));
          f.set(best[v], v128.bitselect(value[v], best[v], wins));
          f.set(cell[v], v128.bitselect(number, cell[v], wins));
        });
      }),
    );
    storeBlock(f, i32.add(p.y, w.output), { offset, lanes }, best);
    const cells = cell.map((one) => i32x4.add(one, cellBefore));
    storeBlock(f, i32.add(p.winner, w.output), { offset, lanes }, cells);
  });
}
