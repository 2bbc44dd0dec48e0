// Dead units over a set of images.
import { expect, test } from 'vitest';
import { DeadUnits, deadImages } from './deadUnits.ts';

test('a unit is dead if no image drives it above zero', () => {
  const units = new DeadUnits();
  expect(units.dead).toEqual(new Set());
  units.add(0, [1, -1, 0, -2], 5);
  expect(units.dead).toEqual(new Set([1, 2, 3]));
  units.add(1, [-1, 2, 0, Number.NaN], 5);
  expect(units.dead).toEqual(new Set([2, 3]));
  expect(units.images).toBe(2);
});

test('a newer view of an image takes the place of the old one', () => {
  const units = new DeadUnits();
  units.add(0, [1], 5);
  units.add(0, [-1], 6);
  expect(units.dead).toEqual(new Set([0]));
});

test('images are looked at once, then the oldest first, until all are of the present step', () => {
  const units = new DeadUnits();
  for (let example = 0; example < deadImages; example++) {
    expect(units.next(10_000, 7)).toBe(example);
    units.add(example, [1], example === 3 ? 4 : 7);
  }
  expect(units.next(10_000, 7)).toBe(3);
  units.add(3, [1], 7);
  expect(units.next(10_000, 7)).toBeNull();
  expect(units.next(10_000, 8)).toBe(0);
  expect(new DeadUnits().next(0, 1)).toBeNull();
});
