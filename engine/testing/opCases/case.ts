// One row of the table that every backend's ops are checked with, and how near a result must come.
import type { OpName } from '../../ops/index.ts';
import type { NumericArray } from '../../ops/op.ts';
import type { OpCase } from '../opHarness.ts';

export interface Tolerance {
  absolute: number;
  relative: number;
}

export interface TableRow extends OpCase {
  title: string;
  /** How far float results may lie from the reference; integers must be equal. */
  tolerance: Tolerance;
}

/** Half the distance from 1 to the next float32. */
export const epsilon = 2 ** -24;

export const exactly: Tolerance = { absolute: 0, relative: 0 };

/** A few roundings: `ulps` units in the last place. */
export const within = (ulps: number, absolute = 0): Tolerance => ({
  absolute,
  relative: 2 * ulps * epsilon,
});

/** A sum of `terms` products of values of order one, in any order: |x - ref| <= atol + c eps sqrt(K) |ref|. */
export const sumOf = (terms: number): Tolerance => ({
  absolute: 4 * epsilon * terms,
  relative: 8 * epsilon * Math.sqrt(terms),
});

/** The same of results stored in half precision: rounded up or down, or to 0 below its normal numbers. */
export const storedInHalf = ({ absolute, relative }: Tolerance): Tolerance => ({
  absolute: absolute + 2 ** -14,
  relative: relative + 2 ** -10,
});

export const row = (
  op: OpName,
  title: string,
  attributes: OpCase['attributes'],
  tensors: OpCase['tensors'],
  tolerance: Tolerance,
): TableRow => ({ op, title, attributes, tensors, tolerance });

/** The first place where a result is too far from the reference, in words, or "" if there is none. */
export function firstDifference(actual: NumericArray, expected: NumericArray, tolerance: Tolerance): string {
  if (actual.length !== expected.length) return `${actual.length} values instead of ${expected.length}`;
  for (let i = 0; i < expected.length; i++) {
    if (Object.is(actual[i], expected[i]) || actual[i] === expected[i]) continue;
    const allowed = tolerance.absolute + tolerance.relative * Math.abs(expected[i]);
    const near = Math.abs(actual[i] - expected[i]) <= allowed;
    if (expected instanceof Float64Array && near) continue;
    return `[${i}] is ${actual[i]}, not ${expected[i]}`;
  }
  return '';
}
