// The smoothing slider's scale.
import { expect, test } from 'vitest';
import { positionOf, smoothingAt } from './smoothingScale.ts';

test('from none to 0.999', () => {
  expect([0, 10, 18, 20, 30].map(smoothingAt)).toEqual([0, 0.9, 0.984, 0.99, 0.999]);
});

test('every position is found again from its smoothing', () => {
  for (let position = 0; position <= 30; position++) expect(positionOf(smoothingAt(position))).toBe(position);
  expect(positionOf(0.985)).toBe(18);
});
