// Fractional max pooling, four channels at a time. Windows begin where the tensor `boundaries` says.
import { boundaryWords, type FractionalAttributes } from '../../../ops/fractionalPool.ts';
import type { FunctionBuilder, Local } from '../emit/function.ts';
import { type I32, i32, i32x4 } from '../emit/value.ts';
import { blueprint, type Kernel } from './kernel.ts';
import { maxOfWindow } from './maxOfWindow.ts';
import { withCount } from './poolWindows.ts';
import { addToWinners } from './winners.ts';

/** One window: its pixels, and the byte distances of the first of them and of the output. */
interface Window {
  rows: I32;
  columns: I32;
  first: Local<'i32'>;
  output: Local<'i32'>;
}

/** Calls `body` for every window of the output row numbered `row` over all images. */
function eachWindow(
  f: FunctionBuilder,
  a: FractionalAttributes,
  boundaries: I32,
  row: I32,
  body: (window: Window) => void,
): void {
  /** Where a window begins, and of how many pixels it is. */
  const windowAt = (place: I32) => {
    const from = f.number(i32.load(place));
    return { from, count: a.overlapping ? 2 : i32.sub(i32.load(place, 4), from) };
  };
  const sizes = a.overlapping ? [2] : [1, 2];
  const image = f.number(i32.div_u(row, a.outHeight));
  const y = windowAt(i32.add(boundaries, i32.mul(i32.rem_u(row, a.outHeight), 4)));
  const line = f.number(i32.mul(i32.add(i32.mul(image, a.inHeight), y.from), a.inWidth));
  withCount(f, y.count, sizes, (rows) => {
    const output = f.number(i32.mul(row, 4 * a.outWidth * a.channels));
    f.range(0, a.outWidth, (ox) => {
      const x = windowAt(i32.add(boundaries, i32.add(4 * boundaryWords(a), i32.mul(ox, 4))));
      const first = f.number(i32.mul(i32.add(line, x.from), 4 * a.channels));
      withCount(f, x.count, sizes, (columns) => body({ rows, columns, first, output }));
      f.increase(output, 4 * a.channels);
    });
  });
}

const steps = (a: FractionalAttributes) => ({
  row: 4 * a.channels * a.inWidth,
  column: 4 * a.channels,
  cellRow: 2,
  cellColumn: 1,
});

/** An item is a row of windows. */
export const fractionalPoolForward: Kernel = ({ attributes, address }) => {
  const a = attributes as FractionalAttributes;
  const module = blueprint(['fractionalPoolForward', a], (builder) => {
    builder.define('forward', ['x', 'boundaries', 'y', 'winner', 'from', 'to'], (f, p) =>
      f.range(p.from, p.to, (row) =>
        eachWindow(f, a, p.boundaries, row, (window) =>
          maxOfWindow(f, a.channels, p, window, steps(a), i32x4.const(0, 0, 0, 0)),
        ),
      ),
    );
  });
  const args = [address('x'), address('boundaries'), address('y'), address('winner')];
  return [{ blueprint: module, entry: 'forward', args, items: a.batch * a.outHeight }];
};

/** Windows that overlap add to the same values: an item is an image. */
export const fractionalPoolBackward: Kernel = ({ attributes, address }) => {
  const a = attributes as FractionalAttributes;
  const imageBytes = 4 * a.inHeight * a.inWidth * a.channels;
  const module = blueprint(['fractionalPoolBackward', a], (builder) => {
    builder.define('backward', ['dy', 'winner', 'boundaries', 'dx', 'from', 'to'], (f, p) =>
      f.range(p.from, p.to, (image) => {
        f.clear(i32.add(p.dx, i32.mul(image, imageBytes)), imageBytes);
        const row = f.number(i32.mul(image, a.outHeight));
        f.range(row, i32.add(row, a.outHeight), (index) =>
          eachWindow(f, a, p.boundaries, index, ({ first, output }) => {
            const window = { first: f.number(i32.add(p.dx, first)), output };
            addToWinners(f, a.channels, p, window, { ...steps(a), kernelWidth: 2 });
          }),
        );
      }),
    );
  });
  const args = [address('dy'), address('winner'), address('boundaries'), address('dx')];
  return [{ blueprint: module, entry: 'backward', args, items: a.batch }];
};
