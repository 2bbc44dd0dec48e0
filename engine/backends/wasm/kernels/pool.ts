// Pooling, four channels at a time. What lies outside the image is left out of every window.
import type { PoolAttributes } from '../../../ops/poolGeometry.ts';
import type { FunctionBuilder, Local } from '../emit/function.ts';
import { f32, f32x4, type I32, i32, i32x4, v128 } from '../emit/value.ts';
import { blueprint, type Kernel } from './kernel.ts';

/** One window while it is looked at; lines are rows and columns of the image. */
interface Window {
  /** Byte distance of the window's output from the first one. */
  output: I32;
  /** Byte distance, from the first input, of the first pixel inside the image. */
  first: I32;
  /** Rows and columns inside the image, and the number of the window's cell that comes first. */
  rows: I32;
  columns: I32;
  firstCell: I32;
}

/** The part of a window inside a line of `size` pixels. */
function clip(f: FunctionBuilder, index: I32, stride: number, pad: number, kernel: number, size: number) {
  const start = f.number(i32.sub(i32.mul(index, stride), pad));
  const from = f.number(i32.max_s(start, 0));
  const to = i32.min_s(i32.add(start, kernel), size);
  return { from, count: f.number(i32.sub(to, from)), skipped: f.number(i32.sub(from, start)) };
}

/** Calls `body` for every window of the output row numbered `row` over all images. */
function eachWindow(f: FunctionBuilder, a: PoolAttributes, row: I32, body: (window: Window) => void): void {
  const image = f.number(i32.div_u(row, a.outHeight));
  const y = clip(f, i32.rem_u(row, a.outHeight), a.strideHeight, a.padHeight, a.kernelHeight, a.inHeight);
  const line = f.number(i32.mul(i32.add(i32.mul(image, a.inHeight), y.from), a.inWidth));
  const output = f.number(i32.mul(row, 4 * a.outWidth * a.channels));
  f.range(0, a.outWidth, (ox) => {
    const x = clip(f, ox, a.strideWidth, a.padWidth, a.kernelWidth, a.inWidth);
    body({
      output,
      first: f.number(i32.mul(i32.add(line, x.from), 4 * a.channels)),
      rows: y.count,
      columns: x.count,
      firstCell: f.number(i32.add(i32.mul(y.skipped, a.kernelWidth), x.skipped)),
    });
    f.increase(output, 4 * a.channels);
  });
}

/** Calls `body` for every four channels, with their byte distance and how many of them are real. */
export function eachFour(
  f: FunctionBuilder,
  channels: number,
  body: (offset: I32, lanes: number) => void,
): void {
  const whole = 16 * Math.floor(channels / 4);
  f.range(0, whole, (offset) => body(offset, 4), 16);
  if (channels % 4 > 0) body(whole, channels % 4);
}

/** Calls `body` for every cell of a window inside the image, with the address of its value and its number. */
function eachCell(
  f: FunctionBuilder,
  a: PoolAttributes,
  { rows, columns, firstCell }: Window,
  first: I32,
  body: (address: Local<'i32'>, cell: Local<'i32'>) => void,
): void {
  const place = f.number(first);
  const cell = f.number(firstCell);
  f.range(0, rows, () => {
    f.range(0, columns, () => {
      body(place, cell);
      f.increase(place, 4 * a.channels);
      f.increase(cell, 1);
    });
    f.increase(place, i32.mul(i32.sub(a.inWidth, columns), 4 * a.channels));
    f.increase(cell, i32.sub(a.kernelWidth, columns));
  });
}

const pixelsInside = (f: FunctionBuilder, { rows, columns }: Window) =>
  f.local('v128', f32x4.splat(f32.convert_i32_u(i32.mul(rows, columns))));

type Addresses<R extends string> = Record<R, Local<'i32'>>;

/** A pass in which an item is a row of windows. */
function forward<const R extends string>(
  name: string,
  roles: readonly R[],
  write: (f: FunctionBuilder, a: PoolAttributes, at: Addresses<R>, window: Window) => void,
): Kernel {
  return ({ attributes, address }) => {
    const a = attributes as PoolAttributes;
    const module = blueprint([name, a], (builder) => {
      builder.define(name, [...roles, 'from', 'to'], (f, p) => {
        f.range(p.from, p.to, (row) => eachWindow(f, a, row, (window) => write(f, a, p, window)));
      });
    });
    const items = a.batch * a.outHeight;
    return [{ blueprint: module, entry: name, args: roles.map(address), items }];
  };
}

