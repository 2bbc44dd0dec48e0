// Histograms of map values.
import { expect, test } from 'vitest';
import { binColour, binCount, histogram } from './histogram.ts';

const filled = (bins: Uint32Array) => [...bins.entries()].filter(([, n]) => n > 0);

test('zero is in the middle bin of a signed scale, the ends in the outer ones', () => {
  expect(filled(histogram([0, 0, -2, 2, 99, -99], 2, 'signed'))).toEqual([
    [0, 2],
    [24, 2],
    [48, 2],
  ]);
});

test('a signed histogram of mirrored values is mirrored', () => {
  const values = Array.from({ length: 400 }, (_, i) => Math.sin(i) * (i % 7));
  const [one, other] = [values, values.map((v) => -v)].map((v) => [...histogram(v, 6, 'signed')]);
  expect(other.reverse()).toEqual(one);
});

test('one-way values start in the first bin; NaN is not counted', () => {
  const bins = histogram([0, 0.01, 4, Number.NaN], 4, 'oneWay');
  expect(filled(bins)).toEqual([
    [0, 2],
    [48, 1],
  ]);
});

test('every value is counted once', () => {
  const values = new Float32Array(1000).map((_, i) => i / 500 - 1);
  expect(histogram(values, 1, 'signed').reduce((a, b) => a + b, 0)).toBe(1000);
  expect(histogram(values, 0, 'signed')[24]).toBe(1000);
});

test('the middle bin has the middle colour', () => {
  expect([0, 24, binCount - 1].map((bin) => binColour(bin, 255))).toEqual([0, 127, 254]);
});
