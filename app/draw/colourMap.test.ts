// Colour maps: zero is exactly the middle stop, the ends are the outer stops, lightness runs evenly.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { colourIndex, colourTable, fromOklab, greyTable, mapSize, parseHex, toOklab } from './colourMap.ts';

const tokens = readFileSync(new URL('../theme/tokens.css', import.meta.url), 'utf8');
/** Stops of a family in light and in dark, read from the tokens themselves. */
const families = (name: string): string[][] => {
  const all = [...tokens.matchAll(new RegExp(`--${name}-(\\d): (#[0-9a-f]{6})`, 'g'))].map((m) => m[2]);
  expect(all).toHaveLength(14);
  return [all.slice(0, 7), all.slice(7)];
};
const entry = (table: Uint8ClampedArray, index: number) => [...table.slice(index * 3, index * 3 + 3)];

test('every stop is met exactly, in both themes', () => {
  for (const stops of [...families('div'), ...families('seq')]) {
    const table = colourTable(stops);
    for (const [k, stop] of stops.entries()) {
      const index = (k * (mapSize - 1)) / 6;
      if (Number.isInteger(index)) expect(entry(table, index)).toEqual([...parseHex(stop)]);
    }
    expect(entry(table, 127)).toEqual([...parseHex(stops[3])]);
  }
});

test('OKLab of white is lightness 1 without colour, and the way back is exact', () => {
  const [lightness, a, b] = toOklab([255, 255, 255]);
  expect(lightness).toBeCloseTo(1, 6);
  expect(a).toBeCloseTo(0, 6);
  expect(b).toBeCloseTo(0, 6);
  for (const rgb of [
    [18, 63, 124],
    [0, 0, 0],
    [200, 10, 250],
  ] as const)
    for (const [i, v] of fromOklab(toOklab(rgb)).entries()) expect(v).toBeCloseTo(rgb[i], 3);
});

test('lightness of the one-way map is monotone', () => {
  for (const stops of families('seq')) {
    const table = colourTable(stops);
    const light = Array.from(
      { length: mapSize },
      (_, i) => toOklab(entry(table, i) as [number, number, number])[0],
    );
    const sign = Math.sign(light[mapSize - 1] - light[0]);
    for (let i = 6; i < mapSize; i += 6) expect(sign * (light[i] - light[i - 6])).toBeGreaterThan(0);
  }
});

test('indices are symmetric about zero and clamp at the ends', () => {
  expect(colourIndex(0, 6.4, 'signed')).toBe(127);
  for (const value of [0.01, 0.5, 3, 6.4, 99])
    expect(colourIndex(value, 6.4, 'signed') + colourIndex(-value, 6.4, 'signed')).toBe(254);
  expect(colourIndex(6.4, 6.4, 'signed')).toBe(254);
  expect(colourIndex(-99, 6.4, 'signed')).toBe(0);
  expect(colourIndex(-1, 6.4, 'oneWay')).toBe(0);
  expect(colourIndex(3.2, 6.4, 'oneWay')).toBe(127);
  expect(colourIndex(9, 6.4, 'oneWay')).toBe(254);
});

test('a scale of nothing shows zero everywhere', () => {
  expect(colourIndex(0, 0, 'signed')).toBe(127);
  expect(colourIndex(0, 0, 'oneWay')).toBe(0);
});

test('grey is in the middle of the grey table', () => {
  expect(entry(greyTable, 0)).toEqual([0, 0, 0]);
  expect(entry(greyTable, 127)).toEqual([128, 128, 128]);
  expect(entry(greyTable, 254)).toEqual([255, 255, 255]);
});
