// Batches out of the data set's bytes. Images are stored as planar records (channel, row, column) of
// bytes; a batch is [batch, height, width, channels] floats: (byte - mean) * scale[c] + offset[c], where "mean",
// a planar image in bytes, may be left out. gatherBatch follows the shuffled order and augments; gatherRange
// takes a split in its own order and looks at each image through one window.

import {
  channelSources,
  evaluationWindow,
  type ImageAttributes,
  type ImageWindow,
  imageAttributes,
  labelOf,
  orderedExample,
  sourceOf,
  trainingWindow,
} from './imageWindow.ts';
import { defineOp, type NumericArray } from './op.ts';
import { runState } from './runState.ts';

interface Stored {
  images: NumericArray;
  scale: NumericArray;
  mean?: NumericArray;
}

/** Writes one image as the net sees it; what lies outside the stored image is 0 unless it is reflected. */
function writeImage(
  a: ImageAttributes,
  { images, scale, mean }: Stored,
  x: NumericArray,
  row: number,
  example: number,
  window: ImageWindow,
): void {
  const plane = a.imageHeight * a.imageWidth;
  for (let y = 0; y < a.height; y++)
    for (let column = 0; column < a.width; column++) {
      const source = sourceOf(a, window, y, column);
      for (let c = 0; c < a.channels; c++) {
        let value = 0;
        for (const s of source ? channelSources(a.channels, a.imageChannels, c) : []) {
          const place = s * plane + source!.y * a.imageWidth + source!.x;
          const byte = images[example * a.imageChannels * plane + place] - (mean ? mean[place] : 0);
          value += byte * scale[s] + scale[a.imageChannels + s];
        }
        x[((row * a.height + y) * a.width + column) * a.channels + c] = value;
      }
    }
}

const flops = (a: ImageAttributes) => 2 * a.batch * a.height * a.width * a.channels;

export const gatherBatch = defineOp({
  reads: ['images', 'imageLabels', 'scale', 'mean', 'state'],
  optional: ['mean'],
  writes: ['x', 'labels'],
  attributes: imageAttributes,
  flops,
  reference({ images, imageLabels, scale, mean, state, x, labels }, a) {
    for (let row = 0; row < a.batch; row++) {
      const position = state[runState.position] + row;
      const example = orderedExample(state, position);
      const window = trainingWindow(a, state, position);
      labels[row] = labelOf(a, imageLabels[example], window);
      writeImage(a, { images, scale, mean }, x, row, example, window);
    }
  },
});

/**
 * The window is `down` and `right` pixels from where the image is seen in evaluation, and the image is mirrored first
 * where `mirror` is 1. The label is that of the image unmoved. Rows past the end of the range repeat its last example; `recordOutcomes` leaves them out.
 */
export const gatherRange = defineOp({
  reads: ['images', 'imageLabels', 'scale', 'mean', 'state'],
  optional: ['mean'],
  writes: ['x', 'labels'],
  attributes: [...imageAttributes, 'mirror', 'down', 'right'],
  flops,
  reference({ images, imageLabels, scale, mean, state, x, labels }, a) {
    for (let row = 0; row < a.batch; row++) {
      const example = Math.min(state[runState.evaluateFrom] + row, state[runState.evaluateTo] - 1);
      const { top, left } = evaluationWindow(a, example);
      labels[row] = labelOf(a, imageLabels[example], { top, left });
      const window = { mirrored: a.mirror === 1, top: top + a.down, left: left + a.right };
      writeImage(a, { images, scale, mean }, x, row, example, window);
    }
  },
});
