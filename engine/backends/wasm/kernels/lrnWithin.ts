// Local response normalisation over neighbouring pixels of each map. A row of windows is summed first over its
// columns, then along them; the rows above and below an image are a row of zeros, so that no window is a special case.
// The gradient goes through an image once: its second windows follow as soon as the rows they reach to are there.
import { type LrnAttributes, type WithinLayout, withinLayout } from '../../../ops/lrn.ts';
import type { FunctionBuilder, Local } from '../emit/function.ts';
import { f32x4, type I32, i32, type V128, v128 } from '../emit/value.ts';
import { inverseRoot, power, together } from './exponential.ts';
import { blueprint, type Kernel } from './kernel.ts';
import { eachGroup, storeAll } from './vectors.ts';

/** One image while it is worked on. */
interface Image<R extends string> {
  f: FunctionBuilder;
  a: LrnAttributes;
  layout: WithinLayout;
  /** Where the image begins in each tensor, and its part of the scratch. */
  at: Record<R | 'scratch', Local<'i32'>>;
}

const reachOf = ({ size }: LrnAttributes): number => (size - 1) / 2;
const rowBytes = ({ width, channels }: LrnAttributes): number => 4 * width * channels;

const sumOf = (terms: readonly V128[]): V128 => terms.reduce((one, other) => f32x4.add(one, other));

/** Calls `body` for the vectors of a row, several together, with their places from pointers that move along. */
function eachOfRow(
  f: FunctionBuilder,
  a: LrnAttributes,
  pointers: readonly Local<'i32'>[],
  body: (offsets: readonly number[], lanes: number) => void,
): void {
  const values = a.width * a.channels;
  const whole = { index: f.number(0), end: f.number(values - (values % 4)) };
  eachGroup(f, pointers, whole, (offsets) => body(offsets, 4));
  if (values % 4 > 0) body([0], values % 4);
}

/**
 * Calls `body` for the vectors of row y: with the pointers of `roles` at them, their offsets from these, their real
 * lanes, and a function that gives the sum of `term` over the window of one of them.
 */
function eachWindowOfRow<R extends string, const P extends R>(
  { f, a, layout, at }: Image<R>,
  y: I32,
  source: I32,
  roles: readonly P[],
  term: (value: V128) => V128,
  body: (
    places: Record<P, Local<'i32'>>,
    offsets: readonly number[],
    lanes: number,
    sum: (offset: number) => V128,
  ) => void,
): void {
  const reach = reachOf(a);
  const cells = Array.from({ length: a.size }, (_, i) => i);
  const line = i32.add(at.scratch, 4 * layout.row);
  const rows = cells.map((i) => {
    const row = f.number(i32.add(y, i - reach));
    const inside = i32.add(source, i32.mul(row, rowBytes(a)));
    return f.number(i32.select(i32.lt_u(row, a.height), inside, i32.add(at.scratch, 4 * layout.zeros)));
  });
  const columns = f.number(i32.add(line, 4 * reach * a.channels));
  eachOfRow(f, a, [...rows, columns], (offsets, lanes) => {
    const sums = offsets.map((offset) => sumOf(rows.map((row) => term(v128.load(row, offset)))));
    storeAll(f, columns, offsets, sums, lanes);
  });
  const window = f.number(line);
  const places = roles.map((role) => [role, f.number(i32.add(at[role], i32.mul(y, rowBytes(a))))] as const);
  const named = Object.fromEntries(places) as Record<P, Local<'i32'>>;
  const pointers = [window, ...places.map(([, place]) => place)];
  eachOfRow(f, a, pointers, (offsets, lanes) =>
    body(named, offsets, lanes, (offset) =>
      sumOf(cells.map((i) => v128.load(window, offset + 4 * i * a.channels))),
    ),
  );
}

