// How bytes become the numbers a net reads: byte * scale[c] + offset[c] for each channel.
import type { Dataset } from '../data/dataset.ts';
import { normalisation } from '../data/statistics.ts';
import type { TrainingDocument } from '../spec/training.ts';

/**
 * [scales..., offsets...], 2 * channels values. centre: byte / 255 - 0.5. standard: zero mean and unit
 * deviation in each channel of the training split.
 */
export function inputScale(dataset: Dataset, normalise: TrainingDocument['normalise']): Float32Array {
  const { channels } = dataset.info.shape;
  const { mean, deviation } =
    normalise === 'standard'
      ? normalisation(dataset)
      : { mean: new Array<number>(channels).fill(0.5), deviation: new Array<number>(channels).fill(1) };
  const safe = deviation.map((one) => (one > 0 ? one : 1));
  return Float32Array.from([...safe.map((one) => 1 / (255 * one)), ...mean.map((one, c) => -one / safe[c])]);
}

/** One image as a net reads it: planar bytes to [height, width, channels] floats. */
export function decodeImage(bytes: Uint8Array, scale: Float32Array): Float32Array {
  const channels = scale.length / 2;
  const plane = bytes.length / channels;
  return Float32Array.from(bytes, (_, index) => {
    const channel = index % channels;
    const pixel = (index - channel) / channels;
    return bytes[channel * plane + pixel] * scale[channel] + scale[channels + channel];
  });
}
