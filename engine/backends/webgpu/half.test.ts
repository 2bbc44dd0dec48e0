// Conversions of half precision: every one of its values, and what lies between two of them.
import { describe, expect, test } from 'vitest';
import { fromHalves, toHalves } from './half.ts';

const halves = Uint16Array.from({ length: 0x10000 }, (_, bits) => bits);
const values = fromHalves(halves);
const infinity = 0x7c00;

const bitsOf = (...numbers: number[]): number[] => [...toHalves(Float32Array.from(numbers))];

describe('values', () => {
  test.each([
    [0x0000, 0],
    [0x8000, -0],
    [0x0001, 2 ** -24],
    [0x03ff, 1023 * 2 ** -24],
    [0x0400, 2 ** -14],
    [0x3555, 0.333251953125],
    [0x3c00, 1],
    [0xc000, -2],
    [0x7bff, 65504],
    [0x7c00, Number.POSITIVE_INFINITY],
    [0xfc00, Number.NEGATIVE_INFINITY],
    [0x7e00, Number.NaN],
  ])('%i is %d', (bits, value) => {
    expect(values[bits]).toBe(value);
    expect(bitsOf(value)).toEqual([bits]);
  });

  test('each goes to float32 and back as it was; every NaN stays one', () => {
    const back = toHalves(values);
    const isNan = (bits: number) => (bits & 0x7fff) > infinity;
    expect(halves.filter((bits, i) => back[i] !== bits && !(isNan(bits) && isNan(back[i])))).toHaveLength(0);
    expect(halves.filter((bits, i) => isNan(bits) !== Number.isNaN(values[i]))).toHaveLength(0);
  });
});

describe('rounding', () => {
  /** The float32 next to a positive one, above it or below. */
  const beside = (value: number, step: 1 | -1): number => {
    const float = Float32Array.of(value);
    new Uint32Array(float.buffer)[0] += step;
    return float[0];
  };

  test('halfway between two it goes to the even one, elsewhere to the nearer', () => {
    for (let bits = 0; bits < infinity - 1; bits++) {
      const middle = (values[bits] + values[bits + 1]) / 2;
      const even = bits + (bits & 1);
      const around = bitsOf(beside(middle, -1), middle, beside(middle, 1), -middle);
      if (around.join() !== [bits, even, bits + 1, even | 0x8000].join())
        expect.fail(`around ${middle}: ${around.join(', ')}`);
    }
  });

  test('what is too large is infinite, what is too small 0, and signs stay', () => {
    expect(bitsOf(65519.996, 65520, 3e38, -1e5)).toEqual([0x7bff, infinity, infinity, 0xfc00]);
    expect(bitsOf(2 ** -25, beside(2 ** -25, 1), -1e-30, 1e-45)).toEqual([0, 1, 0x8000, 0]);
  });
});