/** A kernel whose items are images. */
function perImage<const R extends string>(
  name: string,
  roles: readonly R[],
  backward: boolean,
  write: (image: Image<R>) => void,
): Kernel {
  return ({ attributes, address }) => {
    const a = attributes as LrnAttributes;
    const layout = withinLayout(a, backward);
    const imageBytes = a.height * rowBytes(a);
    const module = blueprint([name, a], (builder) => {
      builder.define(name, [...roles, 'scratch', 'from', 'to'], (f, p) => {
        f.range(p.from, p.to, (image) => {
          const places = roles.map((role) => [role, f.number(i32.add(p[role], i32.mul(image, imageBytes)))]);
          const scratch = f.number(i32.add(p.scratch, i32.mul(image, 4 * layout.values)));
          f.clear(scratch, 4 * layout.shares);
          write({ f, a, layout, at: { ...Object.fromEntries(places), scratch } });
        });
      });
    });
    const args = [...roles, 'scratch'].map(address);
    return [{ blueprint: module, entry: name, args, items: a.batch }];
  };
}

const squareIn =
  (f: FunctionBuilder) =>
  (value: V128): V128 => {
    const local = f.local('v128', value);
    return f32x4.mul(local, local);
  };

/** k + alpha * the sum of x^2, for some vectors. */
const denominators = (
  { f, a }: Image<string>,
  offsets: readonly number[],
  sum: (offset: number) => V128,
): Local<'v128'>[] =>
  offsets.map((offset) =>
    f.local('v128', f32x4.add(f32x4.const(a.k), f32x4.mul(f32x4.const(a.alpha), sum(offset)))),
  );

export const lrnWithinForward = perImage('lrnWithinForward', ['x', 'y'], false, (image) => {
  const { f, a, at } = image;
  f.range(0, a.height, (row) =>
    eachWindowOfRow(image, row, at.x, ['x', 'y'], squareIn(f), ({ x, y }, offsets, lanes, sum) => {
      const factors = power(f, inverseRoot(f, denominators(image, offsets, sum), 2 * a.beta), 2 * a.beta);
      const values = factors.map((factor, i) => f32x4.mul(v128.load(x, offsets[i]), factor));
      storeAll(f, y, offsets, values, lanes);
    }),
  );
});

export const lrnWithinBackward = perImage('lrnWithinBackward', ['x', 'dy', 'dx'], true, (image) => {
  const { f, a, layout, at } = image;
  const shares = f.number(i32.add(at.scratch, 4 * layout.shares));
  const toShares = f.number(i32.sub(shares, at.dx));
  /** dx = dy d^-beta, and what each value has of its neighbours' gradients: dy x d^(-beta-1). */
  const begin = (row: I32) =>
    eachWindowOfRow(
      image,
      row,
      at.x,
      ['x', 'dy', 'dx'],
      squareIn(f),
      ({ x, dy, dx }, offsets, lanes, sum) => {
        const roots = inverseRoot(f, denominators(image, offsets, sum), 2 * a.beta);
        const factors = power(f, roots, 2 * a.beta);
        const own = together(f, factors, (factor, i) => f32x4.mul(factor, v128.load(dy, offsets[i])));
        const others = own.map((value, i) =>
          f32x4.mul(f32x4.mul(value, v128.load(x, offsets[i])), f32x4.mul(roots[i], roots[i])),
        );
        storeAll(f, f.number(i32.add(dx, toShares)), offsets, others, lanes);
        storeAll(f, dx, offsets, own, lanes);
      },
    );
  /** Takes the neighbours' part away. */
  const finish = (row: I32) =>
    eachWindowOfRow(
      image,
      row,
      shares,
      ['x', 'dx'],
      (value) => value,
      ({ x, dx }, offsets, lanes, sum) => {
        const values = offsets.map((offset) => {
          const others = f32x4.mul(f32x4.const(2 * a.alpha * a.beta), sum(offset));
          return f32x4.sub(v128.load(dx, offset), f32x4.mul(v128.load(x, offset), others));
        });
        storeAll(f, dx, offsets, values, lanes);
      },
    );
  const reach = reachOf(a);
  f.range(0, a.height + reach, (row) => {
    f.when(i32.lt_u(row, a.height), () => begin(row));
    f.when(i32.ge_u(row, reach), () => finish(f.number(i32.sub(row, reach))));
  });
});
