// The directions in which the colours of a data set vary, and by how much: what Krizhevsky et al. ("ImageNet
// Classification with Deep Convolutional Neural Networks", 2012, section 4.1) add to images at random.
import { bytesPerImage, type ImageShape, type Split } from '../data/dataset.ts';
import { eigen, type Symmetric } from './whitening.ts';

/** Images that are looked at; more change nothing that could be seen. */
const mostImages = 10_000;

/** Covariance of the bytes of red, green and blue over all pixels of the first images. */
function colourCovariance(split: Split, shape: ImageShape): Symmetric {
  const plane = shape.height * shape.width;
  const count = Math.min(split.count, mostImages);
  const sums = [0, 0, 0];
  const products = new Float64Array(9);
  for (let index = 0; index < count; index++)
    for (let at = index * bytesPerImage(shape), end = at + plane; at < end; at++)
      for (let a = 0; a < 3; a++) {
        const value = split.images[at + a * plane];
        sums[a] += value;
        for (let b = 0; b < 3; b++) products[3 * a + b] += value * split.images[at + b * plane];
      }
  const pixels = Math.max(1, count * plane);
  const values = products.map(
    (product, i) => product / pixels - (sums[Math.floor(i / 3)] / pixels) * (sums[i % 3] / pixels),
  );
  return { size: 3, values };
}

/** [3 channels, 3 axes]: the principal axes of the colours in bytes, each as long as the deviation along it. */
export function colourAxes(split: Split, shape: ImageShape): number[] {
  const { values, vectors } = eigen(colourCovariance(split, shape));
  return [0, 1, 2].flatMap((channel) =>
    vectors.map((vector, axis) => vector[channel] * Math.sqrt(Math.max(0, values[axis]))),
  );
}
