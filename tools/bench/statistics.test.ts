// Medians, spreads and distances between losses, with numbers.
import { expect, test } from 'vitest';
import { largestDifference, median, spread, typicalLosses } from './statistics.ts';

test('the median is the middle value, or between the middle two', () => {
  expect(median([3, 1, 2])).toBe(2);
  expect(median([4, 1, 3, 2])).toBe(2.5);
  expect(median([7])).toBe(7);
  expect(() => median([])).toThrow('median of nothing');
});

test('windows 90, 100 and 120 are 30 % apart', () => {
  expect(spread([100, 120, 90])).toBeCloseTo(0.3, 12);
});

test('typical losses are medians step by step, which one wrong trainer does not move', () => {
  const typical = typicalLosses([
    [2.5, 2.4],
    [2.5, 2.4],
    [9, 0],
  ]);
  expect(typical).toEqual([2.5, 2.4]);
  expect(typicalLosses([])).toEqual([]);
});

test('the largest relative difference', () => {
  expect(largestDifference([2, 2.2, 4], [2, 2, 4])).toBeCloseTo(0.1, 12);
  expect(largestDifference([2, 4], [2, 4])).toBe(0);
  expect(largestDifference([2, Number.NaN], [2, 4])).toBe(Number.POSITIVE_INFINITY);
  expect(largestDifference([2], [2, 4])).toBe(Number.POSITIVE_INFINITY);
});
