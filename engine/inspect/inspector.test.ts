// Looking inside: the values of one image are those that training and evaluation have, and looking at them
// changes neither.
import { beforeEach, expect, test } from 'vitest';
import { createReferenceBackend } from '../backends/reference/index.ts';
import { imageBytes } from '../data/dataset.ts';
import { parseDocument } from '../spec/document.ts';
import { parseTraining } from '../spec/training.ts';
import { testDataset } from '../testing/dataset.ts';
import { predictRange } from '../train/evaluate.ts';
import { Run } from '../train/run.ts';
import { Inspector } from './inspector.ts';

const shape = { height: 4, width: 5, channels: 3 };
const network = parseDocument({
  version: 1,
  input: shape,
  layers: [
    { type: 'conv', filters: 4, kernel: 3, padding: 1 },
    { type: 'relu' },
    { type: 'dropout', rate: 0.5 },
    { type: 'fc', units: 3 },
  ],
});

let run: Run;
let inspector: Inspector;
beforeEach(async () => {
  run = await Run.create({
    backend: createReferenceBackend(),
    network,
    training: parseTraining({ batch: 4, mirror: 'off' }),
    dataset: testDataset(shape, 3, 8, 5),
    seed: 1,
  });
  inspector = await Inspector.create(run);
});

const image = (index: number) => imageBytes(run.dataset.test, shape, index);

test('probabilities are those of evaluation, without dropout', async () => {
  const rows = await predictRange(run, 0, 5);
  for (const [index, row] of rows.entries())
    expect((await inspector.inspect({ image: image(index), label: 0 }, [])).probabilities).toEqual(row);
});

test('the step that is told is the one whose weights were looked at', async () => {
  const steps = run.queue(3);
  const looking = inspector.inspect({ image: image(0), label: 0 }, ['conv1.weight']);
  await steps;
  const looked = await looking;
  const after = await inspector.inspect({ image: image(0), label: 0 }, ['conv1.weight']);
  expect([looked.step, after.step]).toEqual([3, 3]);
  expect(looked.tensors[0].data).toEqual(after.tensors[0].data);
});

test('activations lose the batch, parameters keep their shape, relu is not written over what it reads', async () => {
  const { tensors } = await inspector.inspect({ image: image(0), label: 1 }, [
    'input.output',
    'conv1.output',
    'relu1.output',
    'relu1.output.gradient',
    'conv1.weight',
    'conv1.weight.gradient',
  ]);
  expect(tensors.map((one) => one.shape)).toEqual([
    [4, 5, 3],
    [4, 5, 4],
    [4, 5, 4],
    [4, 5, 4],
    [3, 3, 3, 4],
    [3, 3, 3, 4],
  ]);
  const [input, conv, relu] = tensors.map(({ data }) => data);
  expect(input[4]).toBeCloseTo(image(0)[4 * 5 + 1] / 255 - 0.5, 6);
  expect(Math.min(...conv)).toBeLessThan(0);
  expect(relu).toEqual(conv.map((value) => Math.max(value, 0)));
  expect(tensors[5].data.some((value) => value !== 0)).toBe(true);
});

test('the course of training is the same with and without', async () => {
  const other = await Run.create({
    backend: createReferenceBackend(),
    network,
    training: run.training,
    dataset: run.dataset,
    seed: 1,
  });
  for (let step = 0; step < 4; step++) {
    await Promise.all([run.queue(1), inspector.inspect({ image: image(step), label: 2 }, ['fc1.output'])]);
    await other.queue(1);
  }
  expect((await run.collect()).metrics).toEqual((await other.collect()).metrics);
});

test('a tensor that is not there is refused with those that are', () => {
  expect(() => inspector.inspect({ image: image(0), label: 0 }, ['conv2.weight'])).toThrow(
    /no tensor "conv2.weight"; .*conv1.weight/,
  );
  expect(() => inspector.inspect({ image: image(0), label: 0 }, ['run.state'])).toThrow(
    'no tensor "run.state"',
  );
});

test('its buffers are freed after what was asked before, those of the run are not', async () => {
  const held = run.backend.allocatedBytes();
  const answer = inspector.inspect({ image: image(0), label: 0 }, []);
  inspector.destroy();
  expect((await answer).probabilities).toHaveLength(3);
  await new Promise((resolve) => setImmediate(resolve));
  const freed = inspector.storage.owned.reduce((sum, { bytes }) => sum + bytes, 0);
  expect(freed).toBeGreaterThan(0);
  expect(run.backend.allocatedBytes()).toBe(held - freed);
});
