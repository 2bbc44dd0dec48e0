// Charts as pictures: where ticks, marks and the cursor go.
import { expect, test } from 'vitest';
import { type ChartInput, chartMargins, chartPicture, placeOf, stepAt } from './chartPicture.ts';

const none = { steps: [], values: [], length: 0 };
const curve = (points: [number, number][]) => ({
  steps: points.map(([step]) => step),
  values: points.map(([, value]) => value),
  length: points.length,
});

const loss: ChartInput = {
  width: 276,
  height: 176,
  type: 10.5,
  steps: [0, 7000],
  values: [0.5, 2.5],
  log: false,
  tickText: (value) => value.toFixed(1),
  raw: none,
  smooth: none,
  test: none,
  whole: none,
  heads: [],
  changes: [],
  checkpoints: [],
  cursor: null,
  selection: null,
  chance: null,
};

test('ticks of both axes are evenly spaced from corner to corner', () => {
  const { yTicks, xTicks, left, right, top, bottom } = chartPicture(loss);
  expect([left, right, top, bottom]).toEqual([34, 268, 8, 154]);
  expect(yTicks.map(({ text }) => text)).toEqual(['0.5', '1.0', '1.5', '2.0', '2.5']);
  expect([yTicks[0].at, yTicks[4].at]).toEqual([bottom, top]);
  expect(xTicks.map(({ text }) => text)).toEqual(['0', '1k', '2k', '3k', '4k', '5k', '6k', '7k']);
  expect([xTicks[0].at, xTicks[7].at]).toEqual([left, right]);
});

test('a low chart has fewer ticks, never closer than their type needs', () => {
  const texts = (height: number) =>
    chartPicture({ ...loss, height, values: [1, 2.4] }).yTicks.map(({ text }) => text);
  expect(texts(176)).toEqual(['1.0', '1.2', '1.4', '1.6', '1.8', '2.0', '2.2', '2.4']);
  expect(texts(108)).toEqual(['1.0', '1.5', '2.0']);
});

test('a logarithmic axis ticks at 1, 2 and 5 and puts equal ratios at equal distances', () => {
  const { yTicks } = chartPicture({
    ...loss,
    log: true,
    values: [0.5, 5],
    tickText: (value) => String(value),
  });
  expect(yTicks.map(({ text }) => text)).toEqual(['0.5', '1', '2', '5']);
  expect(yTicks[0].at - yTicks[1].at).toBeCloseTo(yTicks[1].at - yTicks[2].at, 9);
});

test('each curve of a head is drawn from end to end', () => {
  const falling = curve([
    [0, 2.5],
    [7000, 0.5],
  ]);
  const level = curve([
    [0, 1.5],
    [3500, 1.5],
  ]);
  const { heads } = chartPicture({ ...loss, heads: [falling, level] });
  expect(heads.map((vertices) => [...vertices])).toEqual([
    [34, 8, 268, 154],
    [34, 81, 151, 81],
  ]);
});

test('the cursor names its step, hides tick labels that it covers, and finds the nearest values', () => {
  const picture = chartPicture({
    ...loss,
    cursor: 3500,
    smooth: curve([
      [1, 2.5],
      [3400, 1.5],
      [7000, 0.5],
    ]),
    whole: curve([[3000, 1]]),
  });
  expect(picture.cursor!.text).toBe('3,500');
  expect(picture.cursor!.x).toBe(151.5);
  expect(picture.cursor!.train).toBe(81);
  expect(picture.cursor!.test).toBe(117.5);
  expect(picture.xTicks.filter(({ text }) => text === '').map(({ at }) => Math.round(at))).toEqual([
    134, 168,
  ]);
});

test('marks outside the zoomed range are left out', () => {
  const picture = chartPicture({
    ...loss,
    steps: [2000, 4000],
    cursor: 100,
    changes: [
      { step: 1999, text: 'a' },
      { step: 2000, text: 'b' },
      { step: 4000, text: 'c' },
    ],
    checkpoints: [1000, 3000],
  });
  expect(picture.changes).toEqual([
    { x: 34.5, text: 'b' },
    { x: 268.5, text: 'c' },
  ]);
  expect(picture.checkpoints).toEqual([151]);
  expect(picture.cursor).toBeNull();
});

test('the chance line says its name on the free side', () => {
  expect(chartPicture({ ...loss, chance: { value: 2.3, text: 'chance' } }).chance).toMatchObject({
    below: true,
  });
  expect(chartPicture({ ...loss, chance: { value: 0.6, text: 'chance' } }).chance).toMatchObject({
    below: false,
  });
});

test('a pixel names its step, clamped to the plot', () => {
  const { left } = chartMargins(10.5);
  expect(stepAt(left, 276, 10.5, [0, 7000])).toBe(0);
  expect(stepAt(151, 276, 10.5, [0, 7000])).toBe(3500);
  expect(placeOf(3500, 276, 10.5, [0, 7000])).toBe(151);
  expect(stepAt(999, 276, 10.5, [2000, 4000])).toBe(4000);
  expect(stepAt(-5, 276, 10.5, [2000, 4000])).toBe(2000);
});
