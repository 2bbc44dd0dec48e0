// Local response normalisation over neighbouring pixels of each map. The sums over a row of windows come first, in
// registers that go along with a few channels; the roots of many are made together. The rows above and below an image are a
// row of zeros. The gradient goes through an image once: its second windows follow as soon as the rows they reach to are
// there, while these are still in the nearest cache.
import { type LrnAttributes, type WithinLayout, withinLayout } from '../../../ops/lrn.ts';
import type { FunctionBuilder, Local } from '../emit/function.ts';
import { f32x4, type I32, i32, type V128, v128 } from '../emit/value.ts';
import { power, together, type Vectors } from './exponential.ts';
import { blueprint, type Kernel } from './kernel.ts';
import { denominator, inverseRoots } from './lrnRoots.ts';
import { eachGroupInStages, loadAll, storeAll } from './vectors.ts';

/** One image while it is worked on. */
interface Image<R extends string> {
  f: FunctionBuilder;
  a: LrnAttributes;
  layout: WithinLayout;
  roles: readonly R[];
  /** Where the image begins in each tensor, and the scratch. */
  at: Record<R | 'scratch', Local<'i32'>>;
  /** Where the last row of x begins, that of the last image. */
  lastRow: I32;
}

const reachOf = ({ size }: LrnAttributes): number => (size - 1) / 2;
const rowBytes = ({ width, channels }: LrnAttributes): number => 4 * width * channels;

/** Where rows of a tensor's image begin. */
const rowsOf = (a: LrnAttributes, image: I32) => (row: I32) => i32.add(image, i32.mul(row, rowBytes(a)));

const sumOf = (terms: readonly V128[]): V128 => terms.reduce((one, other) => f32x4.add(one, other));

/** The values of a row that fill vectors, and how many are left for a last one. */
const vectorsOfRow = (f: FunctionBuilder, { width, channels }: LrnAttributes) => {
  const left = (width * channels) % 4;
  return { whole: { index: f.number(0), end: f.number(width * channels - left) }, left };
};

/** What is done with the roots of the windows of a row: has pointers, the offsets of vectors from these, their real lanes. */
type RootBody<R extends string> = (
  at: Record<R, Local<'i32'>>,
  offsets: readonly number[],
  lanes: number,
  roots: Vectors,
) => void;

/** Vectors of channels that go along a row together. */
const strip = 2;

/** The sums over the windows of a few channels of a pixel, and where they belong: offsets from pointers that move along. */
type WindowBody = (sums: readonly V128[], offsets: readonly number[], lanes: readonly number[]) => void;

/**
 * Calls `body` for the windows of row y, with the sums of `term` of what lies in `rowAt`. A few channels at once go along
 * the row: the sums over the columns of a window stay in registers, and each pixel brings a new one.
 */
function eachWindow<R extends string>(
  { f, a, layout, at }: Image<R>,
  y: I32,
  rowAt: (row: I32) => I32,
  term: (value: V128) => V128,
  pointers: readonly Local<'i32'>[],
  body: WindowBody,
): void {
  const reach = reachOf(a);
  const zeros = i32.add(at.scratch, 4 * layout.zeros);
  const rows = Array.from({ length: a.size }, (_, i) => {
    const row = f.number(i32.add(y, i - reach));
    return f.number(i32.select(i32.lt_u(row, a.height), rowAt(row), zeros));
  });
  const move = (places: readonly Local<'i32'>[], bytes: number) => {
    for (const place of places) f.increase(place, bytes);
  };
  const along = (lanes: readonly number[]) => {
    const offsets = lanes.map((_, vector) => 16 * vector);
    const window = lanes.map(() => rows.map(() => f.local('v128', f32x4.const(0))));
    const push = (column: (offset: number) => V128) => {
      for (const [vector, columns] of window.entries())
        for (const [i, one] of columns.entries()) f.set(one, columns[i + 1] ?? column(offsets[vector]));
    };
    const next = () => {
      push((offset) => sumOf(rows.map((row) => term(v128.load(row, offset)))));
      move(rows, 4 * a.channels);
    };
    const beyond = () => push(() => f32x4.const(0));
    const give = () => {
      body(window.map(sumOf), offsets, lanes);
      move(pointers, 4 * a.channels);
    };
    const ahead = Math.min(reach, a.width);
    f.range(0, ahead, next);
    f.range(ahead, reach, beyond);
    f.range(ahead, a.width, () => {
      next();
      give();
    });
    f.range(0, ahead, () => {
      beyond();
      give();
    });
    move([...rows, ...pointers], 16 * lanes.length - rowBytes(a));
  };
  const whole = Math.floor(a.channels / (4 * strip));
  f.range(0, whole, () => along(new Array(strip).fill(4)));
  const left = a.channels - 4 * strip * whole;
  if (left > 0) along(Array.from({ length: Math.ceil(left / 4) }, (_, i) => Math.min(4, left - 4 * i)));
}

/** Bytes of a line of the nearest cache. */
const cacheLine = 64;

/**
 * Goes along row y, with d^-1/2 of each value. Meanwhile it reads ahead what the next windows add: they take a few channels of
 * every pixel at a time, an order in which memory would be slow.
 */
