// Initial weights: each value is a draw named by (seed, the layer's stream, the parameter, its index), so
// a seed gives the same weights on every backend and whatever else the net holds.
import { elements, type PlanParameter } from '../plan/plan.ts';
import { normal, uniform } from '../random.ts';
import { type Image, patchMoments, whiteningFilters } from './whitening.ts';

/**
 * Values of one parameter as drawn from `seed`, or computed from training images as the net reads them, which are
 * asked for only then.
 */
export function initialValues(
  parameter: PlanParameter,
  seed: number,
  images: () => Iterable<Image>,
): Float32Array {
  const values = new Float32Array(elements(parameter));
  const { initialiser, stream, index: counter, shape } = parameter;
  const between = (bound: number) =>
    values.map((_, index) => bound * (2 * uniform(seed, stream, counter, index) - 1));
  switch (initialiser.kind) {
    case 'constant':
      return values.fill(initialiser.value);
    case 'normal':
      return values.map((_, index) => initialiser.deviation * normal(seed, stream, counter, index));
    case 'uniform':
      return between(initialiser.bound);
    case 'positive':
      return between(initialiser.bound).map(Math.abs);
    case 'signs':
      return values.map(
        (_, index) => (uniform(seed, stream, counter, index) < 0.5 ? -1 : 1) * initialiser.size,
      );
    case 'whitening': {
      const [kernel, , channels, filters] = shape;
      return whiteningFilters(patchMoments(images(), channels, kernel), initialiser.epsilon, filters);
    }
    case 'dirac':
      return withIdentity(between(initialiser.bound), shape, initialiser.groups);
  }
}

/**
 * Weights [height, width, channels of a group, filters] of which the first filters of each group pass one channel each: 1
 * in the middle, 0 elsewhere, as PyTorch's dirac_ with groups. Fully connected weights [inputs, units] are those of one pixel; locally connected ones are such
 * weights for each position.
 */
function withIdentity(weights: Float32Array, shape: readonly number[], groups: number): Float32Array {
  const [height, width, channels, filters] = shape.length === 2 ? [1, 1, ...shape] : shape.slice(-4);
  const cells = weights.length / (channels * filters);
  const middle = Math.floor(height / 2) * width + Math.floor(width / 2);
  for (let cell = 0; cell < cells; cell++)
    for (let channel = 0; channel < channels; channel++)
      for (let filter = 0; filter < filters; filter++) {
        const inGroup = filter % (filters / groups);
        if (inGroup >= channels) continue;
        weights[(cell * channels + channel) * filters + filter] =
          cell % (height * width) === middle && channel === inGroup ? 1 : 0;
      }
  return weights;
}
