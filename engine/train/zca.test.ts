// Whitening by its purpose: the matrix squared undoes the covariance it was computed from, and images that were
// correlated are no longer.
import { expect, test } from 'vitest';
import { createReferenceBackend } from '../backends/reference/index.ts';
import { createWasmBackend } from '../backends/wasm/backend.ts';
import { normal } from '../random.ts';
import { iterationScales, whitened, zcaOf } from './zca.ts';

const [size, count, epsilon] = [24, 1200, 0.01];

/** Each value leans on the one before; deviations fall from 10 to a tenth; the mean is not 0. */
const images = Array.from({ length: count }, (_, n) => {
  const row = new Float32Array(size);
  for (let i = 0; i < size; i++)
    row[i] = 0.9 * (row[i - 1] ?? 0) + 10 ** (1 - (2 * i) / size) * normal(3, 1, n, i);
  return row.map((value, i) => value + i);
});
async function* blocks() {
  for (let from = 0; from < count; from += 500)
    yield Float32Array.from(images.slice(from, from + 500).flatMap((row) => [...row]));
}

function covarianceOf(rows: Float32Array[]): number[][] {
  const mean = rows[0].map((_, i) => rows.reduce((sum, row) => sum + row[i], 0) / rows.length);
  return Array.from(mean, (_, i) =>
    Array.from(
      mean,
      (_, j) => rows.reduce((sum, row) => sum + (row[i] - mean[i]) * (row[j] - mean[j]), 0) / rows.length,
    ),
  );
}

test.each([
  ['reference', createReferenceBackend],
  ['wasm', createWasmBackend],
] as const)('on %s', async (_, open) => {
  const backend = await open();
  const steps: number[][] = [];
  const { matrix, bias } = await zcaOf(backend, blocks(), size, epsilon, (...step) => steps.push(step));
  expect(steps.at(-1)?.[0]).toBe(steps.at(-1)?.[1]);
  expect(backend.allocatedBytes()).toBe(0);
  // W (C + epsilon I) W = I
  const covariance = covarianceOf(images);
  const shifted = Float32Array.from(covariance.flat(), (value, i) => value + (i % (size + 1) ? 0 : epsilon));
  for (let column = 0; column < size; column++) {
    const right = matrix.slice(column * size, (column + 1) * size);
    const unit = whitened(matrix, whitened(shifted, right));
    for (const [i, value] of unit.entries()) expect(value).toBeCloseTo(i === column ? 1 : 0, 2);
  }
  const white = images.map((row) => whitened(matrix, row).map((value, i) => value + bias[i]));
  for (const [i, row] of covarianceOf(white).entries())
    for (const [j, value] of row.entries()) {
      // W C W = I - epsilon W W: what does not vary by more than epsilon stays small.
      const square = whitened(matrix, matrix.slice(i * size, (i + 1) * size))[j];
      expect(value).toBeCloseTo(Number(i === j) - epsilon * square, 2);
    }
  for (let i = 0; i < size; i++)
    expect(white.reduce((sum, row) => sum + row[i], 0) / count).toBeCloseTo(0, 3);
  backend.destroy();
});

test('the iteration has few steps, however far apart eigenvalues lie', () => {
  expect(iterationScales(1)).toHaveLength(0);
  expect(iterationScales(1e-4).length).toBeLessThanOrEqual(9);
  expect(iterationScales(1e-8).length).toBeLessThanOrEqual(14);
});
