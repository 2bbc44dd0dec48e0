// Batches out of the data set's bytes. Images are stored as planar records (channel, row, column) of
// bytes; a batch is [batch, height, width, channels] floats: byte * scale[c] + offset[c].
// gatherBatch follows the shuffled order and augments; gatherRange takes a split in its own order.

import { below, pcg4d, permute, Stream } from '../random.ts';
import { defineOp, type NumericArray } from './op.ts';
import { runState } from './runState.ts';

const imageAttributes = ['batch', 'height', 'width', 'channels'] as const;
type ImageAttributes = Record<(typeof imageAttributes)[number], number>;

/** Place in the training split of the example at `position` of the run. */
export function orderedExample(state: NumericArray, position: number): number {
  const count = state[runState.trainCount];
  const since = position - state[runState.orderStart];
  const epoch = state[runState.orderEpoch] + Math.floor(since / count);
  return permute(since % count, count, state[runState.seed], epoch);
}

/** Mirror and shift of the example at `position`: uniform, independent on each axis. */
export function augmentation(state: NumericArray, position: number) {
  const [a, b, c] = pcg4d(state[runState.seed], Stream.augment, position, 0);
  const shift = state[runState.shift];
  return {
    mirrored: state[runState.flip] === 1 && below(a, 2) === 1,
    shiftY: below(b, 2 * shift + 1) - shift,
    shiftX: below(c, 2 * shift + 1) - shift,
  };
}

/** Writes one image; pixels that a shift leaves empty are 0, which is mid-scale after normalisation. */
function writeImage(
  a: ImageAttributes,
  images: NumericArray,
  scale: NumericArray,
  x: NumericArray,
  row: number,
  example: number,
  { mirrored, shiftY, shiftX }: ReturnType<typeof augmentation>,
): void {
  for (let y = 0; y < a.height; y++)
    for (let column = 0; column < a.width; column++)
      for (let c = 0; c < a.channels; c++) {
        const sourceY = y - shiftY;
        const shifted = column - shiftX;
        const sourceX = mirrored ? a.width - 1 - shifted : shifted;
        const inside = sourceY >= 0 && sourceY < a.height && sourceX >= 0 && sourceX < a.width;
        const byte = inside
          ? images[((example * a.channels + c) * a.height + sourceY) * a.width + sourceX]
          : 0;
        x[((row * a.height + y) * a.width + column) * a.channels + c] = inside
          ? byte * scale[c] + scale[a.channels + c]
          : 0;
      }
}

export const gatherBatch = defineOp({
  reads: ['images', 'imageLabels', 'scale', 'state'],
  writes: ['x', 'labels'],
  attributes: imageAttributes,
  flops: (a) => 2 * a.batch * a.height * a.width * a.channels,
  reference({ images, imageLabels, scale, state, x, labels }, a) {
    for (let row = 0; row < a.batch; row++) {
      const position = state[runState.position] + row;
      const example = orderedExample(state, position);
      labels[row] = imageLabels[example];
      writeImage(a, images, scale, x, row, example, augmentation(state, position));
    }
  },
});

/** Rows past the end of the range repeat its last example; `recordOutcomes` leaves them out. */
export const gatherRange = defineOp({
  reads: ['images', 'imageLabels', 'scale', 'state'],
  writes: ['x', 'labels'],
  attributes: imageAttributes,
  flops: (a) => 2 * a.batch * a.height * a.width * a.channels,
  reference({ images, imageLabels, scale, state, x, labels }, a) {
    for (let row = 0; row < a.batch; row++) {
      const example = Math.min(state[runState.evaluateFrom] + row, state[runState.evaluateTo] - 1);
      labels[row] = imageLabels[example];
      writeImage(a, images, scale, x, row, example, { mirrored: false, shiftY: 0, shiftX: 0 });
    }
  },
});
