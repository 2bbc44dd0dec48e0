// Batches out of the bytes of a data set: shuffled and augmented, or a split in its own order.
import type { runState } from '../../../ops/runState.ts';
import { Stream } from '../../../random.ts';
import type { FunctionBuilder } from '../emit/function.ts';
import { f32, type I32, i32 } from '../emit/value.ts';
import { below, hashOf, permute } from './hash.ts';
import { type Blueprint, blueprint, type Kernel } from './kernel.ts';
import { runStateAt } from './state.ts';

type Shape = Readonly<Record<string, number>>;

/** How an image is changed on its way into a batch. */
interface Augmentation {
  mirrored: I32;
  shiftY: I32;
  shiftX: I32;
}

/** The part of a line of `size` pixels that is filled after a shift; it is empty if all are shifted out. */
function lineLeft(f: FunctionBuilder, shift: I32, size: number): [first: I32, end: I32] {
  const first = f.number(i32.max_s(shift, 0));
  const end = f.number(i32.min_s(i32.max_s(i32.add(shift, size), 0), size));
  return [first, end];
}

/** Writes the image at `record` (planar bytes) to `target` [height, width, channels]. */
function writeImage(
  f: FunctionBuilder,
  { height, width, channels }: Shape,
  scale: I32,
  record: I32,
  target: I32,
  { mirrored, shiftY, shiftX }: Augmentation,
): void {
  f.clear(target, 4 * height * width * channels);
  const [firstX, endX] = lineLeft(f, shiftX, width);
  const [firstY, endY] = lineLeft(f, shiftY, height);
  /** Column of the image that the first pixel written shows, and the way to the next. */
  const column = f.number(
    i32.select(mirrored, i32.sub(i32.add(shiftX, width - 1), firstX), i32.sub(firstX, shiftX)),
  );
  const next = f.number(i32.select(mirrored, -1, 1));
  f.range(firstY, endY, (y) => {
    const row = f.number(i32.add(record, i32.add(i32.mul(i32.sub(y, shiftY), width), column)));
    const pixels = f.number(i32.add(target, i32.mul(y, 4 * width * channels)));
    for (let c = 0; c < channels; c++) {
      const factor = f.local('f32', f32.load(scale, 4 * c));
      const offset = f.local('f32', f32.load(scale, 4 * (channels + c)));
      const byte = f.number(i32.add(row, c * height * width));
      f.range(firstX, endX, (x) => {
        const value = f32.add(f32.mul(f32.convert_i32_u(i32.load8_u(byte)), factor), offset);
        f.storeFloat(i32.add(pixels, i32.mul(x, 4 * channels)), value, 4 * c);
        f.increase(byte, next);
      });
    }
  });
}

const parameters = ['images', 'imageLabels', 'scale', 'state', 'x', 'labels', 'from', 'to'] as const;

/** gather(images, imageLabels, scale, state, x, labels, from, to), an item being a row of the batch. */
function gatherBlueprint(
  key: string,
  shape: Shape,
  choose: (f: FunctionBuilder, state: I32, row: I32) => Augmentation & { example: I32 },
): Blueprint {
  const { height, width, channels } = shape;
  const values = height * width * channels;
  return blueprint([key, height, width, channels], (module) => {
    module.define('gather', parameters, (f, { images, imageLabels, scale, state, x, labels, from, to }) => {
      f.range(from, to, (row) => {
        const { example, ...augmentation } = choose(f, state, row);
        f.storeWord(i32.add(labels, i32.mul(row, 4)), i32.load8_u(i32.add(imageLabels, example)));
        const record = f.number(i32.add(images, i32.mul(example, values)));
        const target = f.number(i32.add(x, i32.mul(row, 4 * values)));
        writeImage(f, shape, scale, record, target, augmentation);
      });
    });
  });
}

const gather =
  (module: (shape: Shape) => Blueprint): Kernel =>
  ({ attributes, address }) => [
    {
      blueprint: module(attributes),
      entry: 'gather',
      args: ['images', 'imageLabels', 'scale', 'state', 'x', 'labels'].map(address),
      items: attributes.batch,
    },
  ];

export const gatherBatch = gather((shape) =>
  gatherBlueprint('gatherBatch', shape, (f, state, row) => {
    const at = (name: keyof typeof runState) => f.number(runStateAt(state, name));
    const [seed, count] = [at('seed'), at('trainCount')];
    const position = f.number(i32.add(runStateAt(state, 'position'), row));
    const since = f.number(i32.sub(position, runStateAt(state, 'orderStart')));
    const epoch = f.number(i32.add(runStateAt(state, 'orderEpoch'), i32.div_u(since, count)));
    const example = permute(f, i32.rem_u(since, count), count, seed, epoch);
    const [a, b, c] = hashOf(f, [seed, Stream.augment, position, 0]);
    const shift = at('shift');
    const drawShift = (draw: I32) => f.number(i32.sub(below(draw, i32.add(i32.mul(shift, 2), 1)), shift));
    const mirrored = f.number(i32.and(i32.eq(runStateAt(state, 'flip'), 1), below(a, 2)));
    return { example, mirrored, shiftY: drawShift(b), shiftX: drawShift(c) };
  }),
);

export const gatherRange = gather((shape) =>
  gatherBlueprint('gatherRange', shape, (f, state, row) => {
    const last = i32.sub(runStateAt(state, 'evaluateTo'), 1);
    const example = f.number(i32.min_s(i32.add(runStateAt(state, 'evaluateFrom'), row), last));
    return { example, mirrored: 0, shiftY: 0, shiftX: 0 };
  }),
);
