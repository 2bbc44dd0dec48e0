// The root that both kinds of local response normalisation divide by: d^-1/2 with d = k + alpha * a sum of squares. As
// d = alpha (k / alpha + sum), what is kept of a sum is d / alpha; the factor is left to the root, where it is part of
// other constants.
import type { LrnAttributes } from '../../../ops/lrn.ts';
import type { FunctionBuilder } from '../emit/function.ts';
import { f32x4, type V128 } from '../emit/value.ts';
import { inverseRoot, type Vectors } from './exponential.ts';

const { const: constant, add, mul } = f32x4;

/** The largest k / alpha that is added to sums; beyond it floats come to their end, and d itself is kept. */
const largest = 1e30;

const divided = ({ alpha, k }: LrnAttributes): boolean => k <= alpha * largest;

/** d / alpha of a vector of sums. */
export const denominator = (a: LrnAttributes, sum: V128): V128 =>
  divided(a) ? add(sum, constant(a.k / a.alpha)) : add(mul(sum, constant(a.alpha)), constant(a.k));

/** d^-1/2 of each vector of `denominator`, for `power(roots, 2 beta)`. */
export const inverseRoots = (f: FunctionBuilder, a: LrnAttributes, denominators: Vectors): Vectors =>
  inverseRoot(f, denominators, 2 * a.beta, divided(a) ? a.alpha ** -0.5 : 1);
