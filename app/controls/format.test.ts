// The printed forms that the panels rely on, at the borders between units.
import { expect, test } from 'vitest';
import { bytes, compact, duration, integer, percent } from './format.ts';

test.each([
  [0, '0'],
  [480, '480'],
  [999, '999'],
  [1000, '1.0 k'],
  [3200, '3.2 k'],
  [9960, '10 k'],
  [442_368, '442 k'],
  [999_600, '1.00 M'],
  [1_228_800, '1.23 M'],
  [3_920_000, '3.92 M'],
  [153_000_000, '153 M'],
  [2_500_000_000, '2.50 G'],
])('compact(%d) is %s', (value, text) => {
  expect(compact(value)).toBe(text);
});

test.each([
  [512, '512 B'],
  [2560, '2.5 KiB'],
  [769_024, '751 KiB'],
  [4_246_732, '4.05 MiB'],
  [184_380_000, '175.8 MiB'],
  [3 * 1024 ** 3, '3.00 GiB'],
])('bytes(%d) is %s', (value, text) => {
  expect(bytes(value)).toBe(text);
});

test.each([
  [4.2, '4.2 ms'],
  [16.7, '17 ms'],
  [1500, '1.5 s'],
  [26_100, '26 s'],
  [240_000, '4 min'],
  [7_560_000, '2.1 h'],
])('duration(%d) is %s', (value, text) => {
  expect(duration(value)).toBe(text);
});

test('integers are grouped and shares have one decimal', () => {
  expect(integer(1_228_800)).toBe('1,228,800');
  expect(integer(-1234)).toBe('\u22121,234');
  expect(percent(0.6366)).toBe('63.7%');
});
