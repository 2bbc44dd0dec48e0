// Figures of a tensor that the page prints beside its picture.

export interface Summary {
  min: number;
  max: number;
  /** Largest magnitude: the end of a symmetric scale. */
  peak: number;
  mean: number;
  deviation: number;
}

/** Of all finite values; all zero where there are none. */
export function summarise(values: ArrayLike<number>): Summary {
  let [min, max, sum, squares, n] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0, 0, 0];
  for (let i = 0; i < values.length; i++) {
    const v = values[i];
    if (!Number.isFinite(v)) continue;
    if (v < min) min = v;
    if (v > max) max = v;
    sum += v;
    squares += v * v;
    n++;
  }
  if (n === 0) return { min: 0, max: 0, peak: 0, mean: 0, deviation: 0 };
  const mean = sum / n;
  const deviation = Math.sqrt(Math.max(0, squares / n - mean * mean));
  return { min, max, peak: Math.max(Math.abs(min), Math.abs(max)), mean, deviation };
}

const peakBins = 512;

/**
 * A scale for pictures: the magnitude that holds `share` of all values other than zero, so that a few
 * extremes do not wash out the rest.
 */
export function scaleOf(values: ArrayLike<number>, peak: number, share = 0.995): number {
  if (!(peak > 0)) return 0;
  const bins = new Uint32Array(peakBins);
  let n = 0;
  for (let i = 0; i < values.length; i++) {
    const size = Math.abs(values[i]);
    if (size === 0 || !Number.isFinite(size)) continue;
    bins[Math.min(peakBins - 1, Math.floor((size / peak) * peakBins))]++;
    n++;
  }
  let held = 0;
  for (let bin = 0; bin < peakBins; bin++) {
    held += bins[bin];
    if (held >= share * n) return (peak * (bin + 1)) / peakBins;
  }
  return peak;
}

/** Largest value of each channel of an activation [height, width, channels]. */
export function channelMaxima(values: ArrayLike<number>, channels: number): Float32Array {
  const maxima = new Float32Array(channels).fill(Number.NEGATIVE_INFINITY);
  for (let i = 0; i < values.length; i++) {
    const c = i % channels;
    if (values[i] > maxima[c]) maxima[c] = values[i];
  }
  return maxima;
}

/** Norm of the difference of two tensors over the norm of the first; null where that is zero. */
export function relativeChange(before: ArrayLike<number>, after: ArrayLike<number>): number | null {
  let [difference, norm] = [0, 0];
  for (let i = 0; i < before.length; i++) {
    difference += (after[i] - before[i]) ** 2;
    norm += before[i] ** 2;
  }
  return norm > 0 ? Math.sqrt(difference / norm) : null;
}

/** Indices of the `k` largest values, largest first; of equals the earlier one. */
export function largest(values: ArrayLike<number>, k: number): number[] {
  return Array.from({ length: values.length }, (_, i) => i)
    .sort((a, b) => values[b] - values[a] || a - b)
    .slice(0, k);
}
