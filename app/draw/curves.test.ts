// Curves in pixels.
import { expect, test } from 'vitest';
import { curveVertices, firstAt, nearest } from './curves.ts';

const identity = (v: number) => v;

test('finding steps', () => {
  const steps = [1, 3, 5, 9];
  expect([0, 1, 2, 9, 10].map((step) => firstAt(steps, 4, step))).toEqual([0, 0, 1, 3, 4]);
  expect([-5, 2, 4.5, 7, 8, 99].map((step) => nearest(steps, 4, step))).toEqual([0, 0, 2, 2, 3, 3]);
  expect(nearest([], 0, 5)).toBe(-1);
});

test('a short curve is drawn point by point, with one point beyond each end', () => {
  const curve = { steps: [0, 10, 20, 30, 40], values: [5, 4, 3, 2, 1], length: 5 };
  expect([...curveVertices(curve, identity, identity, [15, 25])]).toEqual([10, 4, 20, 3, 30, 2]);
});

test('a long curve keeps the extremes of each pixel column, in their order', () => {
  const steps = Array.from({ length: 1000 }, (_, i) => i);
  const values = steps.map((i) => (i === 555 ? 100 : i === 551 ? -100 : i % 2));
  const vertices = curveVertices({ steps, values, length: 1000 }, (s) => s / 100, identity, [0, 1000]);
  expect(vertices.length).toBeLessThanOrEqual(2 * 2 * 10);
  const at = [...vertices].indexOf(-100);
  expect([...vertices.slice(at - 1, at + 3)].map((v) => Math.round(v * 100) / 100)).toEqual([
    5.51, -100, 5.55, 100,
  ]);
});

test('values that are not finite leave no vertex', () => {
  const curve = { steps: [0, 1, 2], values: [1, Number.NaN, 3], length: 3 };
  expect([...curveVertices(curve, identity, identity, [0, 100])]).toEqual([0, 1, 2, 3]);
});