export const maxPoolForward = forward('maxPoolForward', ['x', 'y', 'winner'], (f, a, { x, y, winner }, w) =>
  eachFour(f, a.channels, (offset, lanes) => {
    const best = f.local('v128', f32x4.const(Number.NEGATIVE_INFINITY));
    const bestCell = f.local('v128', i32x4.splat(w.firstCell));
    const value = f.local('v128');
    const wins = f.local('v128');
    eachCell(f, a, w, i32.add(i32.add(x, w.first), offset), (address, cell) => {
      f.set(value, v128.load(address));
      // A NaN wins, so that it is not hidden from the check for finite values.
      f.set(wins, v128.or(f32x4.gt(value, best), f32x4.ne(value, value)));
      f.set(best, v128.bitselect(value, best, wins));
      f.set(bestCell, v128.bitselect(i32x4.splat(cell), bestCell, wins));
    });
    const output = f.number(i32.add(w.output, offset));
    f.storeVector(i32.add(y, output), best, 0, lanes);
    f.storeVector(i32.add(winner, output), bestCell, 0, lanes);
  }),
);

export const averagePoolForward = forward('averagePoolForward', ['x', 'y'], (f, a, { x, y }, w) => {
  const count = pixelsInside(f, w);
  eachFour(f, a.channels, (offset, lanes) => {
    const sum = f.local('v128', f32x4.const(0));
    eachCell(f, a, w, i32.add(i32.add(x, w.first), offset), (address) =>
      f.set(sum, f32x4.add(sum, v128.load(address))),
    );
    f.storeVector(i32.add(y, i32.add(w.output, offset)), f32x4.div(sum, count), 0, lanes);
  });
});

/** Emits the gradient of a ReLU over `bytes` of dx from `start` on: 0 where the mask is not above 0. */
function maskImage(f: FunctionBuilder, { dx, mask }: Addresses<'dx' | 'mask'>, start: I32, bytes: number) {
  const place = f.number(i32.add(dx, start));
  const distance = f.number(i32.sub(mask, dx));
  const masked = (lanes: number) => {
    const passes = f32x4.gt(v128.load(i32.add(place, distance)), f32x4.const(0));
    f.storeVector(place, v128.and(v128.load(place), passes), 0, lanes);
  };
  f.range(0, Math.floor(bytes / 16), () => {
    masked(4);
    f.increase(place, 16);
  });
  if (bytes % 16 > 0) masked((bytes % 16) / 4);
}

/** A pass in which windows that overlap add to the same values: an item is an image. */
function backward<const R extends string>(
  name: string,
  roles: readonly R[],
  write: (f: FunctionBuilder, a: PoolAttributes, at: Addresses<R>, window: Window, dx: I32) => void,
): Kernel {
  return ({ attributes, has, address }) => {
    const a = attributes as PoolAttributes;
    const masked = has('mask');
    const imageBytes = 4 * a.inHeight * a.inWidth * a.channels;
    const module = blueprint([name, a, Number(masked)], (builder) => {
      builder.define(name, [...roles, 'dx', 'mask', 'from', 'to'], (f, p) => {
        f.range(p.from, p.to, (image) => {
          f.clear(i32.add(p.dx, i32.mul(image, imageBytes)), imageBytes);
          const row = f.number(i32.mul(image, a.outHeight));
          f.range(row, i32.add(row, a.outHeight), (index) =>
            eachWindow(f, a, index, (window) => write(f, a, p, window, p.dx)),
          );
          if (masked) maskImage(f, p, i32.mul(image, imageBytes), imageBytes);
        });
      });
    });
    const args = [...roles, 'dx', masked ? 'mask' : 'dx'].map(address);
    return [{ blueprint: module, entry: name, args, items: a.batch }];
  };
}

export const maxPoolBackward = backward('maxPoolBackward', ['dy', 'winner'], (f, a, { dy, winner }, w, dx) =>
  eachFour(f, a.channels, (offset, lanes) => {
    const output = f.number(i32.add(w.output, offset));
    const gradient = f.local('v128', v128.load(i32.add(dy, output)));
    const winners = f.local('v128', v128.load(i32.add(winner, output)));
    eachCell(f, a, w, i32.add(i32.add(dx, w.first), offset), (address, cell) => {
      const share = v128.and(gradient, i32x4.eq(winners, i32x4.splat(cell)));
      f.storeVector(address, f32x4.add(v128.load(address), share), 0, lanes);
    });
  }),
);

export const averagePoolBackward = backward('averagePoolBackward', ['dy'], (f, a, { dy }, w, dx) => {
  const count = pixelsInside(f, w);
  eachFour(f, a.channels, (offset, lanes) => {
    const gradient = v128.load(i32.add(dy, i32.add(w.output, offset)));
    const share = f.local('v128', f32x4.div(gradient, count));
    eachCell(f, a, w, i32.add(i32.add(dx, w.first), offset), (address) =>
      f.storeVector(address, f32x4.add(v128.load(address), share), 0, lanes),
    );
  });
});
