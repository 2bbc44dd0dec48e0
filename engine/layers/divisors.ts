// Numbers that divide channels into equal groups: what is offered where the number chosen does not.

/** The divisors of `channels` up to `most`, the nearest to `wanted` first. */
export const nearestDivisors = (channels: number, wanted: number, most: number): number[] =>
  Array.from({ length: Math.min(channels, most) }, (_, i) => i + 1)
    .filter((divisor) => channels % divisor === 0)
    .toSorted((a, b) => Math.abs(a - wanted) - Math.abs(b - wanted));
