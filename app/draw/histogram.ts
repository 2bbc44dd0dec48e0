// How the values of a map are spread: counts in equal bins over the scale that the map is drawn with.
import type { Direction } from './colourMap.ts';

/** Odd, so that zero is the middle of one bin of a signed scale. */
export const binCount = 49;

/**
 * Counts of values in `binCount` bins over -max..max, or 0..max where values go one way. Signed bins are
 * centred, so that zero falls in the middle one; values beyond the ends are counted at the ends.
 */
export function histogram(values: ArrayLike<number>, max: number, direction: Direction): Uint32Array {
  const bins = new Uint32Array(binCount);
  const last = binCount - 1;
  for (let i = 0; i < values.length; i++) {
    const share = max > 0 ? values[i] / max : 0;
    if (Number.isNaN(share)) continue;
    const place =
      direction === 'signed' ? Math.round(((share + 1) / 2) * last) : Math.floor(share * binCount);
    bins[Math.max(0, Math.min(last, place))]++;
  }
  return bins;
}

/** Entry of the colour table in the middle of a bin. */
export const binColour = (bin: number, entries: number): number =>
  Math.round((bin / (binCount - 1)) * (entries - 1));
