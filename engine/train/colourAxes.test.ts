// Principal axes of colours that vary in one direction only.
import { expect, test } from 'vitest';
import { createSplit } from '../data/dataset.ts';
import { colourAxes } from './colourAxes.ts';

test('one axis is as long as the deviation of colours that vary along it', () => {
  const shape = { height: 1, width: 2, channels: 3 };
  const split = createSplit(shape, 2);
  // (10, 20, 30) and (16, 28, 30): they lie 10 apart, 5 from their mean.
  split.images.set([10, 16, 20, 28, 30, 30, 16, 10, 28, 20, 30, 30]);
  split.count = 2;
  const axes = colourAxes(split, shape);
  const lengths = [0, 1, 2].map((axis) => Math.hypot(axes[axis], axes[3 + axis], axes[6 + axis]));
  expect(Math.max(...lengths)).toBeCloseTo(5, 10);
  expect(lengths.reduce((a, b) => a + b)).toBeCloseTo(5, 6);
  const long = lengths.indexOf(Math.max(...lengths));
  expect(Math.abs(axes[long])).toBeCloseTo(3, 6);
  expect(axes[3 + long] / axes[long]).toBeCloseTo(8 / 6, 6);
});
