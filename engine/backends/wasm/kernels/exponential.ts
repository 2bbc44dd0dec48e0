// The exponential, the logarithm and functions made of them, of four floats at once, by the polynomials of the Cephes
// library (Moshier 1992, expf, logf and tanhf): a few units in the last place from the true values. NaN stays NaN.
import { geluEnd } from '../../../ops/gelu.ts';
import type { FunctionBuilder, Local } from '../emit/function.ts';
import { f32x4, i32x4, type V128, v128 } from '../emit/value.ts';

const { const: constant, add, sub, mul, div } = f32x4;
const one = constant(1);

/** The polynomial with these coefficients, that of the highest power first. */
const polynomial = (x: V128, [first, ...rest]: readonly number[]): V128 =>
  rest.reduce((sum, coefficient) => add(mul(sum, x), constant(coefficient)), constant(first));

const expCoefficients = [
  1.98756915e-4, 1.3981999507e-3, 8.3334519073e-3, 4.1665795894e-2, 1.6666665459e-1, 5.0000001201e-1,
];

/** exp(x) = (1 + rest) * scale: x is cut where exp(x) would be less than 2^-126 or more than 2^127. */
function exponentialParts(f: FunctionBuilder, value: V128): { rest: V128; scale: V128 } {
  const x = f.local('v128', f32x4.pmin(f32x4.pmax(value, constant(-87.3)), constant(88)));
  const power = f.local('v128', f32x4.nearest(mul(x, constant(Math.LOG2E))));
  // ln 2 in two parts, so that the first product is exact.
  const high = mul(power, constant(0.693359375));
  const low = mul(power, constant(-2.1219444e-4));
  f.set(x, sub(sub(x, high), low));
  return {
    rest: add(mul(polynomial(x, expCoefficients), mul(x, x)), x),
    scale: i32x4.shl(i32x4.add(i32x4.trunc_sat_f32x4_s(power), i32x4.splat(127)), 23),
  };
}

/** exp(x); what would be less than 2^-126 or more than 2^127 ends there. */
export function exponential(f: FunctionBuilder, value: V128): Local<'v128'> {
  const { rest, scale } = exponentialParts(f, value);
  return f.local('v128', mul(add(rest, one), scale));
}

/** exp(x) - 1, near 0 too; within the bounds of exp(x). */
export function exponentialLess1(f: FunctionBuilder, value: V128): Local<'v128'> {
  const { rest, scale } = exponentialParts(f, value);
  const factor = f.local('v128', scale);
  return f.local('v128', add(mul(rest, factor), sub(factor, one)));
}

const logCoefficients = [
  7.0376836292e-2, -1.151461031e-1, 1.167699874e-1, -1.2420140846e-1, 1.4249322787e-1, -1.6668057665e-1,
  2.0000714765e-1, -2.4999993993e-1, 3.3333331174e-1,
];

/** The natural logarithm of numbers of at least 2^-126. */
export function logarithm(f: FunctionBuilder, value: V128): Local<'v128'> {
  const x = f.local('v128', value);
  /** x = fraction * 2^power, the fraction from 1 to 2, then from the root of a half to that of 2. */
  const mantissa = v128.or(v128.and(x, i32x4.splat(0x7fffff)), one);
  const fraction = f.local('v128', mantissa);
  const large = f.local('v128', f32x4.gt(fraction, constant(Math.SQRT2)));
  const exponent = i32x4.sub(i32x4.shr_u(x, 23), i32x4.splat(127));
  const power = f.local('v128', f32x4.convert_i32x4_s(i32x4.sub(exponent, large)));
  f.set(fraction, v128.bitselect(mul(fraction, constant(0.5)), fraction, large));
  const y = f.local('v128', sub(fraction, one));
  const square = f.local('v128', mul(y, y));
  const curve = mul(mul(polynomial(y, logCoefficients), y), square);
  const low = add(curve, mul(power, constant(-2.1219444e-4)));
  const near = add(y, sub(low, mul(square, constant(0.5))));
  // x - x is 0, or NaN where x is.
  return f.local('v128', add(add(near, mul(power, constant(0.693359375))), sub(x, x)));
}

