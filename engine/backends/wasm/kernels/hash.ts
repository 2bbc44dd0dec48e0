// The random numbers of engine/random.ts, word for word: the hash pcg4d, of one draw or of four at once,
// and the order of examples without a table.
import { Stream } from '../../../random.ts';
import type { FunctionBuilder, Local } from '../emit/function.ts';
import { type I32, i32, i32x4, type Type, type V128, type Value, v128, word } from '../emit/value.ts';

interface Arithmetic<T extends Type> {
  type: T;
  constant(value: number): Value<T>;
  add(a: Value<T>, b: Value<T>): Value<T>;
  mul(a: Value<T>, b: Value<T>): Value<T>;
  xor(a: Value<T>, b: Value<T>): Value<T>;
  shiftRight(a: Value<T>, bits: number): Value<T>;
}

const scalar: Arithmetic<'i32'> = { ...i32, type: 'i32', constant: word, shiftRight: i32.shr_u };
const vector: Arithmetic<'v128'> = {
  ...i32x4,
  type: 'v128',
  xor: v128.xor,
  constant: (value) => i32x4.splat(value),
  shiftRight: i32x4.shr_u,
};

type Four<T> = readonly [T, T, T, T];

function hash<T extends Type>(
  f: FunctionBuilder,
  { type, constant, add, mul, xor, shiftRight }: Arithmetic<T>,
  words: Four<Value<T>>,
): Four<Local<T>> {
  const [x, y, z, w] = words.map((value) =>
    f.local(type, add(mul(value, constant(1664525)), constant(1013904223))),
  );
  const mix = () => {
    f.set(x, add(x, mul(y, w)));
    f.set(y, add(y, mul(z, x)));
    f.set(z, add(z, mul(x, y)));
    f.set(w, add(w, mul(y, z)));
  };
  mix();
  for (const local of [x, y, z, w]) f.set(local, xor(local, shiftRight(local, 16)));
  mix();
  return [x, y, z, w];
}

/** pcg4d of four words. */
export const hashOf = (f: FunctionBuilder, [a, b, c, d]: Four<I32>): Four<Local<'i32'>> =>
  hash(f, scalar, [word(a), word(b), word(c), word(d)]);

/** pcg4d of four words in each of four lanes. */
export const hashOfVectors = (f: FunctionBuilder, words: Four<V128>): Four<Local<'v128'>> =>
  hash(f, vector, words);

/** A word of hash as a whole number in 0..bound-1, for bounds up to 65536. */
export const below = (draw: I32, bound: I32): Value<'i32'> =>
  i32.shr_u(i32.mul(i32.shr_u(draw, 16), bound), 16);

/** Place `index` of the pseudo-random order of 0..count-1: see `permute` of engine/random.ts. */
export function permute(f: FunctionBuilder, index: I32, count: I32, seed: I32, epoch: I32): Local<'i32'> {
  const largest = f.number(i32.sub(i32.max_s(count, 2), 1));
  const half = f.number(i32.shr_u(i32.sub(33, i32.clz(largest)), 1));
  const mask = f.number(i32.sub(i32.shl(1, half), 1));
  const value = f.number(index);
  const [left, right] = [f.local('i32'), f.local('i32')];
  f.repeat(() => {
    f.set(left, i32.shr_u(value, half));
    f.set(right, i32.and(value, mask));
    f.range(0, 4, (round) => {
      const [draw] = hashOf(f, [seed, Stream.order, i32.add(i32.mul(epoch, 4), round), right]);
      const mixed = f.number(i32.xor(left, i32.shr_u(draw, i32.sub(32, half))));
      f.set(left, right);
      f.set(right, mixed);
    });
    f.set(value, i32.or(i32.shl(left, half), right));
    return i32.ge_u(value, count);
  });
  return value;
}
