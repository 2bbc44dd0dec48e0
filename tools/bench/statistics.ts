// The few numbers that measurements are boiled down to.

/** The middle value, or the mean of the middle two. Throws on an empty list. */
export function median(values: readonly number[]): number {
  if (values.length === 0) throw new Error('the median of nothing');
  const sorted = values.toSorted((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}

/** (largest - smallest) / median */
export const spread = (values: readonly number[]): number =>
  (Math.max(...values) - Math.min(...values)) / median(values);

/** The median over contestants, step by step, of their losses. */
export const typicalLosses = (losses: readonly (readonly number[])[]): number[] =>
  (losses[0] ?? []).map((_, step) => median(losses.map((one) => one[step])));

/** Largest |a - b| / |b| over all places; infinite where one is not a number. */
export function largestDifference(a: readonly number[], b: readonly number[]): number {
  const differences = b.map((value, i) => Math.abs(a[i] - value) / Math.abs(value));
  return differences.every(Number.isFinite) ? Math.max(0, ...differences) : Number.POSITIVE_INFINITY;
}
