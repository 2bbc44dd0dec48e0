// Numbers that describe a split: the mean and deviation of each channel, which normalise the input of
// a network, and the number of images of each class.
import {
  bytesPerImage,
  type ChannelStatistics,
  type Dataset,
  type ImageShape,
  type Split,
} from './dataset.ts';

/**
 * Statistics of the images that have arrived, of all or of the first `limit`. Sums of bytes and of
 * their squares are whole numbers below 2^53 here, so the result is exact up to the last division.
 * The deviation divides by the number of pixels. An empty split gives mean 0 and deviation 1.
 */
export function channelStatistics(split: Split, shape: ImageShape, limit = split.count): ChannelStatistics {
  const count = Math.min(limit, split.count);
  const plane = shape.height * shape.width;
  const mean: number[] = [];
  const deviation: number[] = [];
  for (let channel = 0; channel < shape.channels; channel++) {
    let sum = 0;
    let squares = 0;
    for (let index = 0; index < count; index++) {
      const start = index * bytesPerImage(shape) + channel * plane;
      for (let at = start; at < start + plane; at++) {
        const value = split.images[at] as number;
        sum += value;
        squares += value * value;
      }
    }
    const pixels = Math.max(1, count * plane);
    const average = sum / pixels;
    mean.push(average / 255);
    deviation.push(count === 0 ? 1 : Math.sqrt(squares / pixels - average * average) / 255);
  }
  return { mean, deviation };
}

/** Images of each class among those that have arrived. */
export function classCounts(split: Split, classes: number): number[] {
  const counts = new Array<number>(classes).fill(0);
  for (let index = 0; index < split.count; index++) {
    const label = split.labels[index] as number;
    counts[label] = (counts[label] ?? 0) + 1;
  }
  return counts;
}

/** What normalises the input of a network: the known statistics, else those of the training images here. */
export const normalisation = ({ info, train }: Dataset): ChannelStatistics =>
  info.statistics ?? channelStatistics(train, info.shape);

/** Mean and deviation of a weighted sum of the channels, over the training images that have arrived. */
export function greyStatistics({ info, train }: Dataset, weights: readonly number[]): ChannelStatistics {
  const { shape } = info;
  const plane = shape.height * shape.width;
  let sum = 0;
  let squares = 0;
  for (let index = 0; index < train.count; index++)
    for (let at = index * bytesPerImage(shape), end = at + plane; at < end; at++) {
      let grey = 0;
      for (const [channel, weight] of weights.entries()) grey += weight * train.images[at + channel * plane];
      sum += grey;
      squares += grey * grey;
    }
  const pixels = Math.max(1, train.count * plane);
  const mean = sum / pixels;
  const deviation = train.count === 0 ? 1 : Math.sqrt(Math.max(0, squares / pixels - mean * mean)) / 255;
  return { mean: [mean / 255], deviation: [deviation] };
}

/** Sums of each byte over the images counted so far: more that arrive are added, not all counted again. */
const imageSums = new WeakMap<Split, { count: number; sums: Float64Array }>();

/** Mean of each byte of the images that have arrived, 0..255: planar, `bytesPerImage` long. */
export function meanImage(split: Split, shape: ImageShape): Float32Array {
  const size = bytesPerImage(shape);
  const known = imageSums.get(split) ?? { count: 0, sums: new Float64Array(size) };
  for (; known.count < split.count; known.count++) {
    const start = known.count * size;
    for (let at = 0; at < size; at++) known.sums[at] += split.images[start + at] as number;
  }
  imageSums.set(split, known);
  return Float32Array.from(known.sums, (sum) => sum / Math.max(1, known.count));
}
