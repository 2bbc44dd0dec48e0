// Schedules against values worked out by hand, the figures of papers that use them, and an independent framework.
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { afterTest, isSteady, noPlateau, pullFactor, rateFactor, scheduleLength } from './schedule.ts';
import { parseTraining, schedules, type TrainingDocument, trainingFields } from './training.ts';

const at = (changes: Partial<TrainingDocument>, epochs: readonly number[], perStep = 0.01) =>
  epochs.map((epoch) => rateFactor(parseTraining(changes), epoch, perStep));

const expectNear = (actual: readonly number[], expected: readonly number[]) => {
  expect(actual).toHaveLength(expected.length);
  for (const [i, value] of expected.entries()) expect(actual[i]).toBeCloseTo(value, 12);
};

test('constant', () => expect(at({}, [0, 7.3, 1e4])).toEqual([1, 1, 1]));

test('steps: a tenth after every 8 epochs', () =>
  expectNear(
    at({ schedule: 'step', dropEvery: 8, dropFactor: 0.1 }, [0, 7.99, 8, 15.9, 16]),
    [1, 1, 0.1, 0.1, 0.01],
  ));

test('an epoch that is a sum of fractions drops where it ends', () => {
  let epoch = 0;
  for (let step = 0; step < 80; step++) epoch += 0.1;
  expect(epoch).toBeLessThan(8);
  expectNear(at({ schedule: 'step', dropEvery: 8 }, [epoch]), [0.1]);
  expectNear(at({ schedule: 'multistep', drop1: 8 }, [epoch]), [0.1]);
});

test('steps at chosen epochs, 0 for none: ResNet drops at 91 and 136 of 182 (He et al. 2016)', () =>
  expectNear(
    at({ schedule: 'multistep', drop1: 91, drop2: 136, drop3: 0 }, [0, 90.9, 91, 135, 136, 182]),
    [1, 1, 0.1, 0.1, 0.01, 0.01],
  ));

test('exponential: 0.5 every 2 epochs is the root of a half in one', () =>
  expectNear(at({ schedule: 'exponential', dropEvery: 2, dropFactor: 0.5 }, [0, 1, 2, 5]), [
    1,
    Math.SQRT1_2,
    0.5,
    2 ** -2.5,
  ]));

test("inverse: LeNet's (1 + 1e-4 iterations)^-0.75 at 10,000 iterations of Caffe", () =>
  expectNear(at({ schedule: 'inverse', dropEvery: 10, power: 0.75 }, [0, 10, 30]), [
    1,
    2 ** -0.75,
    4 ** -0.75,
  ]));

test('polynomial: straight with power 1, and to an end that is not 0', () => {
  const line = { schedule: 'polynomial', scheduleEpochs: 10, power: 1 } as const;
  expectNear(at(line, [0, 2.5, 10, 12]), [1, 0.75, 0, 0]);
  expectNear(at({ ...line, power: 2, endFactor: 0.2 }, [0, 5, 10]), [1, 0.2 + 0.8 / 4, 0.2]);
});

test('cosine: 1, 0.75, 0.5, 0.25 at thirds and the half', () =>
  expectNear(
    at({ schedule: 'cosine', scheduleEpochs: 12 }, [0, 4, 6, 8, 12, 20]),
    [1, 0.75, 0.5, 0.25, 0, 0],
  ));

test('triangle: airbench94 goes from 0.2 to 1 in 23 % of the steps, then to 0.07', () => {
  const airbench = { schedule: 'triangle', startFactor: 0.2, peakAt: 0.23, endFactor: 0.07 } as const;
  expectNear(at({ ...airbench, scheduleEpochs: 100 }, [0, 11.5, 23, 61.5, 100]), [0.2, 0.6, 1, 0.535, 0.07]);
  expectNear(at({ ...airbench, peakAt: 0, scheduleEpochs: 10 }, [0, 10]), [1, 0.07]);
  expectNear(at({ ...airbench, peakAt: 1, scheduleEpochs: 10 }, [0, 5, 10]), [0.2, 0.6, 1]);
});

test('a schedule with an end ends where training stops, if it does', () => {
  expect(scheduleLength(parseTraining({ scheduleEpochs: 12 }))).toBe(12);
  expect(scheduleLength(parseTraining({ scheduleEpochs: 12, stopAfterEpochs: 5 }))).toBe(5);
});

