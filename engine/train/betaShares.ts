// The shares of mixup: quantiles of the symmetric beta distribution, as a table that a uniform draw looks up.
import { mixingWords, shareSteps } from '../ops/mix.ts';
import type { TrainingDocument } from '../spec/training.ts';

/** Steps of the integral over half of the distribution. */
const steps = 4096;

/**
 * Quantiles of Beta(alpha, alpha) at k / `count`, k from 0 to `count`. With x = t^(1 / alpha) the density
 * x^(alpha - 1) (1 - x)^(alpha - 1) dx is (1 - x)^(alpha - 1) dt / alpha, which is smooth up to the middle; the upper
 * half mirrors the lower.
 */
export function betaQuantiles(alpha: number, count: number): number[] {
  const end = 0.5 ** alpha;
  const xAt = (t: number) => t ** (1 / alpha);
  const density = (t: number) => (1 - xAt(t)) ** (alpha - 1);
  const cumulative = [0];
  for (let i = 0; i < steps; i++) {
    const [a, b] = [(i * end) / steps, ((i + 1) * end) / steps];
    // Simpson's rule.
    cumulative.push(cumulative[i] + ((b - a) / 6) * (density(a) + 4 * density((a + b) / 2) + density(b)));
  }
  const half = cumulative[steps];
  const lower = (p: number): number => {
    const wanted = 2 * p * half;
    const next = Math.max(
      1,
      cumulative.findIndex((sum) => sum >= wanted),
    );
    const [before, after] = [cumulative[next - 1], cumulative[next]];
    return xAt(((next - 1 + (wanted - before) / (after - before)) * end) / steps);
  };
  return Array.from({ length: count + 1 }, (_, k) =>
    2 * k <= count ? lower(k / count) : 1 - lower(1 - k / count),
  );
}

/** The tensor "run.mixing": without mixup every share is 1. */
export function mixingValues({ mixup, cutmix }: TrainingDocument): Float32Array {
  const values = new Float32Array(mixingWords).fill(1);
  values[0] = cutmix;
  if (mixup > 0) values.set(betaQuantiles(mixup, shareSteps), 1);
  return values;
}
