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