test('a warm-up rises in equal steps, the first of them not 0, and multiplies the schedule', () => {
  expectNear(at({ warmup: 1 }, [0, 0.25, 0.5, 0.75, 1, 2], 0.25), [0.25, 0.5, 0.75, 1, 1, 1]);
  expectNear(at({ warmup: 2, schedule: 'step', dropEvery: 1 }, [1], 0.5), [0.75 * 0.1]);
});

test.each(schedules)('%s stays between 0 and 1 whatever the settings', (schedule) => {
  for (const extreme of ['min', 'max', 'default'] as const) {
    const settings = trainingFields.map((field) => [
      field.key,
      extreme in field ? (field as Record<string, unknown>)[extreme] : field.default,
    ]);
    const training = { ...(Object.fromEntries(settings) as TrainingDocument), schedule };
    for (const epoch of [0, 0.5, 1, 10, 1e4]) {
      const factor = rateFactor(training, epoch, 0.01);
      expect(factor).toBeGreaterThanOrEqual(0);
      expect(factor).toBeLessThanOrEqual(1);
    }
  }
});

describe('a plateau', () => {
  const training = parseTraining({ schedule: 'plateau', patience: 1, dropFactor: 0.5 });
  const plateauAfter = (...accuracies: number[]) =>
    accuracies.reduce((plateau, accuracy) => afterTest(plateau, accuracy, training), noPlateau);

  test('ends with more tests than patience allows that are no better', () => {
    expect(plateauAfter(0.4)).toEqual({ factor: 1, best: 0.4, waited: 0 });
    expect(plateauAfter(0.4, 0.4)).toEqual({ factor: 1, best: 0.4, waited: 1 });
    expect(plateauAfter(0.4, 0.4, 0.3)).toEqual({ factor: 0.5, best: 0.4, waited: 0 });
    expect(plateauAfter(0.4, 0.4, 0.3, 0.3, 0.4)).toEqual({ factor: 0.25, best: 0.4, waited: 0 });
    expect(plateauAfter(0.4, 0.3, 0.5, 0.4)).toEqual({ factor: 1, best: 0.5, waited: 1 });
  });

  test('lowers the rate', () => expect(rateFactor(training, 3, 0.1, plateauAfter(0.4, 0.3, 0.3))).toBe(0.5));
});

describe('as in an independent framework', () => {
  interface Case {
    title: string;
    training: Partial<TrainingDocument>;
    factors: number[];
  }
  const file = new URL('../testing/fixtures/schedules.json', import.meta.url);
  const {
    cases,
    plateau,
    perEpoch,
  }: { cases: Case[]; plateau: Case & { accuracies: number[] }; perEpoch: number } = JSON.parse(
    readFileSync(file, 'utf8'),
  );

  test('is every schedule but the constant one', () => {
    const compared = [...cases, plateau].map(({ training }) => training.schedule);
    expect(new Set(['constant', ...compared])).toEqual(new Set(schedules));
  });

  test.each(cases)('$title', ({ training, factors }) =>
    expectNear(
      at(
        training,
        factors.map((_, step) => step / perEpoch),
        1 / perEpoch,
      ),
      factors,
    ),
  );

  test('ReduceLROnPlateau', () => {
    const training = parseTraining(plateau.training);
    let known = noPlateau;
    for (const [test, accuracy] of plateau.accuracies.entries()) {
      known = afterTest(known, accuracy, training);
      expect(rateFactor(training, test, 0.1, known)).toBe(plateau.factors[test]);
    }
  });
});

test('steady is what does not change by itself', () => {
  expect(isSteady(parseTraining({}))).toBe(true);
  expect(isSteady(parseTraining({ schedule: 'plateau' }))).toBe(true);
  expect(isSteady(parseTraining({ warmup: 1 }))).toBe(false);
  expect(isSteady(parseTraining({ schedule: 'cosine' }))).toBe(false);
});

test('slow weights follow every fifth step, at first wholly, in the end by a fifth', () => {
  const training = parseTraining({ schedule: 'triangle', scheduleEpochs: 10 });
  const pulls = [0, 3, 4, 5, 9].map((step) => pullFactor(training, step, 0));
  expect(pulls).toEqual([0, 0, 1, 0, 1]);
  expectNear(
    [5, 10, 12].map((epoch) => pullFactor(training, 4, epoch)),
    [1 - 0.95 ** 5 / 8, 1 - 0.95 ** 5, 1 - 0.95 ** 5],
  );
});
