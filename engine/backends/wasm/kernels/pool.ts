// Pooling by sums, four channels at a time. What lies outside the image is left out of every window.
import { type AverageAttributes, divisors, type PoolAttributes } from '../../../ops/poolGeometry.ts';
import type { FunctionBuilder, Local } from '../emit/function.ts';
import { f32, f32x4, type I32, i32, type V128, v128 } from '../emit/value.ts';
import { blueprint, type Kernel } from './kernel.ts';
import {
  type Area,
  type Axis,
  axesOf,
  eachFour,
  eachPixel,
  eachStep,
  eachWindow,
  pixelSteps,
} from './poolWindows.ts';

type Addresses<R extends string> = Record<R, Local<'i32'>>;

/** Byte distance of the first channel at row `y` and column `x` of an image, or of image rows, `width` wide. */
const distance = (a: PoolAttributes, y: I32, width: number, x: I32): I32 =>
  i32.mul(i32.add(i32.mul(y, width), x), 4 * a.channels);

/** Steps over the windows that cover a pixel. */
const windowSteps = (a: PoolAttributes) => ({ row: 4 * a.channels * a.outWidth, column: 4 * a.channels });

/** One window: its pixels inside the image, and the byte distances of their first and of the output. */
interface Window extends Area {
  first: Local<'i32'>;
  output: Local<'i32'>;
}

/** A pass in which an item is a row of windows. */
function forward<const R extends string, A extends PoolAttributes>(
  name: string,
  roles: readonly R[],
  write: (f: FunctionBuilder, a: A, at: Addresses<R>, window: Window) => void,
): Kernel {
  return ({ attributes, address }) => {
    const a = attributes as A;
    const module = blueprint([name, a], (builder) => {
      builder.define(name, [...roles, 'from', 'to'], (f, p) => {
        f.range(p.from, p.to, (row) => {
          const image = f.number(i32.mul(i32.div_u(row, a.outHeight), a.inHeight));
          const output = f.number(distance(a, row, a.outWidth, 0));
          eachWindow(f, a, f.number(i32.rem_u(row, a.outHeight)), (area) => {
            const first = f.number(distance(a, i32.add(image, area.fromY), a.inWidth, area.fromX));
            const here = f.number(i32.add(output, i32.mul(area.x, 4 * a.channels)));
            write(f, a, p, { ...area, first, output: here });
          });
        });
      });
    });
    const items = a.batch * a.outHeight;
    return [{ blueprint: module, entry: name, args: roles.map(address), items }];
  };
}

/** y = what `end` makes of the sum of `term` over the pixels of a window. */
function sumWindow(
  f: FunctionBuilder,
  a: PoolAttributes,
  { x, y }: Addresses<'x' | 'y'>,
  w: Window,
  term: (value: V128) => V128,
  end: (sum: V128) => V128,
): void {
  const [sum, value] = [f.local('v128'), f.local('v128')];
  eachFour(f, a.channels, (offset, lanes) => {
    const first = f.number(i32.add(i32.add(x, w.first), offset));
    f.set(sum, f32x4.const(0));
    eachStep(f, w, pixelSteps(a), first, (address, distance) => {
      f.set(value, v128.load(address, distance));
      f.set(sum, f32x4.add(sum, term(value)));
    });
    f.storeVector(i32.add(y, i32.add(w.output, offset)), end(sum), 0, lanes);
  });
}

/** Pixels of an axis that count in the window at `place`: `countedPixels`, `inside` being known. */
function counted(divisor: number, { inputs, kernel, stride, pad }: Axis, place: I32, inside: I32): I32 {
  const start = i32.sub(i32.mul(place, stride), pad);
  const padded = () => i32.sub(i32.min_s(i32.add(start, kernel), inputs + pad), start);
  return { inside: () => inside, padded, window: () => kernel }[divisors[divisor]]();
}

function countedArea(a: AverageAttributes, { y, x, rows, columns }: Area): V128 {
  const axes = axesOf(a);
  const height = counted(a.divisor, axes.rows, y, rows);
  const width = counted(a.divisor, axes.columns, x, columns);
  return f32x4.splat(f32.convert_i32_u(i32.mul(height, width)));
}

export const averagePoolForward = forward<'x' | 'y', AverageAttributes>(
  'averagePoolForward',
  ['x', 'y'],
  (f, a, p, w) => {
    const count = f.local('v128', countedArea(a, w));
    sumWindow(
      f,
      a,
      p,
      w,
      (value) => value,
      (sum) => f32x4.div(sum, count),
    );
  },
);

