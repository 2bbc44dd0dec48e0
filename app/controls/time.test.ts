// The borders between units.
import { expect, test } from 'vitest';
import { timeSpan } from './time.ts';

test.each([
  [4.2, '4.2 ms'],
  [16.7, '17 ms'],
  [999.6, '1.0 s'],
  [1500, '1.5 s'],
  [26_100, '26 s'],
  [119_600, '2 min'],
  [240_000, '4 min'],
  [7_560_000, '2.1 h'],
])('%d ms is %s', (value, text) => {
  expect(timeSpan(value)).toBe(text);
});
