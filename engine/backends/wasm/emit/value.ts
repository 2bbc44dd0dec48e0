// Expressions of WebAssembly as typed values: each holds the bytes that leave one value on the stack. The
// operations have the names of the text format, so that its reference is theirs.
import { type Bytes, float32, float64, signed, unsigned } from './encoding.ts';

export type Type = 'i32' | 'f32' | 'f64' | 'v128';

export class Value<T extends Type> {
  declare protected readonly type: T;
  constructor(
    readonly code: Bytes,
    /** The number, where it is known while emitting. */
    readonly constant?: number,
  ) {}
}

/** A 32-bit number: a value, or a constant. */
export type I32 = Value<'i32'> | number;
export type F32 = Value<'f32'>;
export type F64 = Value<'f64'>;
/** 128 bits: four floats or four 32-bit numbers. */
export type V128 = Value<'v128'>;

const simd = (opcode: number): number[] => [0xfd, ...unsigned(opcode)];

/** What memory instructions carry: log2 of the alignment promised, here always one byte, and an offset. */
const memory = (offset: number): number[] => [0, ...unsigned(offset)];

const unary =
  <A extends Type, R extends Type>(opcode: Bytes) =>
  (a: Value<A>): Value<R> =>
    new Value([...a.code, ...opcode]);

const binary =
  <A extends Type, R extends Type>(opcode: Bytes) =>
  (a: Value<A>, b: Value<A>): Value<R> =>
    new Value([...a.code, ...b.code, ...opcode]);

/** An i32 operation of two operands, either of them perhaps a plain number. */
const whole =
  (opcode: number) =>
  (a: I32, b: I32): Value<'i32'> =>
    new Value([...word(a).code, ...word(b).code, opcode]);

/** A number as a value. */
export const word = (value: I32): Value<'i32'> =>
  value instanceof Value ? value : new Value([0x41, ...signed(value)], value);

const constantOf = (value: I32): number | undefined => (value instanceof Value ? value.constant : value);

const emitAdd = whole(0x6a);
const emitMul = whole(0x6c);

/** a + b; sums that are known while emitting cost nothing. */
function add(a: I32, b: I32): Value<'i32'> {
  const [x, y] = [constantOf(a), constantOf(b)];
  if (x !== undefined && y !== undefined) return word(x + y);
  if (x === 0) return word(b);
  return y === 0 ? word(a) : emitAdd(a, b);
}

/** a * b; products that are known while emitting cost nothing. */
function mul(a: I32, b: I32): Value<'i32'> {
  const [x, y] = [constantOf(a), constantOf(b)];
  if (x !== undefined && y !== undefined) return word(x * y);
  if (x === 1) return word(b);
  return y === 1 ? word(a) : emitMul(a, b);
}

const load =
  <T extends Type>(opcode: Bytes) =>
  (address: I32, offset = 0): Value<T> =>
    new Value([...word(address).code, ...opcode, ...memory(offset)]);

/** `yes` where the condition is not 0, else `no`; both are computed. */
const choose =
  <T extends Type>() =>
  (condition: I32, yes: Value<T>, no: Value<T>): Value<T> =>
    new Value([...yes.code, ...no.code, ...word(condition).code, 0x1b]);

export const i32 = {
  add,
  mul,
  sub: whole(0x6b),
  div_u: whole(0x6e),
  rem_u: whole(0x70),
  and: whole(0x71),
  or: whole(0x72),
  xor: whole(0x73),
  shl: whole(0x74),
  shr_u: whole(0x76),
  eq: whole(0x46),
  ne: whole(0x47),
  lt_s: whole(0x48),
  lt_u: whole(0x49),
  gt_s: whole(0x4a),
  ge_s: whole(0x4e),
  ge_u: whole(0x4f),
  trunc_sat_f32_s: (a: F32): Value<'i32'> => new Value([...a.code, 0xfc, 0]),
  clz: (a: I32): Value<'i32'> => new Value([...word(a).code, 0x67]),
  load: load<'i32'>([0x28]),
  load8_u: load<'i32'>([0x2d]),
  select: (condition: I32, yes: I32, no: I32) => choose<'i32'>()(condition, word(yes), word(no)),
  min_u: (a: I32, b: I32) => i32.select(i32.lt_u(a, b), a, b),
  min_s: (a: I32, b: I32) => i32.select(i32.lt_s(a, b), a, b),
  max_s: (a: I32, b: I32) => i32.select(i32.gt_s(a, b), a, b),
};

