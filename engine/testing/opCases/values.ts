// Arrays for op cases: drawn from a seed, or counters of a run at chosen places.
import { runHyper, runHyperWords, runState, runStateWords } from '../../ops/runState.ts';
import { below, normal, pcg4d } from '../../random.ts';

let draws = 0;

/** Standard normal values; every call draws others. */
export function normals(count: number): Float32Array {
  draws++;
  return Float32Array.from({ length: count }, (_, i) => normal(7, draws, 0, i));
}

/** Values between 0 and 1, both excluded. */
export const fractions = (count: number): Float32Array =>
  normals(count).map((value) => 1 / (1 + Math.exp(-value)));

/** What a ReLU leaves of normal values, with a NaN now and then. */
export const rectifieds = (count: number): Float32Array =>
  normals(count).map((value, i) => (i % 17 === 16 ? Number.NaN : Math.max(value, 0)));

/** Values that are not negative, as squares are. */
export const squares = (count: number): Float32Array => normals(count).map((value) => value * value);

/** Whole numbers from 0 to `bound` - 1. */
export function wholes(count: number, bound: number): Uint32Array {
  draws++;
  return Uint32Array.from({ length: count }, (_, i) => below(pcg4d(7, draws, 1, i)[0], bound));
}

export const bytes = (count: number, bound = 256): Uint8Array => Uint8Array.from(wholes(count, bound));

/** What an array holds before an op wholly overwrites it: nothing of it may be left. */
export const stale = (count: number): Float32Array => new Float32Array(count).fill(-123.5);
export const staleWords = (count: number): Uint32Array => new Uint32Array(count).fill(987654321);

/** The tensor "run.state" with some of its words set. */
export function state(words: Partial<Record<keyof typeof runState, number>>): Uint32Array {
  const array = new Uint32Array(runStateWords);
  for (const [name, value] of Object.entries(words)) array[runState[name as keyof typeof runState]] = value;
  return array;
}

/** The tensor "run.hyper" with some of its words set. */
export function hyper(words: Partial<Record<keyof typeof runHyper, number>>): Float32Array {
  const array = new Float32Array(runHyperWords);
  for (const [name, value] of Object.entries(words)) array[runHyper[name as keyof typeof runHyper]] = value;
  return array;
}
