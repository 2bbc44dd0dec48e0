// Choosing among timed candidates: what is measured here is made up, so that compilers can be late and machines busy
// on purpose.
import { describe, expect, it } from 'vitest';
import { fastestOf } from './tune.ts';

/** A candidate whose code is `quick` from round `ready` on and `slow` before; counts its windows. */
function candidate(slow: number, quick: number, ready: number) {
  const one = {
    windows: 0,
    rate: () => (one.windows++ < ready ? slow : quick),
  };
  return one;
}

const choose = (...all: readonly { rate: () => number }[]) => fastestOf(all.map(({ rate }) => rate));

describe('the fastest candidate', () => {
  it('is the first unless another is faster by more than a fifth', () => {
    expect(choose(candidate(8, 8, 0), candidate(9.5, 9.5, 0), candidate(7, 7, 0))).toBe(0);
    expect(choose(candidate(8, 8, 0), candidate(9.7, 9.7, 0), candidate(7, 7, 0))).toBe(1);
    expect(choose(candidate(8, 8, 0), candidate(9.7, 9.7, 0), candidate(10, 10, 0))).toBe(2);
  });

  it('is found after nine rounds where all code is good from the start', () => {
    const all = [candidate(8, 8, 0), candidate(21, 21, 0), candidate(7.5, 7.5, 0)];
    expect(choose(...all)).toBe(1);
    expect(all.map(({ windows }) => windows)).toEqual([9, 9, 9]);
  });

  it('is found where the compiler needs seven rounds for each, one after the other', () => {
    for (const order of [
      [7, 14, 21],
      [21, 14, 7],
      [14, 21, 7],
    ]) {
      const all = [candidate(6.1, 8, order[0]), candidate(5.6, 21, order[1]), candidate(6, 7.5, order[2])];
      expect(choose(...all), `ready after ${order}`).toBe(1);
      expect(all[0].windows).toBe(30);
    }
  });

  it('is told by its best window, however many are disturbed', () => {
    const disturbed = [2, 9, 21, 9, 9, 4, 9, 9, 9];
    expect(choose(candidate(8, 8, 0), { rate: () => disturbed.shift() ?? 9 })).toBe(1);
  });

  it('is looked for in forty rounds at most', () => {
    let rate = 1;
    const growing = candidate(1, 1, 0);
    expect(choose(growing, { rate: () => (rate *= 1.2) })).toBe(1);
    expect(growing.windows).toBe(40);
  });
});
