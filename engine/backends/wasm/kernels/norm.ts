// The L2 norm of what `gradientNorm` has summed the squares of.
import { normParts } from '../../../ops/metrics.ts';
import type { FunctionBuilder, Local } from '../emit/function.ts';
import { f32, f32x4, i32 } from '../emit/value.ts';

/** The root of the sum of all parts, in all four lanes. */
export function normOfParts(f: FunctionBuilder, partial: Local<'i32'>): Local<'v128'> {
  const squares = f.local('f32', f32.const(0));
  const end = i32.add(partial, 4 * normParts);
  f.range(partial, end, (place) => f.set(squares, f32.add(squares, f32.load(place))), 4);
  return f.local('v128', f32x4.sqrt(f32x4.splat(squares)));
}
