// Batches out of bytes: shuffled, mirrored, shifted, across the end of an epoch; windows smaller and larger than
// the images; grey and colour; and splits in order. With scale 1 and offset 0 a batch holds the bytes themselves
// and must be equal; otherwise a value is rounded a few times here and there.

import { mirrorModes } from '../../ops/imageWindow.ts';
import type { OpName } from '../../ops/index.ts';
import { epsilon, exactly, row, type TableRow } from './case.ts';
import { bytes, stale, staleWords, state } from './values.ts';

export interface Sizes {
  height: number;
  width: number;
  channels: number;
  imageHeight: number;
  imageWidth: number;
  imageChannels: number;
}

/** Images scattered over the input, with the classes of the data to learn, and with the cell that they lie in. */
export const scattered = [0, 3].map((cells) => ({ scatter: 1, cells }));

/** A net of the size of the images. */
export const whole = (height: number, width: number, channels: number): Sizes => ({
  height,
  width,
  channels,
  imageHeight: height,
  imageWidth: width,
  imageChannels: channels,
});

const shapes = [whole(4, 4, 3), whole(5, 5, 3), whole(3, 2, 1)];
export const crop: Sizes = { ...whole(4, 3, 3), imageHeight: 7, imageWidth: 6 };
export const field: Sizes = { ...whole(9, 8, 3), imageHeight: 4, imageWidth: 5 };
/** Room along one axis only. */
const wide: Sizes = { ...whole(4, 23, 3), imageHeight: 6, imageWidth: 5 };
export const grey: Sizes = { ...whole(4, 5, 1), imageChannels: 3 };
export const coloured: Sizes = { ...whole(4, 5, 3), imageChannels: 1 };
const count = 100;
const batch = 6;

/** Scales first, then offsets. */
const plain = (channels: number) => new Float32Array(2 * channels).fill(1, 0, channels);
export const centred = (channels: number) =>
  Float32Array.from({ length: 2 * channels }, (_, i) => (i < channels ? 1 / 255 : -0.1 - 0.2 * (i % 3)));

export const sizeText = (a: Sizes) =>
  `${a.height}×${a.width}×${a.channels} of ${a.imageHeight}×${a.imageWidth}×${a.imageChannels}`;

export const scatterText = ({ cells }: { cells: number }) => (cells > 0 ? 'scattered, cells' : 'scattered');

type Words = Parameters<typeof state>[0];
const range = { mirror: 0, down: 0, right: 0 };
const plainly = { reflect: 0, scatter: 0, cells: 0 };

/** With the bytes themselves, normalised, and with a mean image; `more` are attributes beside the sizes. */
function rows(
  op: OpName,
  title: string,
  words: Words,
  of: readonly Sizes[] = shapes,
  more: Record<string, number> = {},
): TableRow[] {
  return of.flatMap((sizes) => {
    const { height, width, channels, imageHeight, imageWidth, imageChannels } = sizes;
    const record = imageHeight * imageWidth * imageChannels;
    const tensors = {
      images: bytes(count * record),
      imageLabels: bytes(count, 10),
      state: state({ seed: 99, trainCount: count, ...words }),
      x: stale(batch * height * width * channels),
      labels: staleWords(batch),
    };
    const own = op === 'gatherRange' ? range : {};
    const attributes = { batch, ...sizes, ...plainly, ...own, ...more };
    const name = `${title}, ${sizeText(sizes)}`;
    const near = { absolute: 4 * epsilon * imageChannels, relative: 0 };
    const [as, normalised] = [plain(imageChannels), centred(imageChannels)];
    const mean = Float32Array.from(bytes(record), (byte) => byte / 2);
    return [
      row(op, name, attributes, { ...tensors, scale: as }, exactly),
      row(op, `${name}, normalised`, attributes, { ...tensors, scale: normalised }, near),
      row(op, `${name}, without the mean image`, attributes, { ...tensors, scale: as, mean }, exactly),
    ];
  });
}

const { random, alternating } = mirrorModes;
const others = [crop, field, grey, coloured];
const canvases = [field, wide, crop, ...shapes];

export const gatherBatch: TableRow[] = [
  ...rows('gatherBatch', 'shuffled', { position: 12 }),
  ...rows('gatherBatch', 'mirrored', { position: 30, mirror: random }),
  ...rows('gatherBatch', 'mirrored and shifted', { position: 42, mirror: random, shift: 2 }),
  ...rows('gatherBatch', 'mirrored in turn', { position: 142, orderEpoch: 2, mirror: alternating }),
  ...rows('gatherBatch', 'shifted by more than an image', { position: 42, shift: 8 }),
  ...rows('gatherBatch', 'across the end of an epoch', { position: 97, orderEpoch: 3 }),
  ...rows('gatherBatch', 'later order', { position: 5000, orderStart: 4321, orderEpoch: 7 }),
  ...rows('gatherBatch', 'few images so far', { position: 8, trainCount: 3 }),
  ...rows('gatherBatch', 'one image', { position: 8, trainCount: 1 }),
  ...rows('gatherBatch', 'other sizes', { position: 8, mirror: random }, others),
  ...rows('gatherBatch', 'other sizes, shifted', { position: 8, mirror: alternating, shift: 2 }, others),
  ...rows('gatherBatch', 'reflected', { position: 8, mirror: random, shift: 8 }, [...shapes, ...others], {
    reflect: 1,
  }),
  ...scattered.flatMap((more) =>
    rows('gatherBatch', scatterText(more), { position: 8, mirror: random, shift: 2 }, canvases, more),
  ),
];

export const gatherRange: TableRow[] = [
  ...rows('gatherRange', 'inside the split', { evaluateFrom: 40, evaluateTo: 100 }),
  ...rows('gatherRange', 'past the end', { evaluateFrom: 97, evaluateTo: 100 }),
  ...rows('gatherRange', 'up to a limit', { evaluateFrom: 0, evaluateTo: 2 }),
  ...rows('gatherRange', 'other sizes', { evaluateFrom: 0, evaluateTo: 9 }, others),
  ...rows(
    'gatherRange',
    'mirrored, from the side',
    { evaluateFrom: 0, evaluateTo: 9 },
    [...shapes, ...others],
    {
      mirror: 1,
      down: -1,
      right: 1,
    },
  ),
  ...rows('gatherRange', 'reflected', { evaluateFrom: 0, evaluateTo: 9 }, [...shapes, ...others], {
    reflect: 1,
    down: 1,
    right: -1,
  }),
  ...scattered.flatMap((more) =>
    rows('gatherRange', scatterText(more), { evaluateFrom: 40, evaluateTo: 44 }, canvases, {
      ...more,
      mirror: 1,
      down: 1,
    }),
  ),
];
