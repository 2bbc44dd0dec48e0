// Edges of the cursor's walk.
import { expect, test } from 'vitest';
import { stepBeside } from './chartCursor.ts';

const steps = [1, 5, 9];

test.each([
  [null, -1, 5],
  [null, 1, null],
  [5, -1, 1],
  [5, 1, 9],
  [6, 1, 9],
  [6, -1, 5],
  [1, -1, null],
  [9, 1, null],
] as const)('from %s going %d: %s', (from, direction, to) => {
  expect(stepBeside(steps, from, direction)).toBe(to);
});

test('no points, no step', () => expect(stepBeside([], null, -1)).toBeNull());
