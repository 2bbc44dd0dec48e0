// What becomes of images on their way into a net, beside what an independent framework makes of them: every way to
// normalise, the axes of their colours, and transforms (see tools/fixtures/make_images.py).
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { createReferenceBackend } from '../backends/reference/index.ts';
import { createDataset, type ImageShape } from '../data/dataset.ts';
import { meanImage } from '../data/statistics.ts';
import { runState, runStateWords } from '../ops/runState.ts';
import { warpBatch } from '../ops/warp.ts';
import { parseDocument } from '../spec/document.ts';
import { parseTraining, type TrainingDocument, trainingFields } from '../spec/training.ts';
import { colourAxes } from './colourAxes.ts';
import { imageReader } from './inputNumbers.ts';
import { zcaOf } from './zca.ts';

interface Warped {
  height: number;
  width: number;
  reflect: number;
  mean: boolean;
  transform: number[];
  x: number[];
}

interface Fixture {
  shape: ImageShape;
  /** Planar bytes. */
  images: number[];
  zcaEpsilon: number;
  /** The first three images by the way they are normalised, [3, height, width, channels]. */
  normalised: Record<TrainingDocument['normalise'], number[]>;
  colourCovariance: number[][];
  scale: number[];
  warped: Warped[];
}

const file = new URL('../testing/fixtures/images.json', import.meta.url);
const fixture: Fixture = JSON.parse(readFileSync(file, 'utf8'));
const { shape } = fixture;
const size = shape.height * shape.width * shape.channels;
const count = fixture.images.length / size;

const dataset = createDataset({ id: 'random', title: 'Random', classes: ['a'], shape }, count, 0);
dataset.train.images.set(fixture.images);
dataset.train.count = count;

/** Up to the float32 that mean images and results are held in. */
const expectNear = (actual: ArrayLike<number>, expected: readonly number[], tolerance: number) => {
  expect(actual).toHaveLength(expected.length);
  for (const [i, value] of expected.entries())
    expect(Math.abs(actual[i] - value), `[${i}]`).toBeLessThan(tolerance * (1 + Math.abs(value)));
};

test('every way to normalise is compared', () => {
  const ways = trainingFields.flatMap((field) => (field.key === 'normalise' ? field.options : []));
  expect(Object.keys(fixture.normalised).sort()).toEqual(ways.sort());
});

const { zca, ...ways } = fixture.normalised;
const bytesOf = (index: number) => dataset.train.images.subarray(index * size, (index + 1) * size);
const readerOf = (normalise: TrainingDocument['normalise'], whitening?: Parameters<typeof imageReader>[1]) =>
  imageReader(
    {
      dataset,
      network: parseDocument({ version: 1, input: shape, layers: [] }),
      training: parseTraining({ normalise, zcaEpsilon: fixture.zcaEpsilon }),
    },
    whitening,
  );

test.each(Object.entries(ways))('%s', (way, expected) => {
  const read = readerOf(way as TrainingDocument['normalise']);
  const read3 = [0, 1, 2].flatMap((index) => [...read(bytesOf(index))]);
  expectNear(read3, expected, 2e-6);
});

test('zca', async () => {
  const read = readerOf('gcn');
  async function* blocks() {
    yield Float32Array.from(Array.from({ length: count }, (_, index) => [...read(bytesOf(index))]).flat());
  }
  const whitening = await zcaOf(
    createReferenceBackend({ precision: 'float32' }),
    blocks(),
    size,
    fixture.zcaEpsilon,
  );
  const whitened = readerOf('zca', whitening);
  expectNear(
    [0, 1, 2].flatMap((index) => [...whitened(bytesOf(index))]),
    zca,
    2e-4,
  );
});

test('the axes of colours are those of their covariance', () => {
  const axes = colourAxes(dataset.train, shape);
  const products = [0, 1, 2].flatMap((a) =>
    [0, 1, 2].map((b) => [0, 1, 2].reduce((sum, axis) => sum + axes[3 * a + axis] * axes[3 * b + axis], 0)),
  );
  expectNear(products, fixture.colourCovariance.flat(), 1e-9);
});

test.each(fixture.warped)(
  'a transform to $height×$width, reflected $reflect',
  ({ height, width, reflect, mean, transform, x: expected }) => {
    const state = new Uint32Array(runStateWords);
    state[runState.trainCount] = 1;
    const x = new Float64Array(expected.length);
    const image = { imageHeight: shape.height, imageWidth: shape.width, imageChannels: shape.channels };
    warpBatch.reference(
      {
        images: bytesOf(0),
        imageLabels: new Uint8Array(1),
        scale: Float64Array.from(fixture.scale),
        ...(mean && { mean: meanImage(dataset.train, shape) }),
        state,
        transforms: Float64Array.from(transform),
        x,
        labels: new Uint32Array(1),
      },
      { batch: 1, height, width, channels: shape.channels, ...image, reflect, scatter: 0, cells: 0 },
    );
    expectNear(x, expected, 1e-5);
  },
);