export const f32 = {
  const: (value: number): F32 => new Value([0x43, ...float32(value)]),
  add: binary<'f32', 'f32'>([0x92]),
  sub: binary<'f32', 'f32'>([0x93]),
  mul: binary<'f32', 'f32'>([0x94]),
  div: binary<'f32', 'f32'>([0x95]),
  sqrt: unary<'f32', 'f32'>([0x91]),
  gt: binary<'f32', 'i32'>([0x5e]),
  convert_i32_u: (a: I32): F32 => new Value([...word(a).code, 0xb3]),
  convert_i32_s: (a: I32): F32 => new Value([...word(a).code, 0xb2]),
  floor: unary<'f32', 'f32'>([0x8e]),
  demote_f64: unary<'f64', 'f32'>([0xb6]),
  load: load<'f32'>([0x2a]),
  select: choose<'f32'>(),
};

export const f64 = {
  const: (value: number): F64 => new Value([0x44, ...float64(value)]),
  sub: binary<'f64', 'f64'>([0xa1]),
  mul: binary<'f64', 'f64'>([0xa2]),
  promote_f32: unary<'f32', 'f64'>([0xbb]),
};

/** `value` shifted by `bits`, the same for all four numbers. */
const shift =
  (opcode: number) =>
  (value: V128, bits: number): V128 =>
    new Value([...value.code, ...word(bits).code, ...simd(opcode)]);

const vector = (opcode: number) => binary<'v128', 'v128'>(simd(opcode));
const vectorOf = (opcode: number) => unary<'v128', 'v128'>(simd(opcode));

export const v128 = {
  load: load<'v128'>(simd(0)),
  load32_splat: load<'v128'>(simd(9)),
  /** `value` with one of its four numbers read from memory. */
  load32_lane: (address: I32, value: V128, lane: number, offset = 0): V128 =>
    new Value([...word(address).code, ...value.code, ...simd(86), ...memory(offset), lane]),
  and: vector(78),
  andnot: vector(79),
  or: vector(80),
  xor: vector(81),
  /** Whether any bit is 1. */
  any_true: unary<'v128', 'i32'>(simd(83)),
  /** Bits of `yes` where `mask` is 1, else of `no`. */
  bitselect: (yes: V128, no: V128, mask: V128): V128 =>
    new Value([...yes.code, ...no.code, ...mask.code, ...simd(82)]),
};

/** Lanes first..first+3 of two vectors, one after the other; `first` is 0 to 4. */
export const lanesOf = (a: V128, b: V128, first: number): V128 =>
  new Value([...a.code, ...b.code, ...simd(13), ...Array.from({ length: 16 }, (_, i) => 4 * first + i)]);

export const f32x4 = {
  const: (value: number): V128 => new Value([...simd(12), ...[0, 1, 2, 3].flatMap(() => float32(value))]),
  splat: unary<'f32', 'v128'>(simd(19)),
  extract_lane: (a: V128, lane: number): F32 => new Value([...a.code, ...simd(31), lane]),
  add: vector(228),
  sub: vector(229),
  mul: vector(230),
  div: vector(231),
  /** a * b + c, rounded once or twice, as the processor likes. */
  relaxed_madd: (a: V128, b: V128, c: V128): V128 =>
    new Value([...a.code, ...b.code, ...c.code, ...simd(261)]),
  sqrt: vectorOf(227),
  neg: vectorOf(225),
  abs: vectorOf(224),
  min: vector(232),
  max: vector(233),
  /** a < b ? b : a, so that a NaN in `a` stays. */
  pmax: vector(235),
  /** b < a ? b : a, so that a NaN in `a` stays. */
  pmin: vector(234),
  eq: vector(65),
  ne: vector(66),
  lt: vector(67),
  gt: vector(68),
  le: vector(69),
  nearest: vectorOf(106),
  convert_i32x4_s: vectorOf(250),
};

export const i32x4 = {
  const: (...values: readonly [number, number, number, number]): V128 =>
    new Value([...simd(12), ...new Uint8Array(Int32Array.from(values).buffer)]),
  splat: (a: I32): V128 => new Value([...word(a).code, ...simd(17)]),
  extract_lane: (a: V128, lane: number): Value<'i32'> => new Value([...a.code, ...simd(27), lane]),
  add: vector(174),
  sub: vector(177),
  mul: vector(181),
  /** The sum of products of the two 16-bit halves of each lane, which are signed. */
  dot_i16x8_s: vector(186),
  eq: vector(55),
  lt_u: vector(58),
  min_s: vector(182),
  max_s: vector(184),
  shl: shift(171),
  shr_u: shift(173),
  trunc_sat_f32x4_s: vectorOf(248),
};
