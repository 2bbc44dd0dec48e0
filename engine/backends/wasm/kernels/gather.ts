// Batches out of the bytes of a data set: shuffled and augmented, or a split in its own order.
import { augmentDraw, channelSources, middleOf, mirrorModes } from '../../../ops/imageWindow.ts';
import { roomOf } from '../../../ops/placement.ts';
import type { runState } from '../../../ops/runState.ts';
import { Stream } from '../../../random.ts';
import type { FunctionBuilder, Local } from '../emit/function.ts';
import { type F32, f32, type I32, i32 } from '../emit/value.ts';
import { below, hashOf, permute } from './hash.ts';
import { type Blueprint, blueprint, type Kernel } from './kernel.ts';
import { runStateAt } from './state.ts';

type Shape = Readonly<Record<string, number>>;

/** What is seen of an image: (top, left) of it, mirrored or not, is the first pixel of the window. */
interface Window extends Corner {
  mirrored: I32;
}

interface Corner {
  top: I32;
  left: I32;
}

/** Addresses of one image: its record, where it goes, and what normalises it; `mean` is 0 where there is none. */
interface Place {
  record: I32;
  target: I32;
  scale: I32;
  mean: I32;
}

/** The part of a line of the window of `size` pixels that shows a pixel of the image. */
function insideOf(f: FunctionBuilder, first: I32, size: number, imageSize: number): [from: I32, to: I32] {
  const clamped = (value: I32) => f.number(i32.min_s(i32.max_s(value, 0), size));
  return [clamped(i32.sub(0, first)), clamped(i32.sub(imageSize, first))];
}

/** Channel `c` of the net at a pixel of the image: (byte - mean) * scale + offset of each of its sources. */
function channelReader(f: FunctionBuilder, shape: Shape, { scale, mean }: Place, c: number) {
  const { channels, imageHeight, imageWidth, imageChannels } = shape;
  const sources = channelSources(channels, imageChannels, c).map((s) => ({
    plane: s * imageHeight * imageWidth,
    factor: f.local('f32', f32.load(scale, 4 * s)),
    offset: f.local('f32', f32.load(scale, 4 * (imageChannels + s))),
  }));
  return (byte: Local<'i32'>, meanAt: Local<'i32'>): F32 =>
    sources
      .map(({ plane, factor, offset }) => {
        const stored = f32.convert_i32_u(i32.load8_u(byte, plane));
        const value = mean === 0 ? stored : f32.sub(stored, f32.load(meanAt, 4 * plane));
        return f32.add(f32.mul(value, factor), offset);
      })
      .reduce(f32.add);
}

/** Writes what lies inside the image; the rest is 0. */
function writeInside(f: FunctionBuilder, shape: Shape, place: Place, { mirrored, top, left }: Window): void {
  const { height, width, channels, imageHeight, imageWidth } = shape;
  f.clear(place.target, 4 * height * width * channels);
  const [firstX, endX] = insideOf(f, left, width, imageWidth);
  const [firstY, endY] = insideOf(f, top, height, imageHeight);
  /** Column of the image that the first pixel written shows, and the way to the next. */
  const shown = f.number(i32.add(firstX, left));
  const column = f.number(i32.select(mirrored, i32.sub(imageWidth - 1, shown), shown));
  const next = f.number(i32.select(mirrored, -1, 1));
  const [byte, meanAt] = [f.local('i32'), f.local('i32')];
  f.range(firstY, endY, (y) => {
    const row = f.number(i32.add(i32.mul(i32.add(y, top), imageWidth), column));
    const pixels = f.number(i32.add(place.target, i32.mul(y, 4 * width * channels)));
    for (let c = 0; c < channels; c++) {
      const read = channelReader(f, shape, place, c);
      f.set(byte, i32.add(place.record, row));
      f.set(meanAt, i32.add(place.mean, i32.mul(row, 4)));
      f.range(firstX, endX, (x) => {
        f.storeFloat(i32.add(pixels, i32.mul(x, 4 * channels)), read(byte, meanAt), 4 * c);
        f.increase(byte, next);
        if (place.mean !== 0) f.increase(meanAt, i32.mul(next, 4));
      });
    }
  });
}

/** More than any window lies outside its image. */
const farthest = 2 ** 14;

