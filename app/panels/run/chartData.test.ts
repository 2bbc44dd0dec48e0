// Columns and ranges of the run's charts.
import { expect, test } from 'vitest';
import type { EvaluationPoint, HistoryPoint } from '../../../engine/worker/protocol.ts';
import { ChartData } from './chartData.ts';
import { lossRange } from './chartRange.ts';

const point = (step: number, loss: number): HistoryPoint => ({
  step,
  examples: 32 * step,
  loss,
  accuracy: 1 / (1 + loss),
  gradientNorm: 1,
});
const evaluation = (step: number, count: number): EvaluationPoint => ({
  step,
  examples: 32 * step,
  loss: 1,
  accuracy: 0.5,
  count,
  total: 10_000,
  views: 'one',
});
const history = (points: HistoryPoint[], evaluations: EvaluationPoint[] = []) => ({
  points,
  evaluations,
  changes: [],
  checkpoints: [{ step: 1 }, { step: 30 }],
});

test('columns grow with the history and start again with another', () => {
  const data = new ChartData();
  const points = [point(1, 2), point(2, 1)];
  data.update(history(points), 0);
  points.push(point(3, 0.5));
  data.update(history(points), 0);
  expect(data.raw('loss')).toMatchObject({ steps: [1, 2, 3], values: [2, 1, 0.5], length: 3 });
  expect([...(data.smooth('loss').values as number[])]).toEqual([2, 1, 0.5]);
  data.update(history([point(7, 9)]), 0);
  expect(data.raw('loss')).toMatchObject({ steps: [7], values: [9], length: 1 });
  expect(data.lastStep).toBe(7);
});

test('each auxiliary head has a smoothed curve of its own, and a net without heads none', () => {
  const data = new ChartData();
  const points = [point(1, 2), point(2, 1), { ...point(3, 1), heads: { early: 3, late: 2 } }];
  data.update(history(points), 0);
  points.push({ ...point(4, 1), heads: { early: 1, late: 2 } });
  data.update(history(points), 0.5);
  expect(data.heads.map(({ name }) => name)).toEqual(['early', 'late']);
  const [early, late] = data.heads.map(({ curve }) => curve);
  expect([early.steps, early.length]).toEqual([[1, 2, 3, 4], 4]);
  // The first value is the head's own; the second counts twice as much: (0.25 * 3 + 0.5 * 1) / 0.75.
  expect([...Array.from(early.values)]).toEqual([Number.NaN, Number.NaN, 3, 5 / 3]);
  expect([...Array.from(late.values)].slice(2)).toEqual([2, 2]);
  data.update(history([point(1, 2)]), 0.5);
  expect(data.heads).toEqual([]);
});

test('evaluations are told apart by whether they covered the whole split', () => {
  const data = new ChartData();
  data.update(history([], [evaluation(10, 1000), evaluation(20, 10_000), evaluation(30, 500)]), 0);
  expect(data.tests('accuracy', 'part').steps).toEqual([10, 30]);
  expect(data.tests('accuracy', 'whole').steps).toEqual([20]);
  expect([data.imagesOf('part'), data.imagesOf('whole')]).toEqual([500, 10_000]);
  expect(data.empty).toBe(false);
});

test('the range of losses: around chance at first, then what the curves reach without rare spikes', () => {
  const none = { steps: [], values: [], length: 0 };
  const empty = { raw: none, whole: [] };
  expect(lossRange(empty, [0, 100], Math.log(10), false)).toEqual([0.5, 2.5]);
  expect(lossRange(empty, [0, 100], 0.09, false)).toEqual([0.02, 0.1]);
  const steps = Array.from({ length: 200 }, (_, i) => i);
  const values = steps.map((i) => (i === 50 ? 40 : 1 + (i % 10) / 10));
  const raw = { steps, values, length: 200 };
  expect(lossRange({ ...empty, raw }, [0, 200], 2.3, false)).toEqual([1, 2]);
  expect(lossRange({ ...empty, whole: [raw] }, [0, 200], 2.3, false)).toEqual([0, 40]);
  expect(lossRange({ ...empty, whole: [raw] }, [60, 200], 2.3, true)).toEqual([1, 2]);
  const level = { ...raw, values: values.map((_, i) => 2.4 + i / 1e6) };
  expect(lossRange({ ...empty, raw: level }, [0, 200], 2.3, false)).toEqual([2.388, 2.402]);
});
