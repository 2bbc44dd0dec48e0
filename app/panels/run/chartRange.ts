// Which values a chart of the run shows: all that the smoothed and the test curves reach, and the raw curve
// but for its rarest spikes.
import type { Curve } from '../../draw/curves.ts';
import { firstAt } from '../../draw/curves.ts';
import { type Domain, logTicks, quantiles, wholeTicks } from '../../draw/domains.ts';

const within = ({ steps, values, length }: Curve, [from, to]: Domain): number[] =>
  Array.prototype.slice.call(values, firstAt(steps, length, from), firstAt(steps, length, to + 1));

/** The least range of losses, as a share of the largest: what lies closer together would need longer numbers at the axis. */
const leastShare = 0.005;

/**
 * The range of losses, of one curve but for its spikes and of others whole, over a range of steps, in whole ticks; around
 * the loss of guessing where there are none.
 */
export function lossRange(
  curves: { raw: Curve; whole: readonly Curve[] },
  steps: Domain,
  chance: number,
  log: boolean,
): Domain {
  const ranges = [
    quantiles(within(curves.raw, steps), 0.02, 0.98),
    ...curves.whole.map((curve) => quantiles(within(curve, steps), 0, 1, Number.POSITIVE_INFINITY)),
  ].filter((range) => range !== null);
  if (ranges.length === 0) ranges.push([chance * 0.25, chance * 1.05]);
  const high = Math.max(...ranges.map((range) => range[1]));
  const low = Math.min(high * (1 - leastShare), ...ranges.map((range) => range[0]));
  return log ? logTicks(Math.max(low, 1e-6), Math.max(high, 2e-6)) : wholeTicks(low, high, 4);
}
