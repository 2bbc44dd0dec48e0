// What a typed number has to be before it acts.
import { expect, test } from 'vitest';
import { parseNumber } from './Stepper.tsx';

const integer = { min: 1, max: 64, integer: true };
const decimal = { min: 0, max: 1, integer: false };

test.each([
  ['5', integer, 5],
  [' 12 ', integer, 12],
  ['0', integer, null],
  ['65', integer, null],
  ['2.5', integer, null],
  ['', integer, null],
  ['five', integer, null],
  ['0,5', decimal, 0.5],
  ['5e-4', decimal, 0.0005],
  ['\u22121', decimal, null],
])('%j gives %s', (text, limits, value) => {
  expect(parseNumber(text, limits)).toBe(value);
});
