// The directions in which the colours of a data set vary, and by how much: what Krizhevsky et al. ("ImageNet
// Classification with Deep Convolutional Neural Networks", 2012, section 4.1) add to images at random.
import { bytesPerImage, type ImageShape, type Split } from './dataset.ts';

/** Images that are looked at; more change nothing that could be seen. */
const mostImages = 10_000;

type Matrix = number[][];

/** Covariance [3, 3] of the bytes of red, green and blue over all pixels of the first images. */
function colourCovariance(split: Split, shape: ImageShape): Matrix {
  const plane = shape.height * shape.width;
  const count = Math.min(split.count, mostImages);
  const sums = [0, 0, 0];
  const products = [0, 1, 2].map(() => [0, 0, 0]);
  for (let index = 0; index < count; index++)
    for (let at = index * bytesPerImage(shape), end = at + plane; at < end; at++)
      for (let a = 0; a < 3; a++) {
        const value = split.images[at + a * plane] as number;
        sums[a] += value;
        for (let b = 0; b <= a; b++) products[a][b] += value * (split.images[at + b * plane] as number);
      }
  const pixels = Math.max(1, count * plane);
  return [0, 1, 2].map((a) =>
    [0, 1, 2].map((b) => {
      const sum = products[Math.max(a, b)][Math.min(a, b)];
      return sum / pixels - (sums[a] / pixels) * (sums[b] / pixels);
    }),
  );
}

/** Turns rows and columns p and q of a symmetric matrix, and the columns of `vectors`, until m[p][q] is 0. */
function rotate(m: Matrix, vectors: Matrix, p: number, q: number): void {
  if (m[p][q] === 0) return;
  const angle = Math.atan2(2 * m[p][q], m[q][q] - m[p][p]) / 2;
  const [c, s] = [Math.cos(angle), Math.sin(angle)];
  const turn = (row: number[]) => {
    const [a, b] = [row[p], row[q]];
    row[p] = c * a - s * b;
    row[q] = s * a + c * b;
  };
  for (const row of [...m, ...vectors]) turn(row);
  for (let k = 0; k < m.length; k++) {
    const [a, b] = [m[p][k], m[q][k]];
    m[p][k] = c * a - s * b;
    m[q][k] = s * a + c * b;
  }
}

/** Eigenvalues of a symmetric 3 by 3 matrix and its eigenvectors as columns, by Jacobi's rotations. */
export function eigenOfSymmetric(matrix: Matrix): { values: number[]; vectors: Matrix } {
  const m = matrix.map((row) => [...row]);
  const vectors = [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ];
  for (let sweep = 0; sweep < 12; sweep++)
    for (const [p, q] of [
      [0, 1],
      [0, 2],
      [1, 2],
    ])
      rotate(m, vectors, p, q);
  return { values: m.map((row, i) => row[i]), vectors };
}

/** [3 channels, 3 axes]: the principal axes of the colours in bytes, each as long as the deviation along it. */
export function colourAxes(split: Split, shape: ImageShape): number[] {
  const { values, vectors } = eigenOfSymmetric(colourCovariance(split, shape));
  return vectors.flatMap((row) => row.map((one, axis) => one * Math.sqrt(Math.max(0, values[axis]))));
}
