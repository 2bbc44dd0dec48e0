// Images on a canvas: every place equally often, cells that divide the places evenly, and places that stay.
import { describe, expect, test } from 'vitest';
import { evaluationWindow, type ImageAttributes, labelOf, trainingWindow } from './imageWindow.ts';
import { cellOf, fixedOffset, middleOfCell } from './placement.ts';
import { runState, runStateWords } from './runState.ts';

const canvas: ImageAttributes = {
  batch: 1,
  height: 12,
  width: 8,
  channels: 1,
  imageHeight: 4,
  imageWidth: 5,
  imageChannels: 1,
  reflect: 0,
  scatter: 1,
  cells: 3,
};
const numbers = (count: number) => Array.from({ length: count }, (_, i) => i);

describe('cells', () => {
  test('of 32 pixels of room: eight of four or five places, in order', () => {
    const cells = numbers(33).map((offset) => cellOf(offset, 32, 8));
    expect(cells).toEqual([...cells].sort((a, b) => a - b));
    expect(numbers(8).map((cell) => cells.filter((one) => one === cell).length)).toEqual([
      5, 4, 4, 4, 4, 4, 4, 4,
    ]);
  });

  test.each([
    [32, 8],
    [7, 8],
    [0, 8],
    [3, 3],
    [95, 8],
  ])(
    'with %i pixels of room no place is farther from the middle of its cell than half of it',
    (room, cells) => {
      for (const offset of numbers(room + 1)) {
        const middle = middleOfCell(cellOf(offset, room, cells), room, cells);
        expect(Math.abs(middle - offset)).toBeLessThanOrEqual(Math.floor(Math.ceil((room + 1) / cells) / 2));
      }
    },
  );

  test('what lies outside counts as the nearest', () => {
    expect([-3, 9].map((offset) => cellOf(offset, 8, 3))).toEqual([0, 2]);
  });
});

describe('places', () => {
  const count = 20_000;
  const state = new Uint32Array(runStateWords);
  state[runState.seed] = 3;
  state[runState.trainCount] = 100;
  state[runState.shift] = 2;

  test.each([
    ['training', (at: number) => trainingWindow(canvas, state, at)],
    ['evaluation', (at: number) => evaluationWindow(canvas, at)],
  ] as const)('%s: each of 9 × 4 equally often', (_, windowAt) => {
    const places = numbers(count).map((at) => windowAt(at));
    for (const top of numbers(9))
      for (const left of numbers(4)) {
        const share = places.filter((one) => -one.top === top && -one.left === left).length / count;
        expect(share).toBeCloseTo(1 / 36, 2);
        expect(share).toBeGreaterThan(1 / 50);
      }
    expect(Math.max(...places.map(({ top }) => -top))).toBe(8);
    expect(Math.max(...places.map(({ left }) => -left))).toBe(3);
  });

  test('of evaluation are these on every engine', () => {
    const sizes = { height: 64, width: 64, imageHeight: 32, imageWidth: 32 };
    expect([0, 1, 2].map((example) => fixedOffset(sizes, example))).toEqual([
      { down: 23, right: 6 },
      { down: 6, right: 23 },
      { down: 4, right: 13 },
    ]);
  });

  test('an axis without room is seen as ever', () => {
    const narrow = { ...canvas, width: 3 };
    expect(evaluationWindow(narrow, 5).left).toBe(1);
    expect(evaluationWindow({ ...canvas, scatter: 0 }, 5)).toEqual({ top: -4, left: -2 });
  });

  test('the label is the cell, row by row, or the class', () => {
    expect(labelOf(canvas, 7, { top: -8, left: -1 })).toBe(6);
    expect(labelOf(canvas, 7, { top: -3, left: -3 })).toBe(5);
    expect(labelOf({ ...canvas, cells: 0 }, 7, { top: -8, left: -1 })).toBe(7);
  });
});
