// Axis ranges in whole ticks.
import { expect, test } from 'vitest';
import { binaryTicks, HeldDomain, logTicks, quantiles, stepDomain, wholeTicks } from './domains.ts';

test('ranges end on ticks', () => {
  expect(wholeTicks(0.63, 2.38, 4)).toEqual([0.5, 2.5]);
  expect(wholeTicks(0.5, 2.5, 4)).toEqual([0.5, 2.5]);
  expect(wholeTicks(0.012, 0.087, 4)).toEqual([0, 0.1]);
  expect(wholeTicks(2, 2, 4)).toEqual([2, 2.2]);
});

test('the step axis starts at 0 and holds at least 50 steps', () => {
  expect(stepDomain(0)).toEqual([0, 50]);
  expect(stepDomain(6750)).toEqual([0, 7000]);
  expect(stepDomain(7001)).toEqual([0, 8000]);
});

test('logarithmic ranges end on 1, 2 and 5', () => {
  expect(logTicks(0.63, 2.38)).toEqual([0.5, 5]);
  expect(logTicks(0.011, 0.9)).toEqual([0.01, 1]);
  expect(logTicks(1, 1)).toEqual([0.5, 2]);
});

test('quantiles leave out spikes and what is not finite', () => {
  const values = Array.from({ length: 101 }, (_, i) => i);
  expect(quantiles(values, 0.02, 0.98)).toEqual([2, 98]);
  expect(quantiles([Number.NaN, 3], 0, 1)).toEqual([3, 3]);
  expect(quantiles([], 0, 1)).toBeNull();
});

test('a held range grows at once and shrinks after two seconds', () => {
  const held = new HeldDomain();
  expect(held.update([0, 2], 0)).toEqual([0, 2]);
  expect(held.update([0, 3], 100)).toEqual([0, 3]);
  expect(held.update([0, 2], 200)).toEqual([0, 3]);
  expect(held.update([0, 3], 1900)).toEqual([0, 3]);
  expect(held.update([0, 2], 3000)).toEqual([0, 3]);
  expect(held.update([0, 2], 4000)).toEqual([0, 2]);
});

test('byte axes tick at powers of two', () => {
  expect(binaryTicks(256, 4)).toEqual([0, 64, 128, 192, 256]);
  expect(binaryTicks(184, 4)).toEqual([0, 64, 128]);
  expect(binaryTicks(3, 4)).toEqual([0, 1, 2, 3]);
});
