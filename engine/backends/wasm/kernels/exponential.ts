// The exponential, the logarithm and functions made of them, of vectors of four floats: a few units in the last place
// from the true values; NaN stays NaN. Each is computed for several vectors step by step together, because a processor
// has to wait for most steps, and does another vector's meanwhile.
import type { FunctionBuilder, Local } from '../emit/function.ts';
import { f32x4, i32x4, type V128, v128 } from '../emit/value.ts';

const { const: constant, add, sub, mul, div } = f32x4;
const one = constant(1);

export type Vectors = readonly Local<'v128'>[];

/** One step of a computation for all vectors: a variable for each of what `step` makes of it and its index. */
export const together = (
  f: FunctionBuilder,
  values: readonly V128[],
  step: (value: V128, index: number) => V128,
): Vectors => values.map((value, index) => f.local('v128', step(value, index)));

/** The polynomial with these coefficients, that of the highest power first. */
export function polynomial(f: FunctionBuilder, x: Vectors, coefficients: readonly number[]): Vectors {
  const [first, second, ...rest] = coefficients.map(constant);
  const start = together(f, x, (value) => add(mul(value, first), second));
  return rest.reduce((sum, one) => together(f, sum, (value, i) => add(mul(value, x[i]), one)), start);
}

/** (2^x - 1) / x for |x| up to a half, fitted so that 2^x is right to within 2e-9 of it. */
const powerCoefficients = [
  0.000153532575, 0.00133990046, 0.00961843861, 0.0555033216, 0.240226479, 0.693147203,
];

/**
 * 1.5 * 2^23 + 127: a number that is added to it is rounded to a whole one, and the lowest byte of the sum is the
 * exponent of that power of two.
 */
const rounding = constant(12583039);

/**
 * exp(factor x) = (1 + rest) * scale, to within 5e-8 |factor x| of it. It is cut where it would be less than 2^-126 or
 * more than 2^127, or exp(most).
 */
function exponentialParts(
  f: FunctionBuilder,
  values: readonly V128[],
  factor: number,
  most = 88,
): { rest: Vectors; scale: Vectors } {
  const [low, high] = [-87.3 / factor, most / factor].toSorted((a, b) => a - b).map(constant);
  const cut = together(f, values, (x) => f32x4.pmin(f32x4.pmax(x, low), high));
  const power = together(f, cut, (x) => mul(x, constant(factor * Math.LOG2E)));
  const shifted = together(f, power, (value) => add(value, rounding));
  const whole = together(f, shifted, (sum) => sub(sum, rounding));
  const x = together(f, power, (value, i) => sub(value, whole[i]));
  const square = together(f, x, (value) => mul(value, value));
  // Terms in pairs, which a processor adds side by side.
  const [a, b, c, d, e, g] = powerCoefficients.map(constant);
  const pair = (value: V128, one: V128, other: V128) => add(mul(one, value), other);
  const first = together(f, x, (value, i) => add(mul(pair(value, a, b), square[i]), pair(value, c, d)));
  const all = together(f, x, (value, i) => add(mul(first[i], square[i]), pair(value, e, g)));
  return {
    rest: together(f, x, (value, i) => mul(all[i], value)),
    scale: together(f, shifted, (sum) => i32x4.shl(sum, 23)),
  };
}

/** exp(factor x); what would be less than 2^-126 or more than 2^127 ends there. */
export function exponential(f: FunctionBuilder, values: readonly V128[], factor = 1): Vectors {
  const { rest, scale } = exponentialParts(f, values, factor);
  return together(f, rest, (value, i) => mul(add(value, one), scale[i]));
}

/** exp(factor x) - 1, near 0 too; what would be more than exp(most) - 1 ends there. */
export function exponentialLess1(
  f: FunctionBuilder,
  values: readonly V128[],
  factor: number,
  most?: number,
): Vectors {
  const { rest, scale } = exponentialParts(f, values, factor, most);
  return together(f, rest, (value, i) => add(mul(value, scale[i]), sub(scale[i], one)));
}

