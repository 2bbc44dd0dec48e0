// Gaussian error linear unit (Hendrycks and Gimpel 2016): y = x P(x), where P is the normal distribution function, or
// with tanhForm = 1 its approximation (1 + tanh(sqrt(2/pi) (x + 0.044715 x^3))) / 2. It is not monotonic, so the
// backward pass needs x: dx = dy (P(x) + x P'(x)). Minus infinity gives 0, as with ReLU.
import { defineOp } from './op.ts';

/** From here on P differs from 0 or 1 by less than float32 tells. */
export const geluEnd = 14;

const density = (x: number): number => Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);

/** The normal distribution function: a series (Marsaglia 2004), in the tails Laplace's continued fraction. */
export function normalDistribution(x: number): number {
  if (Math.abs(x) < 4) {
    let [sum, term] = [x, x];
    for (let n = 3; Math.abs(term) > 1e-18; n += 2) {
      term *= (x * x) / n;
      sum += term;
    }
    return 0.5 + density(x) * sum;
  }
  let fraction = Math.abs(x);
  for (let n = 60; n > 0; n--) fraction = Math.abs(x) + n / fraction;
  const tail = density(x) / fraction;
  return x < 0 ? tail : 1 - tail;
}

const inner = (x: number): number => Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3);

/** P(x) and its slope. */
function share(x: number, tanhForm: number): [value: number, slope: number] {
  if (Number.isNaN(x)) return [x, x];
  if (Math.abs(x) > geluEnd) return [Number(x > 0), 0];
  if (!tanhForm) return [normalDistribution(x), density(x)];
  const t = Math.tanh(inner(x));
  return [(1 + t) / 2, ((1 - t * t) / 2) * Math.sqrt(2 / Math.PI) * (1 + 3 * 0.044715 * x * x)];
}

export const geluForward = defineOp({
  reads: ['x'],
  writes: ['y'],
  attributes: ['count', 'tanhForm'],
  flops: (a) => a.count * 24,
  reference({ x, y }, a) {
    for (let i = 0; i < a.count; i++) y[i] = Math.max(x[i], -geluEnd) * share(x[i], a.tanhForm)[0];
  },
});

export const geluBackward = defineOp({
  reads: ['x'],
  updates: ['dx'],
  attributes: ['count', 'tanhForm'],
  flops: (a) => a.count * 28,
  reference({ x, dx }, a) {
    for (let i = 0; i < a.count; i++) {
      const [value, slope] = share(x[i], a.tanhForm);
      dx[i] *= value + (slope === 0 ? 0 : x[i] * slope);
    }
  },
});
