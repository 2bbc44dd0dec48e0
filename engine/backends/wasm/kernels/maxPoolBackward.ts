// Max pooling backward: what comes to a window goes to the pixel that has won it, in the order of the windows. Where few
// windows cover a pixel, it looks in each whether it has won; else each window finds its winners.
import type { PoolAttributes } from '../../../ops/poolGeometry.ts';
import type { FunctionBuilder, Local } from '../emit/function.ts';
import { f32x4, type I32, i32, i32x4, type V128, v128 } from '../emit/value.ts';
import { blueprint, type Kernel } from './kernel.ts';
import { type Area, type Axis, axesOf, eachFour, eachPixel, pixelSteps } from './poolWindows.ts';
import { addToWinners } from './winners.ts';

type Tensors = Readonly<Record<'dy' | 'winner' | 'dx' | 'mask', Local<'i32'>>>;

/** The most windows over a pixel that it looks at itself. */
const mostWindows = 4;

function coveredByFew(a: PoolAttributes): boolean {
  const { rows, columns } = axesOf(a);
  const most = ({ kernel, stride }: Axis) => Math.ceil(kernel / stride);
  return most(rows) * most(columns) <= mostWindows;
}

/** `value` where the mask, in the shape of dx, is above 0. */
const passing = (value: V128, mask: I32): V128 => v128.and(value, f32x4.gt(v128.load(mask), f32x4.const(0)));

/** dx of a pixel of the row `row` of all images: the sum of dy over the windows that it has won. */
function gatherPixel(
  f: FunctionBuilder,
  a: PoolAttributes,
  p: Tensors,
  row: I32,
  area: Area,
  masked: boolean,
): void {
  const { rows, columns } = axesOf(a);
  const pixelBytes = 4 * a.channels;
  const cellOf = (axis: Axis, place: I32, window: I32) =>
    i32.sub(i32.add(place, axis.pad), i32.mul(window, axis.stride));
  const firstRow = i32.mul(cellOf(rows, area.y, area.fromY), a.kernelWidth);
  const firstCell = f.number(i32.add(firstRow, cellOf(columns, area.x, area.fromX)));
  // Counts as small as these are numbers.
  const [height, width] = [area.rows, area.columns].map(Number);
  /** What the pixel's cell is in each of the windows, and how far these lie from the first. */
  const windows = Array.from({ length: height * width }, (_, i) => {
    const [y, x] = [Math.floor(i / width), i % width];
    const before = y * rows.stride * a.kernelWidth + x * columns.stride;
    return {
      cell: f.local('v128', i32x4.splat(i32.sub(firstCell, before))),
      distance: (y * a.outWidth + x) * pixelBytes,
    };
  });
  const image = i32.mul(i32.div_u(row, a.inHeight), a.outHeight);
  const outputRow = i32.mul(i32.add(image, area.fromY), a.outWidth);
  const output = f.number(i32.mul(i32.add(outputRow, area.fromX), pixelBytes));
  const pixel = f.number(i32.mul(i32.add(i32.mul(row, a.inWidth), area.x), pixelBytes));
  const [dy, winner] = [p.dy, p.winner].map((tensor) => f.number(i32.add(tensor, output)));
  const [dx, mask] = [p.dx, p.mask].map((tensor) => f.number(i32.add(tensor, pixel)));
  eachFour(f, a.channels, (_, lanes) => {
    const given = windows.map(({ cell, distance }) =>
      v128.and(v128.load(dy, distance), i32x4.eq(v128.load(winner, distance), cell)),
    );
    const sum = given.reduce((one, other) => f32x4.add(one, other), f32x4.const(0));
    f.storeVector(dx, masked ? passing(sum, mask) : sum, 0, lanes);
    for (const pointer of [dy, winner, dx, mask]) f.increase(pointer, 16);
  });
}

/** An item is a row of pixels. */
function gather(f: FunctionBuilder, a: PoolAttributes, p: Tensors, row: I32, masked: boolean): void {
  const y = f.number(i32.rem_u(row, a.inHeight));
  eachPixel(f, a, y, (area) => gatherPixel(f, a, p, row, area, masked));
}

/** Windows that overlap add to the same values: an item is an image. */
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
  const few = coveredByFew(a);
  const module = blueprint(['maxPoolBackward', a, Number(masked)], (builder) => {
    builder.define('maxPoolBackward', ['dy', 'winner', 'dx', 'mask', 'from', 'to'], (f, p) =>
      f.range(p.from, p.to, (item) => (few ? gather : scatter)(f, a, p, item, masked)),
    );
  });
  const args = ['dy', 'winner', 'dx', masked ? 'mask' : 'dx'].map(address);
  const items = few ? a.batch * a.inHeight : a.batch;
  return [{ blueprint: module, entry: 'maxPoolBackward', args, items }];
};
