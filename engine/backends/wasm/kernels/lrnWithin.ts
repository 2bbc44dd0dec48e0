// Local response normalisation over neighbouring pixels of each map. A row of windows is summed first over its
// columns, then along them; the rows above and below an image are a row of zeros, so that no window is a special case.
// The gradient goes through an image once: its second windows follow as soon as the rows they reach to are there.
import { type LrnAttributes, type WithinLayout, withinLayout } from '../../../ops/lrn.ts';
import type { FunctionBuilder, Local } from '../emit/function.ts';
import { f32x4, type I32, i32, type V128, v128 } from '../emit/value.ts';
import { power, together } from './exponential.ts';
import { blueprint, type Kernel } from './kernel.ts';
import { inverseRoots } from './lrnRoots.ts';
import { eachGroup, eachGroupInStages, storeAll } from './vectors.ts';

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

/** The values of a row that fill vectors, and how many are left for a last one. */
const vectorsOfRow = (f: FunctionBuilder, { width, channels }: LrnAttributes) => {
  const left = (width * channels) % 4;
  return { whole: { index: f.number(0), end: f.number(width * channels - left) }, left };
};

/** What is done with the windows of a row: `first` with their sums, `second` with what that made and tensors. */
interface WindowStages<P extends string> {
  roles: readonly P[];
  first(sums: readonly V128[]): readonly V128[];
  /** Has pointers, the offsets of vectors from these, and their real lanes. */
  second(
    at: Record<P, Local<'i32'>>,
    offsets: readonly number[],
    lanes: number,
    held: readonly Local<'v128'>[],
  ): void;
}

/** Goes through row y, with the sums of `term` of `source` over the window of each value. */
function eachWindowOfRow<R extends string, const P extends R>(
  { f, a, layout, at }: Image<R>,
  y: I32,
  source: I32,
  term: (value: V128) => V128,
  { roles, first, second }: WindowStages<P>,
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
  const { whole, left } = vectorsOfRow(f, a);
  const sumColumns = (offsets: readonly number[], lanes: number) => {
    const sums = offsets.map((offset) => sumOf(rows.map((row) => term(v128.load(row, offset)))));
    storeAll(f, columns, offsets, sums, lanes);
  };
  eachGroup(f, [...rows, columns], whole, (offsets) => sumColumns(offsets, 4));
  if (left > 0) sumColumns([0], left);

  const window = f.number(line);
  const places = roles.map((role) => [role, f.number(i32.add(at[role], i32.mul(y, rowBytes(a))))] as const);
  const named = Object.fromEntries(places) as Record<P, Local<'i32'>>;
  const pointers = [window, ...places.map(([, place]) => place)];
  const fromSums = (offsets: readonly number[]) =>
    first(offsets.map((offset) => sumOf(cells.map((i) => v128.load(window, offset + 4 * i * a.channels)))));
  eachGroupInStages(f, pointers, vectorsOfRow(f, a).whole, fromSums, (offsets, held) =>
    second(named, offsets, 4, held),
  );
  if (left > 0)
    second(
      named,
      [0],
      left,
      fromSums([0]).map((value) => f.local('v128', value)),
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

export const lrnWithinForward = perImage('lrnWithinForward', ['x', 'y'], false, (image) => {
  const { f, a, at } = image;
  f.range(0, a.height, (row) =>
    eachWindowOfRow(image, row, at.x, squareIn(f), {
      roles: ['x', 'y'],
      first: (sums) => inverseRoots(f, a, sums),
      second({ x, y }, offsets, lanes, roots) {
        const factors = power(f, roots, 2 * a.beta);
        const values = factors.map((factor, i) => f32x4.mul(v128.load(x, offsets[i]), factor));
        storeAll(f, y, offsets, values, lanes);
      },
    }),
  );
});

export const lrnWithinBackward = perImage('lrnWithinBackward', ['x', 'dy', 'dx'], true, (image) => {
  const { f, a, layout, at } = image;
  const shares = f.number(i32.add(at.scratch, 4 * layout.shares));
  const toShares = f.number(i32.sub(shares, at.dx));
  /** dx = dy d^-beta, and what each value has of its neighbours' gradients: dy x d^(-beta-1). */
  const begin = (row: I32) =>
    eachWindowOfRow(image, row, at.x, squareIn(f), {
      roles: ['x', 'dy', 'dx'],
      first: (sums) => inverseRoots(f, a, sums),
      second({ x, dy, dx }, offsets, lanes, roots) {
        const factors = power(f, roots, 2 * a.beta);
        const own = together(f, factors, (factor, i) => f32x4.mul(factor, v128.load(dy, offsets[i])));
        const others = own.map((value, i) =>
          f32x4.mul(f32x4.mul(value, v128.load(x, offsets[i])), f32x4.mul(roots[i], roots[i])),
        );
        storeAll(f, f.number(i32.add(dx, toShares)), offsets, others, lanes);
        storeAll(f, dx, offsets, own, lanes);
      },
    });
  /** Takes the neighbours' part away. */
  const finish = (row: I32) =>
    eachWindowOfRow(image, row, shares, (value) => value, {
      roles: ['x', 'dx'],
      first: (sums) => sums,
      second({ x, dx }, offsets, lanes, sums) {
        const values = offsets.map((offset, i) => {
          const others = f32x4.mul(f32x4.const(2 * a.alpha * a.beta), sums[i]);
          return f32x4.sub(v128.load(dx, offset), f32x4.mul(v128.load(x, offset), others));
        });
        storeAll(f, dx, offsets, values, lanes);
      },
    });
  const reach = reachOf(a);
  f.range(0, a.height + reach, (row) => {
    f.when(i32.lt_u(row, a.height), () => begin(row));
    f.when(i32.ge_u(row, reach), () => finish(f.number(i32.sub(row, reach))));
  });
});
