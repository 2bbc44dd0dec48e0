// The curve of a schedule: its extent, and its values where they are known.
import { expect, test } from 'vitest';
import { parseTraining } from '../../engine/spec/training.ts';
import { rateCurve } from './rateCurve.ts';

test('a cosine goes from the rate to 0 over its length', () => {
  const training = parseTraining({ schedule: 'cosine', scheduleEpochs: 12, learningRate: 0.4 });
  const { epochs, points } = rateCurve(training, 0, 0.01, 1);
  expect(epochs).toBe(12);
  expect([points[0], points[120][0], points.at(-1)]).toEqual([[0, 0.4], 6, [12, 0]]);
  expect(points[120][1]).toBeCloseTo(0.2, 12);
});

test('chosen drops show with some epochs after the last, and all that has been trained shows', () => {
  const training = parseTraining({ schedule: 'multistep', drop1: 91, drop2: 136 });
  expect(rateCurve(training, 0, 0.01, 1).epochs).toBe(170);
  expect(rateCurve(training, 200, 0.01, 1).epochs).toBe(221);
});

test('on plateaus it is flat, as high as what is left', () => {
  const training = parseTraining({ schedule: 'plateau', learningRate: 0.4 });
  const { points } = rateCurve(training, 3, 0.01, 0.25);
  expect(new Set(points.map(([, rate]) => rate))).toEqual(new Set([0.1]));
});
