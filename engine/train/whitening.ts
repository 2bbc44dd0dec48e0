// Whitening filters: the principal directions of small patches of the training images, each scaled so that its value
// has mean square 1 (Page 2019). From the eigenvectors v and eigenvalues l of the mean of p p^T over all patches p, the
// filters are v / sqrt(l + epsilon), largest l first; where there are twice as many, their negatives follow.

/** Images that patches are taken from. */
export const whiteningImages = 5000;

/** Values [height, width, channels]. */
export interface Image {
  width: number;
  values: Float32Array;
}

/** A symmetric matrix, row after row. */
export interface Symmetric {
  size: number;
  values: Float64Array;
}

/** Mean of p p^T over all patches p [kernel, kernel, channels]; not centred, as in the recipes that use it. */
export function patchMoments(images: Iterable<Image>, channels: number, kernel: number): Symmetric {
  const size = kernel * kernel * channels;
  const sums = new Float64Array(size * size);
  const patch = new Float64Array(size);
  const run = kernel * channels;
  let count = 0;
  for (const { width, values } of images)
    for (let y = 0; y + kernel <= values.length / (width * channels); y++)
      for (let x = 0; x + kernel <= width; x++) {
        for (let row = 0; row < kernel; row++)
          for (let i = 0; i < run; i++) patch[row * run + i] = values[((y + row) * width + x) * channels + i];
        for (let i = 0; i < size; i++) for (let j = 0; j <= i; j++) sums[i * size + j] += patch[i] * patch[j];
        count++;
      }
  const symmetric = Float64Array.from(sums, (_, at) => {
    const [i, j] = [Math.floor(at / size), at % size];
    return sums[Math.max(i, j) * size + Math.min(i, j)] / Math.max(1, count);
  });
  return { size, values: symmetric };
}

/** Eigenvalues, largest first, and their eigenvectors, by the cyclic method of Jacobi (1846). */
export function eigen({ size, values }: Symmetric): { values: number[]; vectors: Float64Array[] } {
  const a = values.slice();
  const v = Float64Array.from(a, (_, i) => (i % (size + 1) === 0 ? 1 : 0));
  const scale = Math.max(...a.map(Math.abs));
  for (let sweep = 0; sweep < 60; sweep++) {
    let largest = 0;
    for (let p = 0; p < size; p++)
      for (let q = p + 1; q < size; q++) {
        largest = Math.max(largest, Math.abs(a[p * size + q]));
        rotate(a, v, size, p, q);
      }
    if (largest <= 1e-15 * scale) break;
  }
  const order = Array.from({ length: size }, (_, i) => i).sort((i, j) => a[j * size + j] - a[i * size + i]);
  return {
    values: order.map((i) => a[i * size + i]),
    vectors: order.map((i) => Float64Array.from({ length: size }, (_, row) => v[row * size + i])),
  };
}

/** Turns the axes p and q so that a[p, q] becomes 0. */
function rotate(a: Float64Array, v: Float64Array, size: number, p: number, q: number): void {
  const off = a[p * size + q];
  if (off === 0) return;
  const theta = (a[q * size + q] - a[p * size + p]) / (2 * off);
  const t = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.hypot(theta, 1));
  const cosine = 1 / Math.hypot(t, 1);
  const sine = t * cosine;
  const turn = (matrix: Float64Array, i: number, j: number) => {
    const [x, y] = [matrix[i], matrix[j]];
    matrix[i] = cosine * x - sine * y;
    matrix[j] = sine * x + cosine * y;
  };
  for (let k = 0; k < size; k++) turn(a, k * size + p, k * size + q);
  for (let k = 0; k < size; k++) turn(a, p * size + k, q * size + k);
  for (let k = 0; k < size; k++) turn(v, k * size + p, k * size + q);
}

/** Weights [kernel, kernel, channels, filters]; the sign of each direction is that of its largest value. */
export function whiteningFilters(moments: Symmetric, epsilon: number, filters: number): Float32Array {
  const { values, vectors } = eigen(moments);
  const weights = new Float32Array(moments.size * filters);
  for (let filter = 0; filter < filters; filter++) {
    const index = filter % moments.size;
    const vector = vectors[index];
    const largest = vector.reduce((best, value) => (Math.abs(value) > Math.abs(best) ? value : best), 0);
    const sign = (largest < 0 ? -1 : 1) * (filter < moments.size ? 1 : -1);
    const factor = sign / Math.sqrt(Math.max(0, values[index]) + epsilon);
    for (let i = 0; i < moments.size; i++) weights[i * filters + filter] = factor * vector[i];
  }
  return weights;
}
