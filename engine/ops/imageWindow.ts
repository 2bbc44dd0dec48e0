// Which pixels of a stored image a net sees: the part of the image that lies in the net's window, mirrored or
// not. A window smaller than the image is a crop of it; one that is larger is a canvas that the image lies on.
import { below, pcg4d, permute, Stream } from '../random.ts';
import type { NumericArray } from './op.ts';
import { cellOfWindow, fixedOffset, roomOf } from './placement.ts';
import { runState } from './runState.ts';

/**
 * Sizes of the net's input and of the stored images; `reflect` is 1 where the outside mirrors the image, 0 where it is
 * empty; `scatter` is 1 where an image smaller than the input lies anywhere in it, 0 where in its middle; with `cells`
 * above 0 the label is the cell that it lies in, of a grid of so many on each axis.
 */
export const imageAttributes = [
  'batch',
  'height',
  'width',
  'channels',
  'imageHeight',
  'imageWidth',
  'imageChannels',
  'reflect',
  'scatter',
  'cells',
] as const;
export type ImageAttributes = Record<(typeof imageAttributes)[number], number>;

/** The image is mirrored first; then (top, left) of it is the window's first pixel. */
export interface ImageWindow {
  mirrored: boolean;
  top: number;
  left: number;
}

/** Values of the word `mirror` of a run's state. */
export const mirrorModes = { off: 0, random: 1, alternating: 2 } as const;

/** Draws of one image are named (seed, Stream.augment, position or example, one of these). */
export const augmentDraw = {
  window: 0,
  alternating: 1,
  shape: 2,
  colour: 3,
  cutout: 4,
  /** The first of three. */
  colourNoise: 5,
  mix: 8,
  mixPlace: 9,
} as const;

/** Pass over the training split that the example at `position` belongs to. */
export function epochAt(state: NumericArray, position: number): number {
  const since = position - state[runState.orderStart];
  return state[runState.orderEpoch] + Math.floor(since / state[runState.trainCount]);
}

/** Place in the training split of the example at `position` of the run. */
export function orderedExample(state: NumericArray, position: number): number {
  const count = state[runState.trainCount];
  const since = position - state[runState.orderStart];
  return permute(since % count, count, state[runState.seed], epochAt(state, position));
}

/** First pixel of a window of `size` in the middle of an image; negative where the window is larger. */
export const middleOf = (size: number, imageSize: number): number => Math.floor((imageSize - size) / 2);

/**
 * First pixel of a random window: uniform over all places inside the image with `shift` pixels around it.
 * A window larger than the image moves by up to `shift` from the middle, or scattered, anywhere around the image.
 */
function drawnFirst(draw: number, size: number, imageSize: number, shift: number, scatter: number): number {
  const room = roomOf(size, imageSize);
  if (scatter === 1 && room > 0) return -below(draw, room + 1);
  const slack = Math.max(0, imageSize - size);
  return Math.min(0, middleOf(size, imageSize)) + slack + shift - below(draw, slack + 2 * shift + 1);
}

/**
 * Alternating: an image is mirrored or not at random in the first pass and then the other way round in each
 * pass that follows (Jordan, "94% on CIFAR-10 in 3.29 Seconds on a Single GPU", 2024, section 3.6).
 */
function mirrored(state: NumericArray, position: number, draw: number): boolean {
  switch (state[runState.mirror]) {
    case mirrorModes.random:
      return below(draw, 2) === 1;
    case mirrorModes.alternating: {
      const example = orderedExample(state, position);
      const [first] = pcg4d(state[runState.seed], Stream.augment, example, augmentDraw.alternating);
      return (below(first, 2) + epochAt(state, position)) % 2 === 1;
    }
    default:
      return false;
  }
}

/** What training sees of the image at `position`. */
export function trainingWindow(a: ImageAttributes, state: NumericArray, position: number): ImageWindow {
  const [mirror, y, x] = pcg4d(state[runState.seed], Stream.augment, position, augmentDraw.window);
  const shift = state[runState.shift];
  return {
    mirrored: mirrored(state, position, mirror),
    top: drawnFirst(y, a.height, a.imageHeight, shift, a.scatter),
    left: drawnFirst(x, a.width, a.imageWidth, shift, a.scatter),
  };
}

/** What evaluation sees of an image of a split: its middle, or scattered, the canvas with the image in its own place. */
export function evaluationWindow(a: ImageAttributes, example: number): Omit<ImageWindow, 'mirrored'> {
  const { down, right } = fixedOffset(a, example);
  const first = (offset: number, size: number, imageSize: number) =>
    a.scatter === 1 && size > imageSize ? -offset : middleOf(size, imageSize);
  return { top: first(down, a.height, a.imageHeight), left: first(right, a.width, a.imageWidth) };
}

/** The label of an image seen through a window: the stored one, or the cell that the image lies in. */
export const labelOf = (
  a: ImageAttributes,
  stored: number,
  window: Pick<ImageWindow, 'top' | 'left'>,
): number => (a.cells > 0 ? cellOfWindow(a, window, a.cells) : stored);

/** Pixel that a mirror at both edges, which are not repeated, shows at `i`: -1 shows 1, and `size` shows size - 2. */
export function reflected(i: number, size: number): number {
  const period = Math.max(1, 2 * size - 2);
  const place = ((i % period) + period) % period;
  return Math.min(place, period - place);
}

/** Row and column of the stored image at a pixel of the window, or null where nothing is. */
export function sourceOf(
  a: ImageAttributes,
  { mirrored, top, left }: ImageWindow,
  y: number,
  x: number,
): { y: number; x: number } | null {
  const inside = y + top >= 0 && y + top < a.imageHeight && x + left >= 0 && x + left < a.imageWidth;
  if (!inside && !a.reflect) return null;
  const column = reflected(x + left, a.imageWidth);
  return {
    y: reflected(y + top, a.imageHeight),
    x: mirrored ? a.imageWidth - 1 - column : column,
  };
}

/**
 * Channels of the stored image that are added up for channel `c` of the net: its own where there are as many,
 * all of them for a grey net, and the only one of a grey image.
 */
export function channelSources(channels: number, imageChannels: number, c: number): number[] {
  if (channels === imageChannels) return [c];
  return imageChannels === 1 ? [0] : Array.from({ length: imageChannels }, (_, source) => source);
}

/** Whether a net of `channels` can look at images of `imageChannels`: alike, or either of them grey. */
export const channelsFit = (channels: number, imageChannels: number): boolean =>
  channels === imageChannels || channels === 1 || imageChannels === 1;
