// Batches whose images are turned, zoomed, stretched and recoloured at random: the general way from bytes to a
// batch, where gatherBatch only moves whole pixels. drawTransforms draws what happens to each image of the next
// batch; warpBatch reads the bytes that way, between pixels by bilinear interpolation.
import { normal, pcg4d, Stream, unitFloat } from '../random.ts';
import {
  augmentDraw,
  channelSources,
  type ImageAttributes,
  imageAttributes,
  labelOf,
  orderedExample,
  reflected,
  trainingWindow,
} from './imageWindow.ts';
import { luminance } from './luminance.ts';
import { defineOp, type NumericArray } from './op.ts';
import { runState } from './runState.ts';

/** Positions in the tensor "run.augment" (f32): how far each draw may go. */
export const augmentSetting = {
  /** Zoom of both axes alike, and stretch of each by itself: factors e^-z to e^z, their logarithm uniform. */
  zoom: 0,
  stretch: 1,
  /** Radians to either side. */
  rotation: 2,
  /** Factors from 1 - b to 1 + b: of all bytes, of their distance from mid-grey, of that from their luminance. */
  brightness: 3,
  contrast: 4,
  saturation: 5,
  /** Deviation of the noise along each principal axis of the colours, as a share of the colours' own. */
  colourNoise: 6,
  /** [3 channels, 3 axes]: principal axes of the colours in bytes, each as long as its deviation. */
  colourAxes: 7,
} as const;
export const augmentSettings = 16;

/**
 * Words of "transforms" for one image: row = t0 y + t1 x + t2 and column = t3 y + t4 x + t5 of the stored image;
 * then a colour matrix [3, 3] and an offset [3], in bytes. Images that have not three channels take the first
 * value of each.
 */
export const transformWords = 18;
const colourAt = 6;
const offsetAt = 15;
const midGrey = 127.5;

const sideways = (draw: number): number => 2 * unitFloat(draw) - 1;

/**
 * Where the pixels of the window lie in the stored image: turned and scaled about the window's middle, or the image's
 * own where it is scattered, so that it keeps its place; mirrored last.
 */
function place(a: ImageAttributes, state: NumericArray, settings: NumericArray, position: number): number[] {
  const [zoomed, turned, high, wide] = pcg4d(
    state[runState.seed],
    Stream.augment,
    position,
    augmentDraw.shape,
  );
  const { mirrored, top, left } = trainingWindow(a, state, position);
  const angle = settings[augmentSetting.rotation] * sideways(turned);
  const zoom = settings[augmentSetting.zoom] * sideways(zoomed);
  const stretch = settings[augmentSetting.stretch];
  const perRow = Math.exp(-zoom - stretch * sideways(high));
  const perColumn = Math.exp(-zoom - stretch * sideways(wide));
  const middleOf = (size: number, imageSize: number, first: number) =>
    a.scatter === 1 ? (imageSize - 1) / 2 - first : (size - 1) / 2;
  const middleY = middleOf(a.height, a.imageHeight, top);
  const middleX = middleOf(a.width, a.imageWidth, left);
  const row = [Math.cos(angle) * perRow, -Math.sin(angle) * perColumn];
  const column = [Math.sin(angle) * perRow, Math.cos(angle) * perColumn];
  const startY = top + middleY - row[0] * middleY - row[1] * middleX;
  const startX = left + middleX - column[0] * middleY - column[1] * middleX;
  return mirrored
    ? [...row, startY, -column[0], -column[1], a.imageWidth - 1 - startX]
    : [...row, startY, ...column, startX];
}