function eachRoot<R extends string>(image: Image<R | 'x'>, y: I32, body: RootBody<R | 'x'>): void {
  const { f, a, layout, roles, at, lastRow } = image;
  const line = i32.add(at.scratch, 4 * layout.denominators);
  const written = f.number(line);
  const square = (value: V128) => {
    const local = f.local('v128', value);
    return f32x4.mul(local, local);
  };
  eachWindow(image, y, rowsOf(a, at.x), square, [written], (sums, offsets, lanes) => {
    for (const [vector, sum] of sums.entries())
      f.storeVector(written, denominator(a, sum), offsets[vector], lanes[vector]);
  });
  const read = f.number(line);
  const places = roles.map((role) => [role, f.number(rowsOf(a, at[role])(y))] as const);
  const named = Object.fromEntries(places) as Record<R | 'x', Local<'i32'>>;
  const next = f.number(rowsOf(a, at.x)(i32.add(y, reachOf(a) + 1)));
  const ahead = f.number(i32.min_u(next, lastRow));
  const pointers = [read, ahead, ...places.map(([, place]) => place)];
  const roots = (offsets: readonly number[]) => {
    for (const offset of offsets) if (offset % cacheLine === 0) f.touch(ahead, offset);
    return inverseRoots(f, a, loadAll(f, read, offsets));
  };
  const { whole, left } = vectorsOfRow(f, a);
  eachGroupInStages(f, pointers, whole, roots, (offsets, held) => body(named, offsets, 4, held));
  if (left > 0) body(named, [0], left, roots([0]));
}

/** A kernel whose items are images. */
function perImage<const R extends string>(
  name: string,
  roles: readonly (R | 'x')[],
  backward: boolean,
  write: (image: Image<R | 'x'>) => void,
): Kernel {
  return ({ attributes, address }) => {
    const a = attributes as LrnAttributes;
    const layout = withinLayout(a, backward);
    const imageBytes = a.height * rowBytes(a);
    const module = blueprint([name, a], (builder) => {
      builder.define(name, [...roles, 'scratch', 'from', 'to'], (f, p) => {
        // The scratch of one image serves all that follow it, and stays in the nearest cache.
        const scratch = f.number(i32.add(p.scratch, i32.mul(p.from, 4 * layout.values)));
        f.when(i32.lt_u(p.from, p.to), () => f.clear(i32.add(scratch, 4 * layout.zeros), rowBytes(a) + 16));
        const lastRow = f.number(rowsOf(a, p.x)(a.batch * a.height - 1));
        f.range(p.from, p.to, (image) => {
          const places = roles.map((role) => [role, f.number(i32.add(p[role], i32.mul(image, imageBytes)))]);
          write({ f, a, layout, roles, at: { ...Object.fromEntries(places), scratch }, lastRow });
        });
      });
    });
    const args = [...roles, 'scratch'].map(address);
    return [{ blueprint: module, entry: name, args, items: a.batch }];
  };
}

export const lrnWithinForward = perImage('lrnWithinForward', ['x', 'y'], false, (image) => {
  const { f, a } = image;
  f.range(0, a.height, (row) =>
    eachRoot(image, row, ({ x, y }, offsets, lanes, roots) => {
      const factors = power(f, roots, 2 * a.beta);
      const values = factors.map((factor, i) => f32x4.mul(v128.load(x, offsets[i]), factor));
      storeAll(f, y, offsets, values, lanes);
    }),
  );
});

export const lrnWithinBackward = perImage('lrnWithinBackward', ['x', 'dy', 'dx'], true, (image) => {
  const { f, a, layout, at } = image;
  const [xRow, dxRow] = [rowsOf(a, at.x), rowsOf(a, at.dx)];
  /** The rows that a window reaches to lie in turn in as many places. */
  const shareRow = (row: I32) => rowsOf(a, i32.add(at.scratch, 4 * layout.shares))(i32.rem_u(row, a.size));
  /** dx = dy d^-beta, and what each value has of its neighbours' gradients: dy x d^(-beta-1). */
  const begin = (row: I32) => {
    const toShare = f.number(i32.sub(shareRow(row), dxRow(row)));
    eachRoot(image, row, ({ x, dy, dx }, offsets, lanes, roots) => {
      const factors = power(f, roots, 2 * a.beta);
      const own = together(f, factors, (factor, i) => f32x4.mul(factor, v128.load(dy, offsets[i])));
      const shares = own.map((value, i) =>
        f32x4.mul(f32x4.mul(value, v128.load(x, offsets[i])), f32x4.mul(roots[i], roots[i])),
      );
      storeAll(f, f.number(i32.add(dx, toShare)), offsets, shares, lanes);
      storeAll(f, dx, offsets, own, lanes);
    });
  };
  /** Takes the neighbours' part away. */
  const finish = (row: I32) => {
    const [x, dx] = [f.number(xRow(row)), f.number(dxRow(row))];
    eachWindow(
      image,
      row,
      shareRow,
      (value) => value,
      [x, dx],
      (sums, offsets, lanes) => {
        for (const [vector, offset] of offsets.entries()) {
          const others = f32x4.mul(f32x4.const(2 * a.alpha * a.beta), sums[vector]);
          const value = f32x4.sub(v128.load(dx, offset), f32x4.mul(v128.load(x, offset), others));
          f.storeVector(dx, value, offset, lanes[vector]);
        }
      },
    );
  };
  const reach = reachOf(a);
  f.range(0, a.height + reach, (row) => {
    f.when(i32.lt_u(row, a.height), () => begin(row));
    f.when(i32.ge_u(row, reach), () => finish(f.number(i32.sub(row, reach))));
  });
});
