// How bytes become the numbers a net reads: (byte - mean) * scale[c] + offset[c] for each channel, the mean being
// an image, where there is one; and a single image read that way here instead of on a device.
import type { Dataset } from '../data/dataset.ts';
import { greyStatistics, meanImage, normalisation } from '../data/statistics.ts';
import { gatherRange } from '../ops/gather.ts';
import { groupNormForward } from '../ops/groupNorm.ts';
import { middleOf } from '../ops/imageWindow.ts';
import { luminance } from '../ops/luminance.ts';
import { runState, runStateWords } from '../ops/runState.ts';
import { contrastAttributes } from '../plan/emitInput.ts';
import type { NetworkDocument } from '../spec/document.ts';
import { inputStepsOf } from '../spec/inputSteps.ts';
import type { Corner } from '../spec/placing.ts';
import { type Shape, volume } from '../spec/shape.ts';
import type { TrainingDocument } from '../spec/training.ts';
import { imageAttributesOf } from './testImage.ts';
import { type Whitening, whitened } from './zca.ts';

export interface InputNumbers {
  /** [scales..., offsets...], two for each channel of the stored images. */
  scale: Float32Array;
  /** In bytes, planar, of the size of a stored image; null where none is subtracted. */
  mean: Float32Array | null;
}

export interface InputSource {
  dataset: Dataset;
  network: NetworkDocument;
  training: TrainingDocument;
}

/** Scale and offset of values in 0..255. */
interface Line {
  scale: number;
  offset: number;
}

/** What each channel of the net is normalised with, as said in the settings' help. */
function linesOf({ dataset, training }: InputSource, grey: boolean): Line[] {
  const { channels } = dataset.info.shape;
  const alike = (line: Line) => new Array<Line>(grey ? 1 : channels).fill(line);
  switch (training.normalise) {
    case 'centre':
      return alike({ scale: 1 / 255, offset: -0.5 });
    case 'standard': {
      const { mean, deviation } = grey
        ? greyStatistics(dataset, luminance(channels))
        : normalisation(dataset);
      return mean.map((one, c) => {
        const safe = deviation[c] > 0 ? deviation[c] : 1;
        return { scale: 1 / (255 * safe), offset: -one / safe };
      });
    }
    case 'unit':
    case 'gcn':
    case 'zca':
    case 'pixel':
      return alike({ scale: 1 / 255, offset: 0 });
    case 'raw':
      return alike({ scale: 1, offset: 0 });
  }
}

/** Scale, offset and mean image for a net; a grey net adds the channels of a colour image up by their luminance. */
export function inputNumbers(source: InputSource): InputNumbers {
  const { dataset, network, training } = source;
  const { channels } = dataset.info.shape;
  const grey = network.input.channels === 1 && channels > 1;
  const weights = grey ? luminance(channels) : new Array<number>(channels).fill(1);
  const lines = linesOf(source, grey);
  const of = (key: keyof Line) => weights.map((weight, c) => weight * lines[grey ? 0 : c][key]);
  return {
    scale: Float32Array.from([...of('scale'), ...of('offset')]),
    mean: inputStepsOf(training).meanImage ? meanImage(dataset.train, dataset.info.shape) : null,
  };
}

/** An image with mean 0 and deviation 1 over all its values. */
function standardised(x: Float32Array, { height, width, channels }: Shape): Float32Array {
  const y = new Float32Array(x.length);
  const gain = new Float32Array(channels).fill(1);
  const tensors = { x, gain, bias: new Float32Array(channels), y, moments: new Float32Array(2) };
  groupNormForward.reference(tensors, contrastAttributes(1, height * width, channels));
  return y;
}

/** Planar bytes to [height, width, channels] floats, through a window that is in the image's middle unless told. */
export type ImageReader = (bytes: Uint8Array, corner?: Corner) => Float32Array;

/** Reads images as the net does in evaluation. */
export function imageReader(source: InputSource, whitening: Whitening | null = null): ImageReader {
  const { input } = source.network;
  const { shape } = source.dataset.info;
  const { scale, mean } = inputNumbers(source);
  const steps = inputStepsOf(source.training);
  const state = new Uint32Array(runStateWords);
  state[runState.evaluateTo] = 1;
  const given = { imageLabels: new Uint8Array(1), scale, ...(mean ? { mean } : {}), state };
  const sizes = { ...imageAttributesOf(source), scatter: 0, cells: 0, mirror: 0 };
  const middle = { top: middleOf(input.height, shape.height), left: middleOf(input.width, shape.width) };
  return (images, corner = middle) => {
    const x = new Float32Array(volume(input));
    const attributes = { ...sizes, down: corner.top - middle.top, right: corner.left - middle.left };
    gatherRange.reference({ ...given, images, x, labels: new Uint32Array(1) }, attributes);
    const y = steps.contrast ? standardised(x, input) : x;
    return whitening ? whitened(whitening.matrix, y).map((value, i) => value + whitening.bias[i]) : y;
  };
}
