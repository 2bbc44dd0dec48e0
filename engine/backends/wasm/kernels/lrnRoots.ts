// The root that both kinds of local response normalisation divide by: d^-1/2 with d = k + alpha * a sum of squares.
import { type LrnAttributes, largestDenominator } from '../../../ops/lrn.ts';
import type { FunctionBuilder } from '../emit/function.ts';
import { f32x4, type V128 } from '../emit/value.ts';
import { inverseRoot, rootFactor, type Vectors } from './exponential.ts';

const { const: constant, add, mul } = f32x4;

/** d of a vector of sums, times what its root wants. */
export function denominator({ alpha, beta, k }: LrnAttributes, sum: V128): V128 {
  const factor = rootFactor(2 * beta);
  const d = add(mul(sum, constant(factor * alpha)), constant(factor * k));
  return f32x4.pmin(d, constant(largestDenominator));
}

/** d^-1/2 of each vector of `denominator`, for `power(roots, 2 beta)`. */
export const inverseRoots = (f: FunctionBuilder, { beta }: LrnAttributes, denominators: Vectors): Vectors =>
  inverseRoot(f, denominators, 2 * beta);