/** Colour matrix and offset: saturation, then contrast, then brightness, then noise. */
function recolour(
  channels: number,
  state: NumericArray,
  settings: NumericArray,
  position: number,
): { matrix: number[]; offset: number[] } {
  const seed = state[runState.seed];
  const draws = pcg4d(seed, Stream.augment, position, augmentDraw.colour);
  const factor = (setting: 'brightness' | 'contrast' | 'saturation', draw: number) =>
    1 + settings[augmentSetting[setting]] * sideways(draw);
  const brightness = factor('brightness', draws[0]);
  const contrast = factor('contrast', draws[1]);
  const coloured = channels === 3;
  const saturation = coloured ? factor('saturation', draws[2]) : 1;
  const noise = [0, 1, 2].map((axis) =>
    coloured
      ? settings[augmentSetting.colourNoise] *
        normal(seed, Stream.augment, position, augmentDraw.colourNoise + axis)
      : 0,
  );
  const offset = [0, 1, 2].map(
    (c) =>
      brightness * midGrey * (1 - contrast) +
      noise.reduce((sum, one, axis) => sum + one * settings[augmentSetting.colourAxes + 3 * c + axis], 0),
  );
  const weights = luminance(3);
  const matrix = [0, 1, 2].flatMap((c) =>
    weights.map(
      (weight, from) => brightness * contrast * ((1 - saturation) * weight + (c === from ? saturation : 0)),
    ),
  );
  return { matrix, offset };
}

export const drawTransforms = defineOp({
  reads: ['state', 'settings'],
  writes: ['transforms'],
  attributes: imageAttributes,
  flops: (a) => 200 * a.batch,
  reference({ state, settings, transforms }, a) {
    for (let row = 0; row < a.batch; row++) {
      const position = state[runState.position] + row;
      const { matrix, offset } = recolour(a.imageChannels, state, settings, position);
      const words = [...place(a, state, settings, position), ...matrix, ...offset];
      for (const [i, word] of words.entries()) transforms[row * transformWords + i] = word;
    }
  },
});

/** The two pixels of an axis around a coordinate, and the share of each: 0 where it lies outside. */
function around(at: number, size: number, reflect: number): { pixel: number; share: number }[] {
  const first = Math.floor(at);
  return [first, first + 1].map((pixel) => ({
    pixel: reflected(pixel, size),
    share: reflect || (pixel >= 0 && pixel < size) ? 1 - Math.abs(at - pixel) : 0,
  }));
}

/** x = ((colour of the bytes) - mean) * scale + offset, of which only the share counts that lies inside the image. */
export const warpBatch = defineOp({
  reads: ['images', 'imageLabels', 'scale', 'mean', 'state', 'transforms'],
  optional: ['mean'],
  writes: ['x', 'labels'],
  attributes: imageAttributes,
  flops: (a) => 40 * a.batch * a.height * a.width * a.imageChannels,
  reference({ images, imageLabels, scale, mean, state, transforms, x, labels }, a) {
    const plane = a.imageHeight * a.imageWidth;
    const channels = Array.from({ length: a.imageChannels }, (_, s) => s);
    for (let row = 0; row < a.batch; row++) {
      const position = state[runState.position] + row;
      const example = orderedExample(state, position);
      labels[row] = labelOf(a, imageLabels[example], trainingWindow(a, state, position));
      const t = transforms.subarray(row * transformWords, (row + 1) * transformWords);
      for (let pixel = 0; pixel < a.height * a.width; pixel++) {
        const [py, px] = [Math.floor(pixel / a.width), pixel % a.width];
        const rows = around(t[0] * py + t[1] * px + t[2], a.imageHeight, a.reflect);
        const columns = around(t[3] * py + t[4] * px + t[5], a.imageWidth, a.reflect);
        const blend = (values: NumericArray, from: number) =>
          rows.reduce(
            (sum, r) =>
              sum +
              r.share *
                columns.reduce((s, c) => s + c.share * values[from + r.pixel * a.imageWidth + c.pixel], 0),
            0,
          );
        const inside = (rows[0].share + rows[1].share) * (columns[0].share + columns[1].share);
        const bytes = channels.map((s) => blend(images, (example * a.imageChannels + s) * plane));
        const values = channels.map((s) => {
          const coloured =
            a.imageChannels === 3
              ? bytes.reduce((sum, byte, from) => sum + t[colourAt + 3 * s + from] * byte, 0)
              : t[colourAt] * bytes[s];
          const byte = coloured + t[offsetAt + (a.imageChannels === 3 ? s : 0)] * inside;
          return (
            (byte - (mean ? blend(mean, s * plane) : 0)) * scale[s] + scale[a.imageChannels + s] * inside
          );
        });
        for (let c = 0; c < a.channels; c++)
          x[(row * a.height * a.width + pixel) * a.channels + c] = channelSources(
            a.channels,
            a.imageChannels,
            c,
          ).reduce((sum, s) => sum + values[s], 0);
      }
    }
  },
});
