// The root that both kinds of local response normalisation divide by: d^-1/2 with d = k + alpha * a sum of squares.
import type { LrnAttributes } from '../../../ops/lrn.ts';
import type { FunctionBuilder } from '../emit/function.ts';
import { f32x4, type V128 } from '../emit/value.ts';
import { inverseRoot, type Vectors } from './exponential.ts';

/** The largest k / alpha that is added to sums; beyond it floats come to their end. */
const largest = 1e30;

/**
 * d^-1/2 of each vector of sums, for `power(roots, 2 beta)`. As d = alpha (k / alpha + sum) the multiplication is left
 * to the root, where it is part of other constants.
 */
export function inverseRoots(f: FunctionBuilder, a: LrnAttributes, sums: readonly V128[]): Vectors {
  const { alpha, beta, k } = a;
  const { const: constant, add, mul } = f32x4;
  const folded = k <= alpha * largest;
  const denominators = sums.map((sum) =>
    f.local('v128', folded ? add(sum, constant(k / alpha)) : add(mul(sum, constant(alpha)), constant(k))),
  );
  return inverseRoot(f, denominators, 2 * beta, folded ? alpha ** -0.5 : 1);
}