const tanhCoefficients = [
  -5.70498872745e-3, 2.06390887954e-2, -5.37397155531e-2, 1.33314422036e-1, -3.33332819422e-1,
];

/** tanh(x): a polynomial near 0, where the exponential would lose digits. */
export function hyperbolicTangent(f: FunctionBuilder, value: V128): Local<'v128'> {
  const x = f.local('v128', value);
  const size = f.local('v128', f32x4.abs(x));
  const square = f.local('v128', mul(x, x));
  const near = add(mul(mul(polynomial(square, tanhCoefficients), square), x), x);
  const power = exponential(f, mul(size, constant(2)));
  const far = sub(one, div(constant(2), add(power, one)));
  const sign = v128.and(x, i32x4.splat(0x80000000));
  return f.local('v128', v128.bitselect(near, v128.or(far, sign), f32x4.lt(size, constant(0.625))));
}

/** 1 / (1 + exp(-x)) */
export const logistic = (f: FunctionBuilder, value: V128): V128 =>
  div(one, add(one, exponential(f, f32x4.neg(value))));

/** x^-exponent of positive numbers; the exponents of local response normalisation take square roots alone. */
export function inversePower(f: FunctionBuilder, x: Local<'v128'>, exponent: number): Local<'v128'> {
  const threeQuarters = () => {
    const root = f.local('v128', f32x4.sqrt(x));
    return mul(root, f32x4.sqrt(root));
  };
  if (exponent === 0.75) return f.local('v128', div(one, threeQuarters()));
  if (exponent === 1.75) return f.local('v128', div(one, mul(x, threeQuarters())));
  return exponential(f, mul(logarithm(f, x), constant(-exponent)));
}

/**
 * The normal distribution function of -x, for x from 0 to 14, is exp(-x^2/2) t p(t) with t = 1 / (1 + 0.21 x). These are
 * the coefficients of p, fitted in double precision to within 2e-8 of the value.
 */
const tailCoefficients = [
  -0.0716563029, 0.283588584, -0.330253501, 0.349401223, -0.0939254048, 0.124872832, 0.0691921385,
  0.0850688631, 0.0837115753,
];

/** x P(x) and its slope, P being the normal distribution function or its approximation by tanh: see ops/gelu.ts. */
export function gaussianShare(
  f: FunctionBuilder,
  x: V128,
  tanhForm: boolean,
): { product: V128; slope: V128 } {
  const above = f.local('v128', f32x4.pmax(x, constant(-geluEnd)));
  const inside = f.local('v128', f32x4.pmin(above, constant(geluEnd)));
  const square = f.local('v128', mul(inside, inside));
  if (tanhForm) {
    // (1 + tanh(u)) / 2 = 1 / (1 + exp(-2u))
    const root = 2 * Math.sqrt(2 / Math.PI);
    const exponent = mul(inside, add(mul(square, constant(-0.044715 * root)), constant(-root)));
    const power = exponential(f, exponent);
    const share = f.local('v128', div(one, add(one, power)));
    const bend = mul(inside, add(mul(square, constant(3 * 0.044715 * root)), constant(root)));
    return { product: mul(above, share), slope: mul(share, add(one, mul(bend, mul(power, share)))) };
  }
  const size = f.local('v128', f32x4.abs(inside));
  const t = f.local('v128', div(one, add(mul(size, constant(0.21)), one)));
  const power = exponential(f, mul(square, constant(-0.5)));
  const tail = f.local('v128', mul(power, mul(t, polynomial(t, tailCoefficients))));
  const negative = f.local('v128', f32x4.lt(inside, constant(0)));
  const bent = f.local('v128', sub(tail, mul(size, mul(power, constant(1 / Math.sqrt(2 * Math.PI))))));
  return {
    product: mul(above, v128.bitselect(tail, sub(one, tail), negative)),
    slope: v128.bitselect(bent, sub(one, bent), negative),
  };
}
