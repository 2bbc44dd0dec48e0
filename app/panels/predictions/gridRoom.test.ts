// The grid of predictions.
import { expect, test } from 'vitest';
import { gridFor, pageStart } from './gridRoom.ts';

test('the side column of a desktop shows two by five, middle width three by five', () => {
  expect(gridFor(352, 340, 'normal')).toEqual({ columns: 2, rows: 5 });
  expect(gridFor(352, 339, 'normal')).toEqual({ columns: 2, rows: 4 });
  expect(gridFor(632, 400, 'normal')).toEqual({ columns: 3, rows: 5 });
});

test('a phone scrolls through 24, a low window shows one row', () => {
  expect(gridFor(358, Number.POSITIVE_INFINITY, 'normal')).toEqual({ columns: 2, rows: 12 });
  expect(gridFor(352, 30, 'normal')).toEqual({ columns: 2, rows: 1 });
});

test('a projector shows pictures of 96 pixels with a gap between the rows', () => {
  expect(gridFor(460, 400, 'projector')).toEqual({ columns: 2, rows: 4 });
  expect(gridFor(460, 399, 'projector')).toEqual({ columns: 2, rows: 3 });
});

test('pages keep the image they began with', () => {
  expect(pageStart(10, 10)).toBe(10);
  expect(pageStart(10, 8)).toBe(8);
  expect(pageStart(0, 8)).toBe(0);
});
