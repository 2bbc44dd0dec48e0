// Batches out of bytes: shuffled, mirrored, shifted, across the end of an epoch; and splits in order.
// With scale 1 and offset 0 a batch holds the bytes themselves and must be equal; otherwise a value is
// rounded twice here and once there.
import type { OpName } from '../../ops/index.ts';
import { epsilon, exactly, row, type TableRow } from './case.ts';
import { bytes, stale, staleWords, state } from './values.ts';

const shapes = [
  { height: 4, width: 4, channels: 3 },
  { height: 5, width: 5, channels: 3 },
  { height: 3, width: 2, channels: 1 },
];
const count = 100;

/** Scales first, then offsets. */
const plain = (channels: number) => new Float32Array(2 * channels).fill(1, 0, channels);
const centred = (channels: number) =>
  Float32Array.from({ length: 2 * channels }, (_, i) => (i < channels ? 1 / 255 : -0.1 - 0.2 * (i % 3)));

function rows(op: OpName, title: string, words: Parameters<typeof state>[0], batch = 6): TableRow[] {
  return shapes.flatMap((shape) => {
    const size = shape.height * shape.width * shape.channels;
    const tensors = {
      images: bytes(count * size),
      imageLabels: bytes(count, 10),
      state: state({ seed: 99, trainCount: count, ...words }),
      x: stale(batch * size),
      labels: staleWords(batch),
    };
    const name = `${title}, ${shape.height}×${shape.width}×${shape.channels}`;
    const near = { absolute: 4 * epsilon, relative: 0 };
    return [
      row(op, name, { batch, ...shape }, { ...tensors, scale: plain(shape.channels) }, exactly),
      row(
        op,
        `${name}, normalised`,
        { batch, ...shape },
        { ...tensors, scale: centred(shape.channels) },
        near,
      ),
    ];
  });
}

export const gatherBatch: TableRow[] = [
  ...rows('gatherBatch', 'shuffled', { position: 12 }),
  ...rows('gatherBatch', 'mirrored', { position: 30, flip: 1 }),
  ...rows('gatherBatch', 'mirrored and shifted', { position: 42, flip: 1, shift: 2 }),
  ...rows('gatherBatch', 'shifted by more than an image', { position: 42, shift: 8 }),
  ...rows('gatherBatch', 'across the end of an epoch', { position: 97, orderEpoch: 3 }),
  ...rows('gatherBatch', 'later order', { position: 5000, orderStart: 4321, orderEpoch: 7 }),
  ...rows('gatherBatch', 'few images so far', { position: 8, trainCount: 3 }),
  ...rows('gatherBatch', 'one image', { position: 8, trainCount: 1 }),
];

export const gatherRange: TableRow[] = [
  ...rows('gatherRange', 'inside the split', { evaluateFrom: 40, evaluateTo: 100 }),
  ...rows('gatherRange', 'past the end', { evaluateFrom: 97, evaluateTo: 100 }),
  ...rows('gatherRange', 'up to a limit', { evaluateFrom: 0, evaluateTo: 2 }),
];
