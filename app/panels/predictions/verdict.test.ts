// Right or wrong, and the three best guesses.
import { expect, test } from 'vitest';
import { verdict } from './verdict.ts';

const probabilities = new Float32Array([0.1, 0.5, 0.25, 0.15]);

test('a right answer', () => {
  const { right, guesses } = verdict({ label: 1, probabilities });
  expect(right).toBe(true);
  expect(guesses).toEqual([
    { label: 1, probability: 0.5, mark: 'hit' },
    { label: 2, probability: 0.25, mark: 'other' },
    { label: 3, probability: expect.closeTo(0.15, 6), mark: 'other' },
  ]);
});

test('a wrong answer marks its first guess, and the true class where it is among the three', () => {
  const { right, guesses } = verdict({ label: 3, probabilities });
  expect(right).toBe(false);
  expect(guesses.map(({ mark }) => mark)).toEqual(['miss', 'other', 'hit']);
  expect(verdict({ label: 0, probabilities }).guesses.map(({ mark }) => mark)).toEqual([
    'miss',
    'other',
    'other',
  ]);
});

test('nothing is right where there are no numbers', () => {
  const { right, guesses } = verdict({ label: 0, probabilities: new Float32Array(4).fill(Number.NaN) });
  expect(right).toBe(false);
  expect(guesses.map(({ mark }) => mark)).toEqual(['other', 'other', 'other']);
});

test('with two classes there are two guesses', () => {
  expect(verdict({ label: 0, probabilities: new Float32Array([0.5, 0.5]) }).guesses).toHaveLength(2);
});
