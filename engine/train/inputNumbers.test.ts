// What bytes become: each way to normalise on a data set whose figures are known, in colour and in grey.
import { expect, test } from 'vitest';
import { createDataset } from '../data/dataset.ts';
import { parseDocument } from '../spec/document.ts';
import { parseTraining, type TrainingDocument } from '../spec/training.ts';
import { imageReader, inputNumbers } from './inputNumbers.ts';

/** Two images of one row of two pixels: reds 10, 20 and 30, 40; greens 100 more; blues 200 less one. */
const red = [
  [10, 20],
  [30, 40],
];
const dataset = createDataset(
  { id: 'two', title: 'Two', classes: ['a', 'b'], shape: { height: 1, width: 2, channels: 3 } },
  2,
  0,
);
dataset.train.images.set(red.flatMap((row) => [...row, ...row.map((r) => r + 100), 200, 200]));
dataset.train.count = 2;

const source = (normalise: TrainingDocument['normalise'], channels = 3) => ({
  dataset,
  network: parseDocument({ version: 1, input: { height: 1, width: 2, channels }, layers: [] }),
  training: parseTraining({ normalise }),
});
const first = dataset.train.images.slice(0, 6);
const read = (normalise: TrainingDocument['normalise'], channels = 3) => [
  ...imageReader(source(normalise, channels))(first),
];
const near = (expected: number[]) => expected.map((value) => expect.closeTo(value, 4));
const grey = (r: number) => 0.299 * r + 0.587 * (r + 100) + 0.114 * 200;

test('each way to normalise, in colour', () => {
  expect(read('centre')).toEqual(near([10, 110, 200, 20, 120, 200].map((byte) => byte / 255 - 0.5)));
  expect(read('unit')).toEqual(near([10, 110, 200, 20, 120, 200].map((byte) => byte / 255)));
  expect(read('raw')).toEqual(near([-10, -10, 0, -10, -10, 0]));
  expect(read('pixel')).toEqual(near([-10, -10, 0, -10, -10, 0].map((byte) => byte / 255)));
  // Reds have mean 25 and variance 125; blues do not vary, and their deviation counts as 1.
  const [a, b] = [-15 / Math.sqrt(125), -5 / Math.sqrt(125)];
  expect(read('standard')).toEqual(near([a, a, 0, b, b, 0]));
});

test('the same in grey', () => {
  expect(read('centre', 1)).toEqual(near([10, 20].map((r) => grey(r) / 255 - 0.5)));
  expect(read('unit', 1)).toEqual(near([10, 20].map((r) => grey(r) / 255)));
  expect(read('raw', 1)).toEqual(near([-8.86, -8.86]));
  expect(read('pixel', 1)).toEqual(near([-8.86 / 255, -8.86 / 255]));
  // Blue is the same everywhere: grey values vary as 0.886 times red.
  expect(read('standard', 1)).toEqual(near([-15 / Math.sqrt(125), -5 / Math.sqrt(125)]));
});

test('the mean image follows the images that arrive', () => {
  const arriving = { ...dataset, train: { ...dataset.train, count: 1 } };
  const mean = () => [...inputNumbers({ ...source('raw'), dataset: arriving }).mean!];
  expect(mean()).toEqual([10, 20, 110, 120, 200, 200]);
  arriving.train.count = 2;
  expect(mean()).toEqual([20, 30, 120, 130, 200, 200]);
});
