// The ranges of the charts' axes. They change in whole ticks only, so that a curve that grows does not
// make its axis tremble.
import { tickStep } from 'd3';

export type Domain = readonly [number, number];

/** The smallest range of whole ticks, about `ticks` of them, that holds all the values. */
export function wholeTicks(low: number, high: number, ticks: number): Domain {
  const step = tickStep(low, high > low ? high : low + 1, ticks);
  const [first, last] = [Math.floor(low / step + 1e-9), Math.ceil(high / step - 1e-9)];
  return [tidy(first * step), tidy(Math.max(first + 1, last) * step)];
}

/** Without the dust of floating-point multiplication. */
const tidy = (value: number): number => Number(value.toPrecision(12));

/** Powers of ten and their halves and doubles around positive values, for a logarithmic axis. */
export function logTicks(low: number, high: number): Domain {
  const steps = [1, 2, 5, 10];
  const around = (value: number, pick: 'floor' | 'ceil'): number => {
    const decade = 10 ** Math.floor(Math.log10(value));
    const fits = steps.filter((step) => (pick === 'floor' ? step * decade <= value : step * decade >= value));
    return tidy((pick === 'floor' ? Math.max(...fits) : Math.min(...fits)) * decade);
  };
  const [from, to] = [around(low, 'floor'), around(high, 'ceil')];
  return from < to ? [from, to] : [tidy(from / 2), tidy(to * 2)];
}

/** The step axis: from 0 to whole ticks past the last step. */
export const stepDomain = (last: number, ticks = 5): Domain => wholeTicks(0, Math.max(50, last), ticks);

/** The values at two quantiles of a list that need not be sorted; at most `sample` of them are looked at. */
export function quantiles(values: readonly number[], low: number, high: number, sample = 500): Domain | null {
  const stride = Math.max(1, Math.floor(values.length / sample));
  const sorted = values
    .filter((value, i) => (values.length - 1 - i) % stride === 0 && Number.isFinite(value))
    .sort((a, b) => a - b);
  if (sorted.length === 0) return null;
  const at = (q: number) => sorted[Math.round(q * (sorted.length - 1))];
  return [at(low), at(high)];
}

/** A domain that grows at once but shrinks only after it has been too large for two seconds. */
export class HeldDomain {
  private domain: Domain | null = null;
  private fitsSince = Number.NEGATIVE_INFINITY;

  update(wanted: Domain, now: number): Domain {
    const held = this.domain;
    if (!held || wanted[0] < held[0] || wanted[1] > held[1] || now - this.fitsSince > 2000) {
      this.domain = wanted;
      this.fitsSince = now;
    } else if (wanted[0] === held[0] && wanted[1] === held[1]) {
      this.fitsSince = now;
    }
    return this.domain!;
  }

  reset(): void {
    this.domain = null;
  }
}

/** Ticks at whole multiples of a power of two, for bytes: 0, 64, 128, ... up to `max`. */
export function binaryTicks(max: number, about: number): number[] {
  const step = 2 ** Math.max(0, Math.ceil(Math.log2(max / about)));
  return Array.from({ length: Math.floor(max / step) + 1 }, (_, i) => i * step);
}