/** Pixel that a mirror at both edges shows at `i`. */
export function reflected(f: FunctionBuilder, i: I32, size: number): Local<'i32'> {
  const period = Math.max(1, 2 * size - 2);
  const place = f.number(i32.rem_u(i32.add(i, period * Math.ceil(farthest / period)), period));
  return f.number(i32.min_u(place, i32.sub(period, place)));
}

/** Writes the whole window, the image being mirrored at its edges. */
function writeReflected(
  f: FunctionBuilder,
  shape: Shape,
  place: Place,
  { mirrored, top, left }: Window,
): void {
  const { height, width, channels, imageHeight, imageWidth } = shape;
  const read = Array.from({ length: channels }, (_, c) => channelReader(f, shape, place, c));
  const target = f.number(place.target);
  const [byte, meanAt] = [f.local('i32'), f.local('i32')];
  f.range(0, height, (y) => {
    const row = f.number(i32.mul(reflected(f, i32.add(y, top), imageHeight), imageWidth));
    f.range(0, width, (x) => {
      const column = reflected(f, i32.add(x, left), imageWidth);
      const at = f.number(i32.add(row, i32.select(mirrored, i32.sub(imageWidth - 1, column), column)));
      f.set(byte, i32.add(place.record, at));
      f.set(meanAt, i32.add(place.mean, i32.mul(at, 4)));
      for (let c = 0; c < channels; c++) f.storeFloat(target, read[c](byte, meanAt), 4 * c);
      f.increase(target, 4 * channels);
    });
  });
}

const parameters = ['images', 'imageLabels', 'scale', 'mean', 'state', 'x', 'labels', 'from', 'to'] as const;

/** gather(images, imageLabels, scale, mean, state, x, labels, from, to), an item being a row of the batch. */
function gatherBlueprint(
  key: string,
  shape: Shape,
  hasMean: boolean,
  choose: (f: FunctionBuilder, state: I32, row: I32) => Window & { example: I32; labelled: Corner },
): Blueprint {
  const { batch: _, ...sizes } = shape;
  const values = shape.height * shape.width * shape.channels;
  const bytes = shape.imageHeight * shape.imageWidth * shape.imageChannels;
  const write = shape.reflect ? writeReflected : writeInside;
  return blueprint([key, sizes, hasMean ? 1 : 0], (module) => {
    module.define('gather', parameters, (f, p) => {
      f.range(p.from, p.to, (row) => {
        const { example, labelled, ...window } = choose(f, p.state, row);
        f.storeWord(i32.add(p.labels, i32.mul(row, 4)), labelOf(shape, p.imageLabels, example, labelled));
        const record = f.number(i32.add(p.images, i32.mul(example, bytes)));
        const target = f.number(i32.add(p.x, i32.mul(row, 4 * values)));
        write(f, shape, { record, target, scale: p.scale, mean: hasMean ? p.mean : 0 }, window);
      });
    });
  });
}

const gather =
  (module: (shape: Shape, hasMean: boolean) => Blueprint): Kernel =>
  ({ attributes, address, has }) => [
    {
      blueprint: module(attributes, has('mean')),
      entry: 'gather',
      args: [
        ...['images', 'imageLabels', 'scale'].map(address),
        has('mean') ? address('mean') : 0,
        ...['state', 'x', 'labels'].map(address),
      ],
      items: attributes.batch,
    },
  ];

/** The example of a row of the next batch: see `orderedExample` of ops/imageWindow.ts. */
export function ordered(f: FunctionBuilder, state: I32, row: I32) {
  const [seed, count] = [f.number(runStateAt(state, 'seed')), f.number(runStateAt(state, 'trainCount'))];
  const position = f.number(i32.add(runStateAt(state, 'position'), row));
  const since = f.number(i32.sub(position, runStateAt(state, 'orderStart')));
  const epoch = f.number(i32.add(runStateAt(state, 'orderEpoch'), i32.div_u(since, count)));
  return { position, epoch, example: permute(f, i32.rem_u(since, count), count, seed, epoch) };
}

/** First pixel of a window whose image lies at a random place in it. */
const scatteredFirst = (f: FunctionBuilder, draw: I32, size: number, imageSize: number): I32 =>
  f.number(i32.sub(0, below(draw, roomOf(size, imageSize) + 1)));

