// The data set `shapes`: ten classes of coloured shapes on a shaded ground with clutter and noise, made
// from a seed. It needs no download and a small ConvNet learns it in a minute. Only additions,
// multiplications, divisions and square roots are used, so every machine makes the same bytes.
import { pcg4d, Stream, unitFloat } from '../random.ts';
import { createDataset, type Dataset, type DatasetInfo, type Split } from './dataset.ts';
import { OUTLINES, type Outline } from './outlines.ts';

const SIZE = 32;
const PLANE = SIZE * SIZE;

export const shapesInfo: DatasetInfo = {
  id: 'shapes',
  title: 'Shapes',
  classes: OUTLINES.map(({ name }) => name),
  shape: { height: SIZE, width: SIZE, channels: 3 },
};

export const SHAPES_TRAIN = 4000;
export const SHAPES_TEST = 1000;
/** Test images are numbered from here, so that no training image is ever among them. */
const FIRST_TEST = 2 ** 30;

export interface ShapesOptions {
  readonly seed?: number;
  readonly train?: number;
  readonly test?: number;
}

/** Makes the data set; image i of a split has class i modulo 10. */
export function makeShapes({
  seed = 1,
  train = SHAPES_TRAIN,
  test = SHAPES_TEST,
}: ShapesOptions = {}): Dataset {
  const dataset = createDataset(shapesInfo, train, test);
  fillSplit(dataset.train, seed, 0);
  fillSplit(dataset.test, seed, FIRST_TEST);
  return dataset;
}

function fillSplit(split: Split, seed: number, first: number): void {
  for (let index = 0; index < split.total; index++) {
    const label = index % OUTLINES.length;
    split.labels[index] = label;
    const planes = split.images.subarray(index * 3 * PLANE, (index + 1) * 3 * PLANE);
    drawImage(planes, OUTLINES[label] as Outline, new Draws(seed, first + index));
  }
  split.count = split.total;
}

type Colour = readonly [number, number, number];

/** Random draws for one image, in order. */
class Draws {
  #index = 0;
  readonly seed: number;
  readonly image: number;

  constructor(seed: number, image: number) {
    this.seed = seed;
    this.image = image;
  }

  words(): [number, number, number, number] {
    return pcg4d(this.seed, Stream.shapes, this.image, this.#index++);
  }

  between(low: number, high: number): number {
    return low + (high - low) * unitFloat(this.words()[0]);
  }

  /** A colour whose red, green and blue are each in the range. */
  colour(low: number, high: number): Colour {
    const [red, green, blue] = this.words();
    const scaled = (word: number) => low + (high - low) * unitFloat(word);
    return [scaled(red), scaled(green), scaled(blue)];
  }
}

/** Dark ground, clutter between, light shapes: which is which never depends on the colour. */
function drawImage(planes: Uint8Array, outline: Outline, draws: Draws): void {
  drawGround(planes, draws.colour(0, 100), draws.colour(0, 100), draws);
  const specks = 3 + Math.floor(draws.between(0, 5));
  for (let speck = 0; speck < specks; speck++) drawSpeck(planes, draws.colour(40, 150), draws);
  drawOutline(planes, outline, draws.colour(140, 255), draws);
  addNoise(planes, draws);
}

/** A ground shaded from one colour to another along a random direction. */
function drawGround(planes: Uint8Array, one: Colour, other: Colour, draws: Draws): void {
  const down = draws.between(-1, 1);
  const right = draws.between(-1, 1);
  const reach = Math.abs(down) + Math.abs(right) + 1e-6;
  for (let at = 0; at < PLANE; at++) {
    const y = ((at >> 5) / (SIZE - 1)) * 2 - 1;
    const x = ((at & 31) / (SIZE - 1)) * 2 - 1;
    const part = 0.5 + (0.5 * (y * down + x * right)) / reach;
    for (let channel = 0; channel < 3; channel++) {
      const start = one[channel] as number;
      planes[channel * PLANE + at] = start + ((other[channel] as number) - start) * part;
    }
  }
}

/** Clutter: a small bar, far smaller than any shape. */
function drawSpeck(planes: Uint8Array, colour: Colour, draws: Draws): void {
  const long = draws.between(2, 5);
  const wide = draws.between(1, 2);
  const [height, width] = draws.between(0, 1) < 0.5 ? [long, wide] : [wide, long];
  const top = Math.floor(draws.between(0, SIZE - height));
  const left = Math.floor(draws.between(0, SIZE - width));
  for (let y = top; y < top + height && y < SIZE; y++) {
    for (let x = left; x < left + width && x < SIZE; x++) blend(planes, y * SIZE + x, colour, 0.8);
  }
}

function blend(planes: Uint8Array, at: number, colour: Colour, part: number): void {
  for (let channel = 0; channel < 3; channel++) {
    const index = channel * PLANE + at;
    const ground = planes[index] as number;
    planes[index] = ground + ((colour[channel] as number) - ground) * part + 0.5;
  }
}

/** The shape itself: moved, turned by up to 17 degrees, sized 8 to 11 pixels from centre to edge. */
function drawOutline(planes: Uint8Array, outline: Outline, colour: Colour, draws: Draws): void {
  const radius = draws.between(8, 11);
  const room = SIZE / 2 - radius;
  const centreY = SIZE / 2 + draws.between(-room, room);
  const centreX = SIZE / 2 + draws.between(-room, room);
  // A rotation from the tangent of half its angle needs no sine or cosine.
  const half = draws.between(-0.15, 0.15);
  const cosine = (1 - half * half) / (1 + half * half);
  const sine = (2 * half) / (1 + half * half);
  for (let at = 0; at < PLANE; at++) {
    const y = ((at >> 5) + 0.5 - centreY) / radius;
    const x = ((at & 31) + 0.5 - centreX) / radius;
    if (x * x + y * y > 2) continue;
    const inside = 0.5 - radius * outline.distance(cosine * x + sine * y, cosine * y - sine * x);
    if (inside > 0) blend(planes, at, colour, Math.min(inside, 1));
  }
}

/** Noise of up to 16 grey levels either way, on every byte on its own; from the high bits of the hash. */
function addNoise(planes: Uint8Array, draws: Draws): void {
  for (let start = 0; start < planes.length; start += 16) {
    const words = draws.words();
    for (let at = 0; at < 16; at++) {
      const noise = (((words[at >> 2] as number) >>> (12 + (at & 3) * 5)) & 31) - 16;
      const value = (planes[start + at] as number) + noise;
      planes[start + at] = Math.min(255, Math.max(0, value));
    }
  }
}
