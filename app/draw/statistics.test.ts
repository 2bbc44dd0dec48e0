// Figures of tensors.
import { expect, test } from 'vitest';
import { channelMaxima, largest, relativeChange, scaleOf, summarise } from './statistics.ts';

test('a summary leaves out what is not finite', () => {
  const { min, max, peak, mean, deviation } = summarise([1, -3, Number.NaN, 2, Number.POSITIVE_INFINITY]);
  expect([min, max, peak, mean]).toEqual([-3, 2, 3, 0]);
  expect(deviation).toBeCloseTo(Math.sqrt(14 / 3), 12);
  expect(summarise([])).toEqual({ min: 0, max: 0, peak: 0, mean: 0, deviation: 0 });
});

test('a picture scale holds nearly all values, and neither extremes nor zeros move it', () => {
  const even = Array.from({ length: 1000 }, (_, i) => (i + 1) / 1000);
  expect(scaleOf(even, 1, 0.5)).toBeCloseTo(0.5, 2);
  expect(scaleOf(even, 1)).toBeCloseTo(0.996, 2);
  const spiked = [...even, 512, ...new Array(100_000).fill(0)];
  expect(scaleOf(spiked, 512)).toBe(1);
  expect(scaleOf([-3, 3], 3)).toBe(3);
  expect(scaleOf([0, 0], 0)).toBe(0);
});

test('the largest value of each channel', () => {
  expect([...channelMaxima([1, -5, 0, 3, -2, -1], 3)]).toEqual([3, -2, 0]);
});

test('how much a tensor has changed', () => {
  expect(relativeChange([3, 4], [3, 4])).toBe(0);
  expect(relativeChange([3, 4], [3, 5])).toBeCloseTo(0.2, 12);
  expect(relativeChange([0, 0], [1, 1])).toBeNull();
});

test('the three largest, the earlier of equals first', () => {
  expect(largest([0.1, 0.5, 0.1, 0.3], 3)).toEqual([1, 3, 0]);
  expect(largest([0.5, 0.5], 3)).toEqual([0, 1]);
});
