// Pixels of maps, filters and photographs, and where they lie in a tensor.
import { expect, test } from 'vitest';
import { colourTable, greyTable } from './colourMap.ts';
import { barPixels, photoPixels, rgbPixels, slicePixels, tablePixels } from './pixels.ts';
import { energy, filterSlice, flatSlice, mapSlice, strongest, unitSlice } from './slices.ts';

const stops = ['#000000', '#101010', '#202020', '#808080', '#a0a0a0', '#d0d0d0', '#ffffff'];
const table = colourTable(stops);
const reds = (data: Uint8ClampedArray) => [...data].filter((_, i) => i % 4 === 0);

/** The values that a slice names. */
const read = (values: readonly number[], { offset, stride, count }: ReturnType<typeof mapSlice>) =>
  Array.from({ length: count }, (_, i) => values[offset + i * stride]);

test('a channel of a map', () => {
  // [2, 2, 3]: value = 10 * pixel + channel
  const map = Array.from({ length: 12 }, (_, i) => 10 * Math.floor(i / 3) + (i % 3));
  expect(read(map, mapSlice([2, 2, 3], 1))).toEqual([1, 11, 21, 31]);
});

test('a plane of a filter', () => {
  // [1, 2, 2, 3]: value = 100 * x + 10 * input + filter
  const weight = [0, 1, 2, 10, 11, 12, 100, 101, 102, 110, 111, 112];
  expect(read(weight, filterSlice([1, 2, 2, 3], 2, 1))).toEqual([12, 112]);
});

test('the weights of a unit over one channel of its input map', () => {
  // input 1×2×2, two units: value = 100 * x + 10 * channel + unit
  const weight = [0, 1, 10, 11, 100, 101, 110, 111];
  const input = { height: 1, width: 2, channels: 2 };
  expect(read(weight, unitSlice([4, 2], input, 1, 1))).toEqual([11, 111]);
  const flat = flatSlice([4, 2], 1);
  expect([flat.height, flat.width]).toEqual([2, 2]);
  expect(read(weight, flat)).toEqual([1, 11, 101, 111]);
  expect(flatSlice([10, 3], 0)).toMatchObject({ height: 3, width: 4, count: 10 });
});

test('the strongest input is the one with the largest energy', () => {
  const weight = [1, -3, 2, 0];
  const slices = [0, 1].map((input) => filterSlice([1, 2, 2, 1], 0, input));
  expect(slices.map((slice) => energy(weight, slice))).toEqual([5, 9]);
  expect(strongest(weight, slices)).toBe(1);
});

test('a signed map: zero has the middle colour, the ends the outer ones, NaN none', () => {
  const values = [-2, 0, 2, Number.NaN];
  const { data } = slicePixels(values, mapSlice([2, 2, 1], 0), table, 2, 'signed');
  expect(reds(data)).toEqual([0, 128, 255, 0]);
  expect([3, 7, 11, 15].map((i) => data[i])).toEqual([255, 255, 255, 0]);
});

test('a picture whose last row is not full ends transparent', () => {
  const { width, height, data } = slicePixels([1, 1, 1], flatSlice([3, 1], 0), table, 1, 'oneWay');
  expect([width, height]).toEqual([2, 2]);
  expect([3, 7, 11, 15].map((i) => data[i])).toEqual([255, 255, 255, 0]);
});

test('an RGB filter: zero is grey in each plane', () => {
  // [1, 1, 3, 1]: red at the top, green at zero, blue at the bottom
  const planes = [0, 1, 2].map((input) => filterSlice([1, 1, 3, 1], 0, input));
  expect([...rgbPixels([0.4, 0, -0.4], planes, 0.4).data]).toEqual([255, 128, 0, 255]);
  expect([...rgbPixels([0, 0, 0], planes, 0).data]).toEqual([128, 128, 128, 255]);
});

test('photographs from planar bytes, in colour and in grey', () => {
  const colour = photoPixels(new Uint8Array([1, 2, 3, 4, 5, 6]), { height: 1, width: 2, channels: 3 });
  expect([...colour.data]).toEqual([1, 3, 5, 255, 2, 4, 6, 255]);
  const grey = photoPixels(new Uint8Array([7, 8]), { height: 2, width: 1, channels: 1 });
  expect([...grey.data]).toEqual([7, 7, 7, 255, 8, 8, 8, 255]);
  const row = { height: 1, width: 3, channels: 1 };
  const middle = photoPixels(new Uint8Array([7, 8, 9]), row, { height: 1, width: 1 });
  expect([...middle.data]).toEqual([8, 8, 8, 255]);
  const placed = photoPixels(new Uint8Array([7, 8, 9]), row, { height: 1, width: 5 }, { top: 0, left: -2 });
  expect(Array.from({ length: 5 }, (_, i) => placed.data[4 * i])).toEqual([0, 0, 7, 8, 9]);
  const field = photoPixels(new Uint8Array([7, 8, 9]), row, { height: 1, width: 5 });
  expect([...field.data].filter((_, i) => i % 4 === 3)).toEqual([0, 255, 255, 255, 0]);
  expect(field.data[8]).toBe(8);
});

test('a bar runs from zero to its value', () => {
  const alphas = (value: number, direction: 'signed' | 'oneWay') =>
    [...barPixels(value, table, 2, direction, 5).data].filter((_, i) => i % 4 === 3).map((a) => a / 255);
  expect(alphas(2, 'signed')).toEqual([0, 0, 1, 1, 1]);
  expect(alphas(-1, 'signed')).toEqual([0, 1, 1, 0, 0]);
  expect(alphas(0, 'signed')).toEqual([0, 0, 1, 0, 0]);
  expect(alphas(1, 'oneWay')).toEqual([1, 1, 1, 0, 0]);
  expect(alphas(Number.NaN, 'oneWay')).toEqual([0, 0, 0, 0, 0]);
});

test('a legend shows the whole table', () => {
  const { width, data } = tablePixels(greyTable);
  expect(width).toBe(255);
  expect([data[0], data[127 * 4], data[254 * 4]]).toEqual([0, 128, 255]);
});
