// The exponential and the hyperbolic tangent of four floats, by the polynomials of the Cephes library
// (Moshier 1992, expf and tanhf): a few units in the last place from the true values. NaN stays NaN.
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

/** exp(x); what would be less than 2^-126 or more than 2^127 ends there. */
export function exponential(f: FunctionBuilder, value: V128): Local<'v128'> {
  const x = f.local('v128', f32x4.pmin(f32x4.pmax(value, constant(-87.3)), constant(88)));
  const power = f.local('v128', f32x4.nearest(mul(x, constant(Math.LOG2E))));
  // ln 2 in two parts, so that the first product is exact.
  const high = mul(power, constant(0.693359375));
  const low = mul(power, constant(-2.1219444e-4));
  f.set(x, sub(sub(x, high), low));
  const rest = add(add(mul(polynomial(x, expCoefficients), mul(x, x)), x), one);
  const scale = i32x4.shl(i32x4.add(i32x4.trunc_sat_f32x4_s(power), i32x4.splat(127)), 23);
  return f.local('v128', mul(rest, scale));
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
