// Whitening of whole images (ZCA: Bell and Sejnowski, "The 'independent components' of natural scenes are edge filters",
// 1997; for CIFAR-10 Krizhevsky, "Learning multiple layers of features from tiny images", 2009): the symmetric matrix
// (C + epsilon I)^(-1/2), C being the covariance of the training images, and a bias that takes their mean away. The
// large products are computed on an engine.
import type { Backend } from '../backends/backend.ts';
import { MatrixProduct } from './product.ts';

export interface Whitening {
  /** [size, size], symmetric. */
  matrix: Float32Array;
  /** Minus the whitened mean. */
  bias: Float32Array;
}

/** Rows of a matrix that one call works on. */
const blockRows = 512;

/** The scales of the iteration from one whose values lie between `least` and 1, until all are 1 to a thousandth. */
export function iterationScales(least: number): number[] {
  const scales: number[] = [];
  for (let l = Math.sqrt(least); 1 - l > 1e-3; ) {
    const scale = Math.sqrt(3 / (1 + l + l * l));
    scales.push(scale);
    l = (scale * l * (3 - scale ** 2 * l * l)) / 2;
  }
  return scales;
}

/**
 * The inverse square root of a symmetric matrix none of whose eigenvalues is below `least`, by Newton's iteration in the
 * form of Schulz, Y = Y T and Z = T Z with T = (3 I - Z Y) / 2 (Higham, "Functions of Matrices", 2008, section 6.7),
 * each step scaled as in Chen and Chow, "A Stable Scaling of Newton-Schulz for Improving the Sign Function
 * Computation of a Hermitian Matrix", 2014.
 */
export async function inverseRoot(
  matrix: Float32Array,
  least: number,
  times: (a: Float32Array, b: Float32Array) => Promise<Float32Array>,
  onStep: (done: number, total: number) => void = () => {},
): Promise<Float32Array> {
  const size = Math.sqrt(matrix.length);
  // No eigenvalue is above the root of the sum of squares.
  const norm = Math.sqrt(matrix.reduce((sum, value) => sum + value * value, 0));
  const scales = iterationScales(least / norm);
  const stepFrom = (product: Float32Array, scale: number) => {
    const t = product.map((value) => (-(scale ** 3) * value) / 2);
    for (let i = 0; i < size; i++) t[i * (size + 1)] += 1.5 * scale;
    return t;
  };
  let y: Float32Array = matrix.map((value) => value / norm);
  let z: Float32Array | null = null;
  for (const [index, scale] of scales.entries()) {
    const t: Float32Array = stepFrom(z ? await times(z, y) : y, scale);
    if (index < scales.length - 1) y = await times(y, t);
    z = z ? await times(t, z) : t;
    onStep(index + 1, scales.length);
  }
  const root = Math.sqrt(norm);
  return (z ?? identity(size)).map((value) => value / root);
}

function identity(size: number): Float32Array {
  return Float32Array.from({ length: size * size }, (_, i) => (i % (size + 1) === 0 ? 1 : 0));
}

/** [rows, columns] to [columns, rows] */
function transposed(matrix: Float32Array, columns: number): Float32Array {
  const rows = matrix.length / columns;
  const result = new Float32Array(matrix.length);
  for (let row = 0; row < rows; row++)
    for (let c = 0; c < columns; c++) result[c * rows + row] = matrix[row * columns + c];
  return result;
}

/** Mean and covariance of images that come in blocks of up to `blockRows`, each row an image of `size` values. */
async function momentsOf(
  backend: Backend,
  blocks: AsyncIterable<Float32Array>,
  size: number,
): Promise<{ mean: Float64Array; covariance: Float64Array }> {
  const product = await MatrixProduct.create(backend, { rows: blockRows, inner: blockRows, columns: size });
  const mean = new Float64Array(size);
  const covariance = new Float64Array(size * size);
  let count = 0;
  try {
    for await (const block of blocks) {
      // A block that is not full is filled with images of zeros, which add nothing.
      const whole = new Float32Array(blockRows * size);
      whole.set(block);
      for (let i = 0; i < block.length; i++) mean[i % size] += block[i];
      const products = await product.times(transposed(whole, size), whole);
      for (let i = 0; i < products.length; i++) covariance[i] += products[i];
      count += block.length / size;
    }
  } finally {
    product.destroy();
  }
  for (let i = 0; i < size; i++) mean[i] /= Math.max(1, count);
  for (let i = 0; i < size; i++)
    for (let j = 0; j < size; j++)
      covariance[i * size + j] = covariance[i * size + j] / Math.max(1, count) - mean[i] * mean[j];
  return { mean, covariance };
}

/** The whitening of images that come in blocks of up to 512, each row an image of `size` values. */
export async function zcaOf(
  backend: Backend,
  blocks: AsyncIterable<Float32Array>,
  size: number,
  epsilon: number,
  onStep?: (done: number, total: number) => void,
): Promise<Whitening> {
  const { mean, covariance } = await momentsOf(backend, blocks, size);
  const shifted = Float32Array.from(covariance, (value, i) => value + (i % (size + 1) === 0 ? epsilon : 0));
  const product = await MatrixProduct.create(backend, { rows: blockRows, inner: size, columns: size });
  try {
    const matrix = await inverseRoot(shifted, epsilon, (a, b) => product.times(a, b), onStep);
    return { matrix, bias: whitened(matrix, mean).map((value) => -value) };
  } finally {
    product.destroy();
  }
}

/** One image [size] times a matrix [size, size]. */
export function whitened(matrix: Float32Array, image: ArrayLike<number>): Float32Array {
  const size = image.length;
  const result = new Float64Array(size);
  for (let i = 0; i < size; i++) for (let j = 0; j < size; j++) result[j] += image[i] * matrix[i * size + j];
  return Float32Array.from(result);
}
