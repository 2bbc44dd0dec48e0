// The largest value of a window, and which of its cells that is: what all kinds of max pooling share.
import type { FunctionBuilder } from '../emit/function.ts';
import { f32x4, type I32, i32, i32x4, type V128, v128 } from '../emit/value.ts';
import { type Area, eachFour, eachStep, type Steps } from './poolWindows.ts';

/** One window: how many pixels it has, and the byte distances of the first of them and of the output. */
type Window = Pick<Area, 'rows' | 'columns'> & { first: I32; output: I32 };

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
  const [best, cell, value, sum] = (['v128', 'v128', 'v128', 'v128'] as const).map((type) => f.local(type));
  const begin = () => {
    f.set(best, f32x4.const(Number.NEGATIVE_INFINITY));
    f.set(cell, i32x4.const(0, 0, 0, 0));
  };
  eachFour(f, channels, (offset, lanes) => {
    const first = f.number(i32.add(i32.add(p.x, w.first), offset));
    begin();
    f.set(sum, f32x4.const(0));
    // Cells come in order: the last that is above all before it is the largest number so far.
    eachStep(f, w, steps, first, (address, distance, number) => {
      f.set(value, v128.load(address, distance));
      f.set(cell, i32x4.max_s(cell, v128.and(f32x4.gt(value, best), number)));
      f.set(best, f32x4.pmax(best, value));
      f.set(sum, f32x4.add(sum, value));
    });
    // A NaN wins, so that it is not hidden from the check for finite values. The sum tells that there may be one.
    f.when(v128.any_true(f32x4.ne(sum, sum)), () => {
      begin();
      const loop = { rows: f.number(w.rows), columns: w.columns };
      eachStep(f, loop, steps, first, (address, distance, number) => {
        f.set(value, v128.load(address, distance));
        const wins = f.local('v128', v128.or(f32x4.gt(value, best), f32x4.ne(value, value)));
        f.set(best, v128.bitselect(value, best, wins));
        f.set(cell, v128.bitselect(number, cell, wins));
      });
    });
    const output = f.number(i32.add(w.output, offset));
    f.storeVector(i32.add(p.y, output), best, 0, lanes);
    f.storeVector(i32.add(p.winner, output), i32x4.add(cell, cellBefore), 0, lanes);
  });
}
