// Times of single steps, gathered until they can be trusted: each call keeps its last few, and is worth the
// mean of their middle half, which a hiccup does not move and the rounding of a clock hardly.
import type { CallTiming } from '../../../engine/worker/protocol.ts';

/** Timed steps that are remembered. */
export const mostSamples = 12;

export interface Samples {
  /** What was timed: times of another net, batch or engine are not mixed in. */
  of: string;
  calls: readonly CallTiming[];
  /** Milliseconds of each call in each timed step, the latest last. */
  steps: readonly (readonly number[])[];
}

const signature = (engine: string, calls: readonly CallTiming[]): string =>
  [
    engine,
    ...calls.map(({ layer, op, pass, flops, bytes }) => `${layer} ${op} ${pass} ${flops} ${bytes}`),
  ].join();

/** The samples with one more timed step; afresh where it was of something else. */
export function withStep(held: Samples | null, engine: string, calls: readonly CallTiming[]): Samples {
  const of = signature(engine, calls);
  const step = calls.map(({ milliseconds }) => milliseconds);
  const before = held?.of === of ? held.steps : [];
  return { of, calls, steps: [...before, step].slice(-mostSamples) };
}

/** The mean without the lowest and the highest quarter. */
export function middleMean(values: readonly number[]): number {
  const cut = Math.floor(values.length / 4);
  const middle = values.toSorted((a, b) => a - b).slice(cut, values.length - cut);
  return middle.reduce((sum, value) => sum + value, 0) / middle.length;
}

/** Each call with the time it is worth. */
export const timesOf = ({ calls, steps }: Samples): CallTiming[] =>
  calls.map((call, i) => ({ ...call, milliseconds: middleMean(steps.map((step) => step[i])) }));

/** To what browsers round: device stamps to 2^16 ns or 0.1 ms, the clock of a page that is not isolated to 0.1 ms. */
const roundings = [0.065536, 0.1];

/** The milliseconds that all times are whole multiples of, or null where there is no such rounding. */
export function roundingOf({ steps }: Samples): number | null {
  const taken = steps.flat().filter((value) => value > 0);
  const isMultiple = (value: number, unit: number) =>
    Math.abs(value / unit - Math.round(value / unit)) < 1e-3;
  return (
    roundings.find((unit) => taken.length > 0 && taken.every((value) => isMultiple(value, unit))) ?? null
  );
}
