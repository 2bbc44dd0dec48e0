// Smoothing: bias correction, appending, thinning.
import { expect, test } from 'vitest';
import { Smoother } from './smoothing.ts';

const curve = (values: readonly number[], stride = 1) =>
  values.map((value, i) => ({ step: (i + 1) * stride, value }));
const valueAt = (point: { value: number }) => point.value;

test('no smoothing leaves the curve as it is', () => {
  expect([...new Smoother().smooth(curve([3, 1, 2]), valueAt, 0)]).toEqual([3, 1, 2]);
});

test('a constant stays constant from the first point on', () => {
  for (const value of new Smoother().smooth(curve([2, 2, 2, 2]), valueAt, 0.99))
    expect(value).toBeCloseTo(2, 12);
});

test('the weights of the first points are those of the bias-corrected mean', () => {
  const [first, second, third] = new Smoother().smooth(curve([1, 2, 4]), valueAt, 0.5);
  expect(first).toBe(1);
  expect(second).toBeCloseTo((0.25 * 1 + 0.5 * 2) / 0.75, 12);
  expect(third).toBeCloseTo((0.125 * 1 + 0.25 * 2 + 0.5 * 4) / 0.875, 12);
});

test('appended points give the same line as all at once', () => {
  const points = curve([5, 4, 4.5, 3, 2]);
  const whole = [...new Smoother().smooth(points, valueAt, 0.9)];
  const growing = points.slice(0, 2);
  const smoother = new Smoother();
  smoother.smooth(growing, valueAt, 0.9);
  growing.push(...points.slice(2));
  expect([...smoother.smooth(growing, valueAt, 0.9)]).toEqual(whole);
});

test('another weight or another curve starts again', () => {
  const smoother = new Smoother();
  const points = curve([1, 2, 3]);
  smoother.smooth(points, valueAt, 0.9);
  expect([...smoother.smooth(points, valueAt, 0)]).toEqual([1, 2, 3]);
  expect([...smoother.smooth(curve([7]), valueAt, 0)]).toEqual([7]);
});

test('a thinned constant slope lags as the full one does', () => {
  const full = new Smoother().smooth(curve(Array.from({ length: 4000 }, (_, i) => i + 1)), valueAt, 0.98);
  const thin = new Smoother().smooth(
    curve(
      Array.from({ length: 1000 }, (_, i) => 4 * (i + 1)),
      4,
    ),
    valueAt,
    0.98,
  );
  expect(full[3999]).toBeCloseTo(4000 - 49, 6);
  expect(Math.abs(thin[999] - full[3999])).toBeLessThan(2);
});

test('a value that is not finite does not spoil the mean', () => {
  const [, second, third] = new Smoother().smooth(curve([1, Number.NaN, 1]), valueAt, 0.9);
  expect(second).toBeCloseTo(1, 12);
  expect(third).toBeCloseTo(1, 12);
});
