// Scales that hold and ease.
import { expect, test } from 'vitest';
import { HeldScale } from './heldScale.ts';

test('the first range is taken at once, and so is one of another question', () => {
  const scale = new HeldScale();
  expect(scale.update(4, 0)).toBe(4);
  expect(scale.update(9, 10, true)).toBe(9);
});

test('it holds for two seconds, then eases, arrives, and holds again', () => {
  const scale = new HeldScale();
  scale.update(4, 0);
  expect(scale.update(8, 1999)).toBe(4);
  expect([2000, 2250, 2500, 2750, 3000, 3250].map((now) => scale.update(8, now))).toEqual([
    6, 7, 7.5, 7.75, 8, 8,
  ]);
  expect(scale.update(4, 4900)).toBe(8);
  expect(scale.update(4, 5100)).toBe(6);
});

test('a range within two percent changes nothing', () => {
  const scale = new HeldScale();
  scale.update(100, 0);
  expect(scale.update(101, 60_000)).toBe(100);
});
