// Initial weights: each value is a draw named by (seed, the layer's stream, the parameter, its index), so
// a seed gives the same weights on every backend and whatever else the net holds.
import { elements, type PlanParameter } from '../plan/plan.ts';
import { normal } from '../random.ts';

/** Values of one parameter as drawn from `seed`. */
export function initialValues(parameter: PlanParameter, seed: number): Float32Array {
  const values = new Float32Array(elements(parameter));
  const { initialiser, stream, decays } = parameter;
  if (initialiser.kind === 'constant') return values.fill(initialiser.value);
  const counter = decays ? 0 : 1;
  return values.map((_, index) => initialiser.deviation * normal(seed, stream, counter, index));
}
