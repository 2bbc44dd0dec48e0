// Quantiles of the symmetric beta distribution where they are known: the uniform one, the arcsine law, and variances.
import { expect, test } from 'vitest';
import { betaQuantiles } from './betaShares.ts';

test('alpha 1 is uniform', () => {
  for (const [k, x] of betaQuantiles(1, 16).entries()) expect(x).toBeCloseTo(k / 16, 6);
});

test('alpha 1/2 is the arcsine law', () => {
  for (const [k, x] of betaQuantiles(0.5, 16).entries())
    expect(x).toBeCloseTo(Math.sin((Math.PI * k) / 32) ** 2, 6);
});

test.each([0.1, 0.2, 0.4, 2, 5])('alpha %d has the mean and variance of the distribution', (alpha) => {
  const middles = betaQuantiles(alpha, 8192).filter((_, k) => k % 2 === 1);
  const mean = middles.reduce((a, b) => a + b) / middles.length;
  expect(mean).toBeCloseTo(0.5, 6);
  const variance = middles.reduce((sum, x) => sum + (x - mean) ** 2, 0) / middles.length;
  expect(variance).toBeCloseTo(1 / (4 * (2 * alpha + 1)), 4);
});
