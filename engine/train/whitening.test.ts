// Whitening filters by their purpose: what they make of the patches they come from is uncorrelated, each with mean
// square 1; and the eigenvalues of a matrix known by hand.
import { expect, test } from 'vitest';
import { normal } from '../random.ts';
import { eigen, patchMoments, whiteningFilters } from './whitening.ts';

test('eigenvalues and eigenvectors of a matrix known by hand', () => {
  const { values, vectors } = eigen({ size: 2, values: Float64Array.of(2, 1, 1, 2) });
  expect(values[0]).toBeCloseTo(3, 12);
  expect(values[1]).toBeCloseTo(1, 12);
  expect(Math.abs(vectors[0][0])).toBeCloseTo(Math.SQRT1_2, 12);
  expect(vectors[0][0]).toBeCloseTo(vectors[0][1], 12);
  expect(vectors[1][0]).toBeCloseTo(-vectors[1][1], 12);
});

/** Images of 8x8 pixels whose neighbours are alike. */
const images = Array.from({ length: 20 }, (_, n) => {
  const values = new Float32Array(8 * 8 * 3);
  for (let i = 0; i < values.length; i++)
    values[i] =
      (i % 24 >= 3 ? 0.8 * values[i - 3] : 0) + normal(1, 2, n, i) + (i % 3 === 1 ? values[i - 1] : 0);
  return { width: 8, values };
});

test('values of the filters are uncorrelated and equally large', () => {
  const moments = patchMoments(images, 3, 2);
  expect(moments.size).toBe(12);
  const filters = 24;
  const weights = whiteningFilters(moments, 1e-9, filters);
  for (let f = 0; f < filters; f++)
    for (let g = 0; g < filters; g++) {
      let sum = 0;
      for (let i = 0; i < 12; i++)
        for (let j = 0; j < 12; j++)
          sum += weights[i * filters + f] * moments.values[i * 12 + j] * weights[j * filters + g];
      const expected = f === g ? 1 : Math.abs(f - g) === 12 ? -1 : 0;
      expect(sum, `${f}, ${g}`).toBeCloseTo(expected, 5);
    }
});

test('moments are means over every patch', () => {
  const values = Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9);
  const { values: moments } = patchMoments([{ width: 3, values }], 1, 2);
  const corners = [1, 2, 4, 5];
  const shifts = [0, 1, 3, 4];
  const expected = (i: number, j: number) =>
    corners.reduce((sum, first) => sum + (first + shifts[i]) * (first + shifts[j]), 0) / 4;
  for (let i = 0; i < 4; i++) for (let j = 0; j < 4; j++) expect(moments[4 * i + j]).toBe(expected(i, j));
});