/** (log(1 + y) - y + y^2 / 2) / y^3: the polynomial of the Cephes library (Moshier 1992, logf). */
const logCoefficients = [
  7.0376836292e-2, -1.151461031e-1, 1.167699874e-1, -1.2420140846e-1, 1.4249322787e-1, -1.6668057665e-1,
  2.0000714765e-1, -2.4999993993e-1, 3.3333331174e-1,
];

/** The natural logarithm of numbers of at least 2^-126. */
export function logarithm(f: FunctionBuilder, x: Vectors): Vectors {
  /** x = fraction * 2^power, the fraction from 1 to 2, then from the root of a half to that of 2. */
  const mantissa = together(f, x, (value) => v128.or(v128.and(value, i32x4.splat(0x7fffff)), one));
  const large = together(f, mantissa, (value) => f32x4.gt(value, constant(Math.SQRT2)));
  const exponent = (value: V128) => i32x4.sub(i32x4.shr_u(value, 23), i32x4.splat(127));
  const power = together(f, x, (value, i) => f32x4.convert_i32x4_s(i32x4.sub(exponent(value), large[i])));
  const fraction = (value: V128, i: number) => v128.bitselect(mul(value, constant(0.5)), value, large[i]);
  const y = together(f, mantissa, (value, i) => sub(fraction(value, i), one));
  const square = together(f, y, (value) => mul(value, value));
  const curve = polynomial(f, y, logCoefficients);
  const cubic = together(f, curve, (value, i) => mul(mul(value, y[i]), square[i]));
  const low = together(f, cubic, (value, i) => add(value, mul(power[i], constant(-2.1219444e-4))));
  const near = together(f, low, (value, i) => add(y[i], sub(value, mul(square[i], constant(0.5)))));
  // x - x is 0, or NaN where x is.
  return together(f, near, (value, i) =>
    add(add(value, mul(power[i], constant(0.693359375))), sub(x[i], x[i])),
  );
}

/** tanh(factor x) = m / (m + 2) with m = exp(2 factor x) - 1 */
export function hyperbolicTangent(f: FunctionBuilder, values: readonly V128[], factor = 1): Vectors {
  const m = exponentialLess1(f, values, 2 * factor);
  return together(f, m, (value) => div(value, add(value, constant(2))));
}

/** 1 / (1 + exp(-x)) */
export const logistic = (f: FunctionBuilder, values: readonly V128[]): Vectors =>
  together(f, exponential(f, values, -1), (power) => div(one, add(one, power)));

const usualPower = 1.5;

/**
 * Newton's first step in `inverseRoot`: what it subtracts from, and how many times the root it gives; by Kadlec (2010), who
 * found the constants that leave least error.
 */
const firstStep = { from: 2.38924456, gives: 1 / 0.703952253 };

/**
 * What to multiply the numbers by whose roots `inverseRoot` gives, so that its steps need no other factors: where their
 * error, which is to one side, lies in the middle.
 */
export const rootFactor = (exponent: number): number =>
  exponent === usualPower ? (2 * (1 - 3.2e-7) * firstStep.gives ** 3) ** 2 : 1;

/**
 * 1 / sqrt(x) of positive numbers x, given rootFactor(exponent) x. Division and roots share one slow unit of a processor, so
 * for the usual power it is guessed from the bits and improved by two steps of Newton's method, to within 5e-7.
 */
export function inverseRoot(f: FunctionBuilder, numbers: Vectors, exponent: number): Vectors {
  if (exponent !== usualPower) return together(f, numbers, (value) => div(one, f32x4.sqrt(value)));
  const improved = (guess: Vectors, from: number) =>
    together(f, guess, (y, i) => mul(y, sub(constant(from), mul(mul(numbers[i], y), y))));
  const bits = together(f, numbers, (value) => i32x4.sub(i32x4.splat(0x5f1ffff9), i32x4.shr_u(value, 1)));
  return improved(improved(bits, firstStep.from), 3 * firstStep.gives ** 2);
}

/** x^exponent of numbers that are not negative; 1.5, usual in response normalisation, takes a root alone. */
export const power = (f: FunctionBuilder, x: Vectors, exponent: number): Vectors =>
  exponent === usualPower
    ? together(f, x, (value) => mul(value, f32x4.sqrt(value)))
    : exponential(f, logarithm(f, x), exponent);
