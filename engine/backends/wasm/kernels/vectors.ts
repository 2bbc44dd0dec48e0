// Values that lie one after the other, gone through in whole vectors, several at once: what a last one writes past the
// end belongs to nobody.
import type { FunctionBuilder, Local } from '../emit/function.ts';
import { type I32, i32, type V128, v128 } from '../emit/value.ts';
import { blockValues } from './kernel.ts';

/** Vectors that are written out together, unless a kernel says otherwise. */
const usualGroup = 4;

/**
 * Calls `body` for all vectors from value `index` to `end`, `group` (a power of 2) at once where there are: with their
 * byte offsets from pointers that move along. It runs on to the end of the last vector.
 */
export function eachGroup(
  f: FunctionBuilder,
  pointers: readonly Local<'i32'>[],
  { index, end }: { index: Local<'i32'>; end: Local<'i32'> },
  body: (offsets: readonly number[]) => void,
  group = usualGroup,
): void {
  const loop = (vectors: number, last: I32) =>
    f.when(i32.lt_u(index, last), () =>
      f.repeat(() => {
        body(Array.from({ length: vectors }, (_, vector) => 16 * vector));
        for (const pointer of pointers) f.increase(pointer, 16 * vectors);
        f.increase(index, 4 * vectors);
        return i32.lt_u(index, last);
      }),
    );
  loop(group, f.number(i32.and(end, ~(4 * group - 1))));
  loop(1, end);
}

/**
 * As `eachGroup`, in two stages: `first` makes vectors, which are held until `second` uses them, beside the `first` of the
 * next group. Where every step waits for the one before, a processor does not see far enough ahead to begin with the
 * next group by itself.
 */
export function eachGroupInStages(
  f: FunctionBuilder,
  pointers: readonly Local<'i32'>[],
  { index, end }: { index: Local<'i32'>; end: Local<'i32'> },
  first: (offsets: readonly number[]) => readonly V128[],
  second: (offsets: readonly number[], held: readonly Local<'v128'>[]) => void,
): void {
  const loop = (vectors: number, last: I32) => {
    const offsets = Array.from({ length: vectors }, (_, vector) => 16 * vector);
    const next = offsets.map((offset) => offset + 16 * vectors);
    const move = () => {
      for (const pointer of pointers) f.increase(pointer, 16 * vectors);
      f.increase(index, 4 * vectors);
    };
    const more = () => i32.lt_u(i32.add(index, 4 * vectors), last);
    f.when(i32.lt_u(index, last), () => {
      const held = first(offsets).map((value) => f.local('v128', value));
      f.when(more(), () =>
        f.repeat(() => {
          const values = first(next).map((value) => f.local('v128', value));
          second(offsets, held);
          for (const [i, value] of values.entries()) f.set(held[i], value);
          move();
          return more();
        }),
      );
      second(offsets, held);
      move();
    });
  };
  loop(usualGroup, f.number(i32.and(end, ~(4 * usualGroup - 1))));
  loop(1, end);
}

/** Items of a phase over `count` values. */
interface Part {
  from: I32;
  to: I32;
  count: I32;
}

/** The values of the items, for `eachGroup`; moves pointers to the first of them. */
export function valuesOf(f: FunctionBuilder, pointers: readonly Local<'i32'>[], { from, to, count }: Part) {
  const index = f.number(i32.mul(from, blockValues));
  const end = f.number(i32.min_u(i32.mul(to, blockValues), count));
  for (const pointer of pointers) f.increase(pointer, i32.mul(index, 4));
  return { index, end };
}

/** Calls `body` for every vector among the values of the items, with its byte offset and the index of its first value. */
export function eachVector(
  f: FunctionBuilder,
  pointers: readonly Local<'i32'>[],
  part: Part,
  body: (offset: number, index: I32) => void,
): void {
  const values = valuesOf(f, pointers, part);
  eachGroup(f, pointers, values, (offsets) => {
    for (const offset of offsets) body(offset, i32.add(values.index, offset / 4));
  });
}

/** The vectors at some offsets, each in a variable. */
export const loadAll = (
  f: FunctionBuilder,
  address: Local<'i32'>,
  offsets: readonly number[],
): Local<'v128'>[] => offsets.map((offset) => f.local('v128', v128.load(address, offset)));

/** Stores the first `lanes` numbers of a vector at each offset. */
export function storeAll(
  f: FunctionBuilder,
  address: Local<'i32'>,
  offsets: readonly number[],
  values: readonly V128[],
  lanes = 4,
): void {
  for (const [i, offset] of offsets.entries()) f.storeVector(address, values[i], offset, lanes);
}