/** The label of an example seen through a window: see `labelOf` of ops/imageWindow.ts. */
export function labelOf(shape: Shape, imageLabels: I32, example: I32, { top, left }: Corner): I32 {
  const { cells, height, width, imageHeight, imageWidth } = shape;
  if (cells === 0) return i32.load8_u(i32.add(imageLabels, example));
  const cellOf = (first: I32, room: number) => {
    const offset = i32.min_s(i32.max_s(i32.sub(0, first), 0), room);
    return i32.div_u(i32.mul(offset, cells), room + 1);
  };
  const row = cellOf(top, roomOf(height, imageHeight));
  return i32.add(i32.mul(row, cells), cellOf(left, roomOf(width, imageWidth)));
}

/** Where the window of the image at `position` of the run begins, and the draw that may mirror it. */
export function drawnCorner(f: FunctionBuilder, shape: Shape, state: I32, position: I32) {
  const { height, width, imageHeight, imageWidth, scatter } = shape;
  const seed = runStateAt(state, 'seed');
  const shift = f.number(runStateAt(state, 'shift'));
  const [draw, y, x] = hashOf(f, [seed, Stream.augment, position, augmentDraw.window]);
  return {
    draw,
    top: drawnFirst(f, y, shift, height, imageHeight, scatter),
    left: drawnFirst(f, x, shift, width, imageWidth, scatter),
  };
}

/** First pixel of a random window: see `drawnFirst` of ops/imageWindow.ts. */
function drawnFirst(
  f: FunctionBuilder,
  draw: I32,
  shift: I32,
  size: number,
  imageSize: number,
  scatter: number,
): I32 {
  if (scatter === 1 && size > imageSize) return scatteredFirst(f, draw, size, imageSize);
  const slack = Math.max(0, imageSize - size);
  const last = i32.add(shift, Math.min(0, middleOf(size, imageSize)) + slack);
  return f.number(i32.sub(last, below(draw, i32.add(i32.mul(shift, 2), slack + 1))));
}

export const gatherBatch = gather((shape, hasMean) =>
  gatherBlueprint('gatherBatch', shape, hasMean, (f, state, row) => {
    const at = (name: keyof typeof runState) => f.number(runStateAt(state, name));
    const [seed, mirror] = [at('seed'), at('mirror')];
    const { position, epoch, example } = ordered(f, state, row);
    const { draw, ...corner } = drawnCorner(f, shape, state, position);
    const [first] = hashOf(f, [seed, Stream.augment, example, augmentDraw.alternating]);
    const random = i32.and(i32.eq(mirror, mirrorModes.random), below(draw, 2));
    const turned = i32.and(i32.add(below(first, 2), epoch), 1);
    const alternating = i32.and(i32.eq(mirror, mirrorModes.alternating), turned);
    return { example, labelled: corner, mirrored: f.number(i32.or(random, alternating)), ...corner };
  }),
);

/** Where the window of an evaluation begins: see `evaluationWindow` of ops/imageWindow.ts. */
function fixedCorner(f: FunctionBuilder, shape: Shape, example: I32): Corner {
  const { height, width, imageHeight, imageWidth, scatter } = shape;
  const [y, x] = hashOf(f, [0, Stream.place, example, 0]);
  const first = (draw: I32, size: number, imageSize: number) =>
    scatter === 1 && size > imageSize ? scatteredFirst(f, draw, size, imageSize) : middleOf(size, imageSize);
  return { top: first(y, height, imageHeight), left: first(x, width, imageWidth) };
}

export const gatherRange = gather((shape, hasMean) =>
  gatherBlueprint('gatherRange', shape, hasMean, (f, state, row) => {
    const last = i32.sub(runStateAt(state, 'evaluateTo'), 1);
    const example = f.number(i32.min_s(i32.add(runStateAt(state, 'evaluateFrom'), row), last));
    const labelled = fixedCorner(f, shape, example);
    return {
      example,
      labelled,
      mirrored: shape.mirror,
      top: f.number(i32.add(labelled.top, shape.down)),
      left: f.number(i32.add(labelled.left, shape.right)),
    };
  }),
);
