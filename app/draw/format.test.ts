// Numbers as the page prints them.
import { expect, test } from 'vitest';
import {
  axisStep,
  briefCount,
  bytes,
  compact,
  count,
  decimalTick,
  duration,
  fiveFigures,
  percent,
  setting,
  signed,
  significant,
  wholeBytes,
} from './format.ts';

const table = <A>(format: (value: A) => string, rows: [A, string][]) => {
  for (const [value, text] of rows) expect(format(value), String(value)).toBe(text);
};

test('counts keep every digit', () =>
  table(count, [
    [0, '0'],
    [22466, '22,466'],
    [1228800, '1,228,800'],
  ]));

test('large counts take k, M and G', () =>
  table(compact, [
    [0, '0'],
    [3200, '3.2\u00a0k'],
    [640_000, '640\u00a0k'],
    [999_499, '999\u00a0k'],
    [999_999, '1.00\u00a0M'],
    [3_920_000, '3.92\u00a0M'],
    [15_360_000, '15.4\u00a0M'],
    [153_780_000, '154\u00a0M'],
    [1_230_000_000, '1.23\u00a0G'],
  ]));

test('counts in narrow columns keep six digits', () =>
  table(briefCount, [
    [121_226, '121,226'],
    [999_999, '999,999'],
    [1_000_000, '1.00\u00a0M'],
    [2_196_810, '2.20\u00a0M'],
  ]));

test('bytes are binary', () =>
  table(bytes, [
    [0, '0\u00a0B'],
    [1023, '1023\u00a0B'],
    [2560, '2.5\u00a0KiB'],
    [90112, '88\u00a0KiB'],
    [1048576, '1.00\u00a0MiB'],
    [8755609, '8.35\u00a0MiB'],
    [193_146_777, '184.2\u00a0MiB'],
    [2 ** 31, '2.00\u00a0GiB'],
  ]));

test('limits leave out empty decimals', () => {
  expect(wholeBytes(256 * 2 ** 20)).toBe('256\u00a0MiB');
  expect(wholeBytes(2 ** 30)).toBe('1\u00a0GiB');
  expect(wholeBytes(1.5 * 2 ** 30)).toBe('1.50\u00a0GiB');
});

test('measured numbers have three significant figures and a true minus', () => {
  table(significant, [
    [0, '0'],
    [0.86342, '0.863'],
    [-8.0249, '\u22128.02'],
    [12.345, '12.3'],
    [0.0099998, '0.0100'],
    [999.96, '1,000'],
    [1234.5, '1,235'],
    [0.00094, '9.40e\u22124'],
    [2.5e-12, '2.50e\u221212'],
    [3.2e7, '3.20e7'],
    [Number.POSITIVE_INFINITY, '∞'],
    [Number.NaN, 'NaN'],
  ]);
  table(signed, [
    [0.42, '+0.420'],
    [-0.42, '\u22120.420'],
    [0, '0'],
  ]);
  expect(significant(6.4, 2)).toBe('6.4');
});

test('settings look as they were typed', () =>
  table(setting, [
    [0.02, '0.02'],
    [0.0015, '0.0015'],
    [0.0005, '5e-4'],
    [1e-8, '1e-8'],
    [0, '0'],
  ]));

test('whole numbers stay whole, and others have five figures', () =>
  table(
    (value: number) => String(fiveFigures(value)),
    [
      [4294967295, '4294967295'],
      [2 ** (1 / 3), '1.2599'],
      [0.0005, '0.0005'],
      [0.999, '0.999'],
    ],
  ));

test('ticks have as many decimals as tell them apart', () => {
  expect([0.5, 1].map((tick) => decimalTick(tick, 0.5))).toEqual(['0.5', '1.0']);
  expect([2.15, 2.2].map((tick) => decimalTick(tick, 0.05))).toEqual(['2.15', '2.20']);
  expect(decimalTick(0.001, 0.001)).toBe('0.001');
  expect(decimalTick(20, 10)).toBe('20.0');
  expect(decimalTick(200_000, 100_000)).toBe('2e5');
  expect([0, 0.0005, 0.001].map((tick) => decimalTick(tick, 0.0005))).toEqual(['0', '5e-4', '1e-3']);
});

test('percentages, axis steps and durations', () => {
  expect(percent(0.6366, 2)).toBe('63.66%');
  expect(percent(0.5)).toBe('50%');
  expect(percent(Number.NaN)).toBe('NaN');
  table(axisStep, [
    [0, '0'],
    [500, '500'],
    [1000, '1k'],
    [2500, '2.5k'],
    [2_000_000, '2M'],
  ]);
  table(duration, [
    [7.9, '0:07'],
    [750, '12:30'],
    [3750, '1:02:30'],
  ]);
});
