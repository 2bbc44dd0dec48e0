// The generator against an evaluation of its definition in big integers, the moments of what is drawn from
// it, and the data order as a permutation.
import { describe, expect, test } from 'vitest';
import { below, normal, pcg4d, permute, Stream, uniform, unitFloat } from './random.ts';

type Words = [number, number, number, number];

/** pcg4d as published, modulo 2^32 in big integers. */
function pcg4dExact(words: Words): number[] {
  const modulus = 2n ** 32n;
  const v = words.map((word) => (BigInt(word) * 1664525n + 1013904223n) % modulus);
  const mix = () => {
    for (const [target, a, b] of [
      [0, 1, 3],
      [1, 2, 0],
      [2, 0, 1],
      [3, 1, 2],
    ])
      v[target] = (v[target] + v[a] * v[b]) % modulus;
  };
  mix();
  for (const i of v.keys()) v[i] ^= v[i] >> 16n;
  mix();
  return v.map(Number);
}

describe('pcg4d', () => {
  test('equals its definition on corners and on a chain of its own values', () => {
    const corners = [0, 1, 0x7fffffff, 0x80000000, 0xffffffff];
    for (const a of corners)
      for (const b of corners)
        for (const c of corners)
          for (const d of corners) expect(pcg4d(a, b, c, d)).toEqual(pcg4dExact([a, b, c, d]));
    let words: Words = [1, 2, 3, 4];
    for (let i = 0; i < 1000; i++) {
      const next = pcg4d(...words);
      expect(next).toEqual(pcg4dExact(words));
      words = next;
    }
  });

  test('has the values that every other implementation must have', () => {
    expect(pcg4d(0, 0, 0, 0)).toEqual(pcg4dExact([0, 0, 0, 0]));
    expect(pcg4d(1, 2, 3, 4)).toMatchInlineSnapshot(`
      [
        908250390,
        4044648920,
        3775961919,
        45698095,
      ]
    `);
  });
});

/** Mean of f over draws 0..count-1. */
const mean = (count: number, f: (index: number) => number) => {
  let sum = 0;
  for (let i = 0; i < count; i++) sum += f(i);
  return sum / count;
};

/** Sum of (observed - expected)^2 / expected of indices in 0..bins-1; about bins - 1 where they are uniform. */
function chiSquare(count: number, bins: number, binOf: (index: number) => number): number {
  const observed = new Array<number>(bins).fill(0);
  for (let i = 0; i < count; i++) observed[binOf(i)]++;
  const expected = count / bins;
  return observed.reduce((sum, one) => sum + (one - expected) ** 2 / expected, 0);
}
/** Beyond this, uniform values fall once in some ten thousand times. */
const chiLimit = (bins: number) => bins - 1 + 4 * Math.sqrt(2 * (bins - 1));

describe('uniform', () => {
  test('is 24 bits in [0, 1)', () => {
    expect(unitFloat(0)).toBe(0);
    expect(unitFloat(0xffffffff)).toBe(1 - 2 ** -24);
    expect(Math.fround(unitFloat(0x12345678))).toBe(unitFloat(0x12345678));
  });

  const draws: [string, (i: number) => number][] = [
    ['index', (i) => uniform(1, 16, 0, i)],
    ['counter', (i) => uniform(1, 16, i, 0)],
    ['stream', (i) => uniform(1, i, 0, 0)],
    ['seed', (i) => uniform(i, 16, 0, 0)],
  ];
  test('below is even over its range, whatever the bound', () => {
    for (const bound of [2, 3, 17, 1000]) {
      const bin = (i: number) => below(pcg4d(2, 16, 0, i)[0], bound);
      expect(chiSquare(50_000, bound, bin), `${bound}`).toBeLessThan(chiLimit(bound));
    }
    expect([below(0xffffffff, 65_536), below(0xffffffff, 17), below(0, 17)]).toEqual([65_535, 16, 0]);
  });

  test.each(draws)(
    'fills its range evenly along the %s, and neighbours do not depend on each other',
    (_, draw) => {
      const count = 32_768;
      expect(chiSquare(count, 64, (i) => Math.floor(64 * draw(i)))).toBeLessThan(chiLimit(64));
      const pairBin = (i: number) => 8 * Math.floor(8 * draw(i)) + Math.floor(8 * draw(i + 1));
      expect(chiSquare(count, 64, pairBin)).toBeLessThan(chiLimit(64));
    },
  );
});

describe('normal', () => {
  const count = 100_000;
  const draw = (i: number) => normal(3, 17, 0, i);

  test.each([
    ['mean', 1, 0, 1],
    ['variance', 2, 1, 2],
    ['skewness', 3, 0, 15],
    ['kurtosis', 4, 3, 96],
  ])('%s', (_, power, expected, variance) => {
    const error = Math.abs(mean(count, (i) => draw(i) ** power) - expected);
    expect(error).toBeLessThan(4 * Math.sqrt(variance / count));
  });

  test('has the tails it should have, and no infinity', () => {
    const beyond = (limit: number) => mean(count, (i) => (Math.abs(draw(i)) > limit ? 1 : 0));
    expect(beyond(1)).toBeCloseTo(0.3173, 2);
    expect(beyond(2)).toBeCloseTo(0.0455, 2);
    expect(beyond(6)).toBe(0);
  });
});

describe('permute', () => {
  const order = (count: number, seed: number, epoch: number) =>
    Array.from({ length: count }, (_, index) => permute(index, count, seed, epoch));
  const isPermutation = (values: number[]) => {
    const seen = new Set(values);
    return seen.size === values.length && values.every((value) => value >= 0 && value < values.length);
  };

  test('visits every example once, for every count from 1 to 300', () => {
    for (let count = 1; count <= 300; count++)
      expect(isPermutation(order(count, count, 2)), `${count}`).toBe(true);
  });

  test('visits 50,000 examples once each, in another order in another epoch or from another seed', () => {
    const first = order(50_000, 1, 0);
    expect(isPermutation(first)).toBe(true);
    for (const other of [order(50_000, 1, 1), order(50_000, 2, 0)]) {
      expect(isPermutation(other)).toBe(true);
      const same = other.filter((value, index) => value === first[index]).length;
      expect(same).toBeLessThan(10);
    }
  });

  test('a stretch of the order is an even sample of the examples', () => {
    for (const epoch of [0, 1, 2]) {
      const bin = (i: number) => Math.floor((20 * permute(i, 50_000, 1, epoch)) / 50_000);
      expect(chiSquare(5000, 20, bin)).toBeLessThan(chiLimit(20));
    }
  });

  test('neighbours in the data set do not stay neighbours', () => {
    const values = order(50_000, 1, 0);
    const close = values.filter((value, i) => i > 0 && Math.abs(value - values[i - 1]) === 1).length;
    expect(close).toBeLessThan(12);
  });
});

test('no two uses of a seed share a stream', () => {
  const { layers, ...named } = Stream;
  expect(new Set(Object.values(named)).size).toBe(Object.values(named).length);
  expect(Math.max(...Object.values(named))).toBeLessThan(layers);
});
