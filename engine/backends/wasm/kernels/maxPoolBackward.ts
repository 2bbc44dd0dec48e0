// Max pooling backward: what comes to a window goes to the pixel that has won it, in the order of the windows. Where
// windows lie apart, each pixel looks whether it has won its window; else each window finds its winners.
import type { PoolAttributes } from '../../../ops/poolGeometry.ts';
import type { FunctionBuilder, Local } from '../emit/function.ts';
import { f32x4, type I32, i32, i32x4, type V128, v128 } from '../emit/value.ts';
import { blueprint, type Kernel } from './kernel.ts';
import { type Axis, axesOf, coveringPixel, eachFour, eachPixel, pixelSteps } from './poolWindows.ts';
import { addToWinners } from './winners.ts';

type Tensors = Readonly<Record<'dy' | 'winner' | 'dx' | 'mask', Local<'i32'>>>;

const apart = ({ kernel, stride }: Axis): boolean => stride >= kernel;

/** Where the pixel `place` of an axis lies in a window. */
const placeIn = ({ stride, pad }: Axis, place: I32, window: I32): I32 =>
  i32.sub(i32.add(place, pad), i32.mul(window, stride));

/** `value` where the mask, in the shape of dx, is above 0. */
const passing = (value: V128, mask: I32): V128 => v128.and(value, f32x4.gt(v128.load(mask), f32x4.const(0)));

/** For windows apart; an item is a row of pixels: dx of each is dy of its window if it has won that. */
function gather(f: FunctionBuilder, a: PoolAttributes, p: Tensors, row: I32, masked: boolean): void {
  const { rows, columns } = axesOf(a);
  const pixelBytes = 4 * a.channels;
  const image = i32.div_u(row, a.inHeight);
  const y = f.number(i32.rem_u(row, a.inHeight));
  const { from } = coveringPixel(f, rows, y);
  const rowCell = f.number(i32.mul(placeIn(rows, y, from), a.kernelWidth));
  const windowRow = f.number(i32.mul(i32.add(i32.mul(image, a.outHeight), from), a.outWidth * pixelBytes));
  const pixelRow = f.number(i32.mul(row, a.inWidth * pixelBytes));
  eachPixel(f, a, y, (area) => {
    const cell = f.local('v128', i32x4.splat(i32.add(rowCell, placeIn(columns, area.x, area.fromX))));
    const window = f.number(i32.add(windowRow, i32.mul(area.fromX, pixelBytes)));
    const pixel = f.number(i32.add(pixelRow, i32.mul(area.x, pixelBytes)));
    const [dy, winner] = [p.dy, p.winner].map((tensor) => f.number(i32.add(tensor, window)));
    const [dx, mask] = [p.dx, p.mask].map((tensor) => f.number(i32.add(tensor, pixel)));
    const covered = area.rows !== 0 && area.columns !== 0;
    eachFour(f, a.channels, (_, lanes) => {
      const won = v128.and(v128.load(dy), i32x4.eq(v128.load(winner), cell));
      const given = covered ? won : f32x4.const(0);
      f.storeVector(dx, masked ? passing(given, mask) : given, 0, lanes);
      for (const pointer of masked ? [dy, winner, dx, mask] : [dy, winner, dx]) f.increase(pointer, 16);
    });
  });
}

/** For all others, which add to the same values where they overlap: an item is an image. */
function scatter(f: FunctionBuilder, a: PoolAttributes, p: Tensors, image: I32, masked: boolean): void {
  const { rows, columns } = axesOf(a);
  const steps = pixelSteps(a);
  const imageBytes = a.inHeight * steps.row;
  const dx = f.number(i32.add(p.dx, i32.mul(image, imageBytes)));
  f.clear(dx, imageBytes);
  const output = f.number(i32.mul(image, a.outHeight * a.outWidth * steps.column));
  f.range(0, a.outHeight, (y) => {
    const row = i32.mul(i32.sub(i32.mul(y, rows.stride), rows.pad), steps.row);
    const first = f.number(i32.add(i32.sub(dx, columns.pad * steps.column), row));
    f.range(0, a.outWidth, () => {
      addToWinners(f, a.channels, p, { first, output }, { ...steps, kernelWidth: a.kernelWidth });
      f.increase(first, columns.stride * steps.column);
      f.increase(output, steps.column);
    });
  });
  if (!masked) return;
  const toMask = f.number(i32.sub(p.mask, p.dx));
  eachFour(f, imageBytes / 4, (offset, lanes) => {
    const place = f.number(i32.add(dx, offset));
    f.storeVector(place, passing(v128.load(place), i32.add(place, toMask)), 0, lanes);
  });
}

export const maxPoolBackward: Kernel = ({ attributes, has, address }) => {
  const a = attributes as PoolAttributes;
  const masked = has('mask');
  const { rows, columns } = axesOf(a);
  const alone = apart(rows) && apart(columns);
  const module = blueprint(['maxPoolBackward', a, Number(masked)], (builder) => {
    builder.define('maxPoolBackward', ['dy', 'winner', 'dx', 'mask', 'from', 'to'], (f, p) =>
      f.range(p.from, p.to, (item) => (alone ? gather : scatter)(f, a, p, item, masked)),
    );
  });
  const args = ['dy', 'winner', 'dx', masked ? 'mask' : 'dx'].map(address);
  const items = alone ? a.batch * a.inHeight : a.batch;
  return [{ blueprint: module, entry: 'maxPoolBackward', args, items }];
};