export const l2PoolForward = forward('l2PoolForward', ['x', 'y'], (f, a, p, w) =>
  sumWindow(f, a, p, w, (value) => f32x4.mul(value, value), f32x4.sqrt),
);

/** What one pass backward does of its own, the rest being alike. */
interface Backward<R extends string, A extends PoolAttributes> {
  roles: readonly R[];
  /** What a window gives to each of its pixels, or to the product with each. */
  share: (f: FunctionBuilder, a: A, area: Area) => (address: (role: R) => I32) => V128;
  /** Whether the sum over windows is multiplied by x. */
  timesX?: boolean;
}

/** A pass in which an item is an image: dx of each pixel is the sum over the windows that cover it. */
function backward<const R extends string, A extends PoolAttributes>(
  name: string,
  { roles, share, timesX = false }: Backward<R, A>,
): Kernel {
  return ({ attributes, has, address }) => {
    const a = attributes as A;
    const masked = has('mask');
    const [inputs, outputs] = [a.inHeight * a.inWidth * a.channels, a.outHeight * a.outWidth * a.channels];
    const module = blueprint([name, a, Number(masked)], (builder) => {
      builder.define(name, [...roles, 'source', 'dx', 'mask', 'from', 'to'], (f, parameters) => {
        const p = parameters as Addresses<string>;
        f.range(p.from, p.to, (image) => {
          const output = f.number(i32.mul(image, 4 * outputs));
          f.range(0, a.outHeight, (row) =>
            eachWindow(f, a, row, (area) => {
              const here = f.number(i32.add(output, distance(a, row, a.outWidth, area.x)));
              const value = share(f, a, area);
              eachFour(f, a.channels, (offset, lanes) => {
                const place = f.number(i32.add(here, offset));
                f.storeVector(
                  i32.add(p.source, place),
                  value((role) => i32.add(p[role], place)),
                  0,
                  lanes,
                );
              });
            }),
          );
          const first = f.number(i32.mul(image, 4 * inputs));
          f.range(0, a.inHeight, (row) =>
            eachPixel(f, a, row, (area) => {
              const windows = i32.add(output, distance(a, area.fromY, a.outWidth, area.fromX));
              const pixel = i32.add(first, distance(a, row, a.inWidth, area.x));
              addWindows(
                f,
                a,
                p,
                { ...area, windows: f.number(windows), pixel: f.number(pixel) },
                masked,
                timesX,
              );
            }),
          );
        });
      });
    });
    const args = [...roles, 'scratch', 'dx', masked ? 'mask' : 'dx'].map(address);
    return [{ blueprint: module, entry: name, args, items: a.batch }];
  };
}

/** One pixel: the windows that cover it, and the byte distances of the first of them and of the pixel. */
interface Pixel extends Area {
  windows: Local<'i32'>;
  pixel: Local<'i32'>;
}

/** dx of a pixel = the sum of the sources of its windows. */
function addWindows(
  f: FunctionBuilder,
  a: PoolAttributes,
  p: Addresses<string>,
  pixel: Pixel,
  masked: boolean,
  timesX: boolean,
): void {
  const sum = f.local('v128');
  eachFour(f, a.channels, (offset, lanes) => {
    const windows = f.number(i32.add(i32.add(p.source, pixel.windows), offset));
    f.set(sum, f32x4.const(0));
    eachStep(f, pixel, windowSteps(a), windows, (address, distance) =>
      f.set(sum, f32x4.add(sum, v128.load(address, distance))),
    );
    const place = f.number(i32.add(pixel.pixel, offset));
    const passes = () => f32x4.gt(v128.load(i32.add(p.mask, place)), f32x4.const(0));
    const product = timesX ? f32x4.mul(sum, v128.load(i32.add(p.x, place))) : sum;
    f.storeVector(i32.add(p.dx, place), masked ? v128.and(product, passes()) : product, 0, lanes);
  });
}

export const averagePoolBackward = backward<'dy', AverageAttributes>('averagePoolBackward', {
  roles: ['dy'],
  share(f, a, area) {
    const count = f.local('v128', countedArea(a, area));
    return (address) => f32x4.div(v128.load(address('dy')), count);
  },
});

export const l2PoolBackward = backward<'x' | 'y' | 'dy', PoolAttributes>('l2PoolBackward', {
  roles: ['x', 'y', 'dy'],
  timesX: true,
  share(f) {
    const y = f.local('v128');
    return (address) => {
      f.set(y, v128.load(address('y')));
      const isZero = f32x4.eq(y, f32x4.const(0));
      return v128.andnot(f32x4.div(v128.load(address('dy')), y), isZero);
    };
  },
});
