// The smoothing slider's scale: 30 positions, each ten of which make the remaining weight of a new point
// ten times smaller.

/** The smoothing at a position from 0 (none) to 30 (0.999). */
export const smoothingAt = (position: number): number => {
  const rest = 10 ** (-position / 10);
  return Number((1 - Number(rest.toPrecision(2))).toFixed(6));
};

/** The position nearest to a smoothing. */
export const positionOf = (smoothing: number): number =>
  Math.max(0, Math.min(30, Math.round(-10 * Math.log10(Math.max(1e-3, 1 - smoothing)))));
