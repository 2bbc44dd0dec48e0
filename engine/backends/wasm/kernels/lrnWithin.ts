// Local response normalisation over neighbouring pixels of each map. A row of windows is summed first over its
// columns, then along them; the rows above and below an image are a row of zeros, so that no window is a special case.
import { type LrnAttributes, type WithinLayout, withinLayout } from '../../../ops/lrn.ts';
import type { FunctionBuilder, Local } from '../emit/function.ts';
import { f32x4, type I32, i32, type V128, v128 } from '../emit/value.ts';
import { inverseRoot, power, together } from './exponential.ts';
import { blueprint, type Kernel } from './kernel.ts';
import { eachFour } from './poolWindows.ts';
import { eachGroup, loadAll, storeAll } from './vectors.ts';

/** One image while it is worked on. */
interface Image<R extends string> {
  f: FunctionBuilder;
  a: LrnAttributes;
  layout: WithinLayout;
  /** Where the image begins in each tensor, and its part of the scratch. */
  at: Record<R | 'scratch', Local<'i32'>>;
}

/**
 * Calls `body` for every vector of every row, with its byte distance from the beginning of the image, its real
 * lanes, and the sum of `term` over the window of each of them; then `endRow` with the distance of the row.
 */
function eachWindow<R extends string>(
  { f, a, layout, at }: Image<R>,
  source: I32,
  term: (value: V128) => V128,
  body: (place: I32, lanes: number, sum: V128) => void,
  endRow: (first: I32) => void = () => {},
): void {
  const rowBytes = 4 * a.width * a.channels;
  const reach = (a.size - 1) / 2;
  const zeros = i32.add(at.scratch, 4 * layout.zeros);
  const line = f.number(i32.add(at.scratch, 4 * layout.row));
  const lines = Array.from({ length: a.size }, () => f.local('i32'));
  f.range(0, a.height, (y) => {
    for (const [i, one] of lines.entries()) {
      const row = f.number(i32.add(y, i - reach));
      f.set(one, i32.select(i32.lt_u(row, a.height), i32.add(source, i32.mul(row, rowBytes)), zeros));
    }
    eachFour(f, a.width * a.channels, (offset, lanes) => {
      const terms = lines.map((one) => term(v128.load(i32.add(one, offset))));
      const sum = terms.reduce((one, other) => f32x4.add(one, other));
      f.storeVector(i32.add(line, offset), sum, 4 * reach * a.channels, lanes);
    });
    const first = f.number(i32.mul(y, rowBytes));
    eachFour(f, a.width * a.channels, (offset, lanes) => {
      const columns = lines.map((_, i) => v128.load(i32.add(line, offset), 4 * i * a.channels));
      const sum = columns.reduce((one, other) => f32x4.add(one, other));
      body(f.number(i32.add(first, offset)), lanes, sum);
    });
    endRow(first);
  });
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
    const imageBytes = 4 * a.height * a.width * a.channels;
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

/**
 * Puts k + alpha * the sum of x^2 into `target`, and calls `body` for the vectors of each row when it is there, several
 * together: with their places in tensors, and their real lanes.
 */
function eachDenominator<const R extends string>(
  image: Image<R | 'x'>,
  target: NoInfer<R>,
  body: (places: Record<R | 'x', Local<'i32'>>, offsets: readonly number[], lanes: number) => void,
): void {
  const { f, a, at } = image;
  const square = (value: V128) => {
    const local = f.local('v128', value);
    return f32x4.mul(local, local);
  };
  const denominator = (sum: V128) => f32x4.add(f32x4.const(a.k), f32x4.mul(f32x4.const(a.alpha), sum));
  const rowValues = a.width * a.channels;
  const endRow = (first: I32) => {
    const roles = Object.keys(at) as (R | 'x')[];
    const pointers = roles.map((role) => f.number(i32.add(at[role], first)));
    const places = Object.fromEntries(roles.map((role, i) => [role, pointers[i]])) as typeof at;
    const whole = { index: f.number(0), end: f.number(rowValues - (rowValues % 4)) };
    eachGroup(f, pointers, whole, (offsets) => body(places, offsets, 4));
    if (rowValues % 4 > 0) body(places, [0], rowValues % 4);
  };
  eachWindow(
    image,
    at.x,
    square,
    (place, lanes, sum) => f.storeVector(i32.add(at[target], place), denominator(sum), 0, lanes),
    endRow,
  );
}

export const lrnWithinForward = perImage('lrnWithinForward', ['x', 'y'], false, (image) => {
  const { f, a } = image;
  eachDenominator(image, 'y', ({ x, y }, offsets, lanes) => {
    const factors = power(f, inverseRoot(f, loadAll(f, y, offsets), 2 * a.beta), 2 * a.beta);
    const values = factors.map((factor, i) => f32x4.mul(v128.load(x, offsets[i]), factor));
    storeAll(f, y, offsets, values, lanes);
  });
});

export const lrnWithinBackward = perImage('lrnWithinBackward', ['x', 'dy', 'dx'], true, (image) => {
  const { f, a, layout, at } = image;
  const shares = f.number(i32.add(at.scratch, 4 * layout.shares));
  const toShares = f.number(i32.sub(shares, at.dx));
  eachDenominator(image, 'dx', ({ x, dy, dx }, offsets, lanes) => {
    const roots = inverseRoot(f, loadAll(f, dx, offsets), 2 * a.beta);
    const factors = power(f, roots, 2 * a.beta);
    const own = together(f, factors, (factor, i) => f32x4.mul(factor, v128.load(dy, offsets[i])));
    const others = own.map((value, i) =>
      f32x4.mul(f32x4.mul(value, v128.load(x, offsets[i])), f32x4.mul(roots[i], roots[i])),
    );
    storeAll(f, f.number(i32.add(dx, toShares)), offsets, others, lanes);
    storeAll(f, dx, offsets, own, lanes);
  });
  eachWindow(
    image,
    shares,
    (value) => value,
    (place, lanes, sum) => {
      const others = f32x4.mul(f32x4.const(2 * a.alpha * a.beta), sum);
      const dx = i32.add(at.dx, place);
      const rest = f32x4.sub(v128.load(dx), f32x4.mul(v128.load(i32.add(at.x, place)), others));
      f.storeVector(dx, rest, 0, lanes);
    },
  );
});
