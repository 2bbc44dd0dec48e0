// Where the chart cursor goes by keys: to the next point or checkpoint left or right of where it is.

/**
 * The nearest of ascending `steps` beyond `from` in a direction; null where there is none. Without a cursor
 * (null) the search starts at the last step.
 */
export function stepBeside(steps: readonly number[], from: number | null, direction: -1 | 1): number | null {
  const start = from ?? steps.at(-1) ?? 0;
  return direction === 1
    ? (steps.find((step) => step > start) ?? null)
    : (steps.findLast((step) => step < start) ?? null);
}
