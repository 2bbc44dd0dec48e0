// What is due at a step does not depend on how a division of images by an epoch's images was rounded.
import { expect, test } from 'vitest';
import { parseTraining } from '../spec/training.ts';
import { endsOf, isAtEnd, stepsUntilDue, testDue } from './due.ts';

const training = parseTraining({ batch: 10, evaluateEvery: 0, evaluateWholeEvery: 1 });

/** A run of 100 images in an epoch whose passes are off by `error`. */
const runAt = (step: number, error: number) => ({
  step,
  position: 10 * step,
  training,
  order: { start: 0, epoch: 0, count: 100, passes: 0 },
  passesAt: (position: number) => position / 100 + error,
});

test.each([0, -1e-12, 1e-12])('epochs end at their last step, off by %s of an epoch', (error) => {
  const ends = endsOf(runAt(0, 0), { epochs: 2 });
  for (const step of [1, 3, 9]) expect(stepsUntilDue(runAt(step, error), ends)).toBe(10 - step);
  for (const step of [9, 11, 19]) expect([step, testDue(runAt(step, error))]).toEqual([step, 0]);
  for (const step of [10, 20]) expect(testDue(runAt(step, error))).toBe(Number.POSITIVE_INFINITY);
  expect(stepsUntilDue(runAt(10, error), ends)).toBe(10);
  expect([19, 20].map((step) => isAtEnd(runAt(step, error), ends))).toEqual([false, true]);
});
