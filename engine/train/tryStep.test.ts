// What a step is said to take, by a clock that a backend moves; how many images are tried; and that nothing stays.
import { expect, test } from 'vitest';
import { createReferenceBackend } from '../backends/reference/index.ts';
import { parseDocument } from '../spec/document.ts';
import { parseTraining } from '../spec/training.ts';
import { testDataset } from '../testing/dataset.ts';
import { tryStep } from './tryStep.ts';

const network = parseDocument({
  version: 1,
  input: { height: 4, width: 4, channels: 1 },
  layers: [{ type: 'fc', units: 3 }],
});
const dataset = testDataset(network.input, 3, 20, 10);

/** Tries the net where a step takes so many milliseconds: the first a second more, every third call 5 ms more. */
async function trial(perStep: number) {
  const backend = createReferenceBackend();
  const { run } = backend;
  const asked: number[] = [];
  let clock = 0;
  backend.run = (program, times) => {
    clock += times * perStep + (asked.length === 0 ? 1000 : 0) + (asked.length % 3 === 2 ? 5 : 0);
    asked.push(times);
    return run.call(backend, program, times);
  };
  const training = parseTraining({ batch: 8 });
  const time = await tryStep({ backend, network, training, dataset, seed: 1 }, () => clock);
  expect(backend.allocatedBytes()).toBe(0);
  return { ...time, asked };
}

test('steps are doubled until they last, and the best of some rounds counts', async () => {
  expect(await trial(10)).toEqual({ milliseconds: 10, batch: 8, asked: [1, 1, 2, 4, 8, 8, 8] });
  expect(await trial(100)).toEqual({ milliseconds: 100, batch: 8, asked: [1, 1, 1] });
});

test('short ones are repeated more often, and long ones not at all', async () => {
  const { milliseconds, asked } = await trial(1);
  expect(milliseconds).toBe(1);
  expect(asked).toEqual([1, 1, 2, 4, 8, 16, 32, 64, 64, 64, 64]);
  expect(await trial(500)).toEqual({ milliseconds: 500, batch: 8, asked: [1, 1] });
});

test('a large net is tried on fewer images', async () => {
  const large = parseDocument({
    version: 1,
    input: { height: 64, width: 64, channels: 1 },
    // 4,096 × 4,000 = 16.4 million multiply-accumulates for each image.
    layers: [
      { type: 'fc', units: 4000 },
      { type: 'fc', units: 3 },
    ],
  });
  const backend = createReferenceBackend();
  backend.run = async () => {};
  const images = testDataset(large.input, 3, 20, 10);
  const training = parseTraining({ batch: 100 });
  const { batch } = await tryStep({ backend, network: large, training, dataset: images, seed: 1 });
  expect(batch).toBe(12);
});
