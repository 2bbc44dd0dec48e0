// Nets whose input is not the size of the images train, are evaluated and can be looked into; only channels must fit.
import { expect, test } from 'vitest';
import { createReferenceBackend } from '../backends/reference/index.ts';
import { createWasmBackend } from '../backends/wasm/backend.ts';
import { Inspector } from '../inspect/inspector.ts';
import { parseDocument } from '../spec/document.ts';
import type { EngineError } from '../spec/messages.ts';
import type { Shape } from '../spec/shape.ts';
import { parseTraining } from '../spec/training.ts';
import { testDataset } from '../testing/dataset.ts';
import { evaluate, predictRange } from './evaluate.ts';
import { previewBatch } from './preview.ts';
import { Run } from './run.ts';
import { whitened, zcaOf } from './zca.ts';

const images = { height: 8, width: 6, channels: 3 };
const dataset = testDataset(images, 3, 20, 10);
const training = parseTraining({ batch: 5, shift: 1, normalise: 'pixel' });
const netOf = (input: Shape) =>
  parseDocument({
    version: 1,
    input,
    layers: [{ type: 'conv', filters: 4, kernel: 3 }, { type: 'relu' }, { type: 'fc', units: 3 }],
  });

test.each([
  ['crop', { height: 5, width: 4, channels: 3 }],
  ['field', { height: 11, width: 9, channels: 3 }],
  ['grey', { height: 8, width: 6, channels: 1 }],
  ['grey crop', { height: 5, width: 9, channels: 1 }],
])('%s', async (_, input) => {
  const courses = [createReferenceBackend(), await createWasmBackend()].map(async (backend) => {
    const run = await Run.create({ backend, network: netOf(input), training, dataset, seed: 3 });
    await run.queue(6);
    const { metrics } = await run.collect();
    const evaluation = (await evaluate(run, 'test'))!;
    const [row] = await predictRange(run, 4, 1);
    const inspector = await Inspector.create(run);
    const bytes = dataset.test.images.slice(4 * 144, 5 * 144);
    const looked = await inspector.inspect({ image: bytes, label: 0 }, ['input.output']);
    expect(looked.tensors[0].shape).toEqual([input.height, input.width, input.channels]);
    // What looks inside reads the image as the evaluation does.
    for (const [k, one] of looked.probabilities.entries()) expect(one).toBeCloseTo(row[k], 5);
    inspector.destroy();
    await run.destroy();
    run.data.destroy();
    backend.destroy();
    return [...metrics.map(({ loss }) => loss), evaluation.loss];
  });
  const [reference, wasm] = await Promise.all(courses);
  expect(reference).toHaveLength(7);
  for (const [i, loss] of wasm.entries()) expect(loss).toBeCloseTo(reference[i], 5);
});

test('two channels cannot look at three', async () => {
  const network = netOf({ height: 8, width: 6, channels: 2 });
  const error = await Run.create({
    backend: createReferenceBackend(),
    network,
    training,
    dataset,
    seed: 3,
  }).catch((reason: unknown) => reason);
  expect((error as EngineError).code).toBe('dataset.shape');
});

test('a run with every augmentation is the same on each engine, and after a move in the middle', async () => {
  const network = netOf({ height: 7, width: 6, channels: 3 });
  const all = parseTraining({
    ...training,
    mirror: 'alternating',
    fill: 'reflect',
    zoom: 1.3,
    stretch: 1.1,
    rotation: 20,
    brightness: 0.2,
    contrast: 0.2,
    saturation: 0.4,
    colourNoise: 0.1,
    cutout: 3,
  });
  const [first, second] = [createReferenceBackend(), await createWasmBackend()];
  const whole = await Run.create({ backend: first, network, training: all, dataset, seed: 3 });
  await whole.queue(8);
  const expected = (await whole.collect()).metrics.map(({ loss }) => loss);
  const begun = await Run.create({ backend: second, network, training: all, dataset, seed: 3 });
  await begun.queue(3);
  const losses = (await begun.collect()).metrics.map(({ loss }) => loss);
  const from = await begun.snapshot();
  const moved = await Run.create({ backend: second, network, training: all, dataset, seed: 3, from });
  await moved.queue(5);
  losses.push(...(await moved.collect()).metrics.map(({ loss }) => loss));
  for (const [i, loss] of losses.entries()) expect(loss).toBeCloseTo(expected[i], 4);
  const calls = moved.plan.programs.train!.slice(0, 3).map(({ op }) => op);
  expect(calls).toEqual(['drawTransforms', 'warpBatch', 'cutout']);
  expect(moved.needsRebuild({ ...all, rotation: 40, cutout: 1 })).toBe(false);
  expect(moved.needsRebuild({ ...all, cutout: 0 })).toBe(true);
});

test.each(['gcn', 'zca'] as const)('%s, the same on each engine', async (normalise) => {
  const network = netOf({ height: 6, width: 5, channels: 3 });
  const settings = parseTraining({ batch: 6, normalise, zcaEpsilon: 0.05, shift: 1 });
  const heard: string[] = [];
  const courses = [createReferenceBackend(), await createWasmBackend()].map(async (backend) => {
    const data = testDataset(images, 3, 40, 10);
    const options = { backend, network, training: settings, dataset: data, seed: 3 };
    const run = await Run.create({ ...options, onProgress: ({ doing }) => heard.push(doing) });
    await run.queue(4);
    const { metrics } = await run.collect();
    const { images: coming } = await previewBatch(run, 6);
    const inspector = await Inspector.create(run);
    const looked = await inspector.inspect({ image: data.test.images.slice(0, 144), label: 0 }, []);
    const [row] = await predictRange(run, 0, 1);
    for (const [k, one] of looked.probabilities.entries()) expect(one).toBeCloseTo(row[k], 4);
    const means = coming.map((image) => image.reduce((a, b) => a + b) / image.length);
    const squares = coming.map((image) => image.reduce((a, b) => a + b * b, 0) / image.length);
    if (normalise === 'gcn')
      for (const n of means.keys()) {
        expect(means[n]).toBeCloseTo(0, 5);
        expect(squares[n]).toBeCloseTo(1, 4);
      }
    inspector.destroy();
    await run.destroy();
    run.data.destroy();
    return metrics.map(({ loss }) => loss);
  });
  const [reference, wasm] = await Promise.all(courses);
  for (const [i, loss] of wasm.entries()) expect(loss).toBeCloseTo(reference[i], 3);
  expect(new Set(heard)).toEqual(new Set(normalise === 'zca' ? ['whiten'] : []));
});

test('zca whitens the images as contrast normalisation leaves them', async () => {
  const [backend, count] = [createReferenceBackend(), 40];
  const data = testDataset(images, 3, count, 10);
  const coming = async (normalise: 'gcn' | 'zca') => {
    const settings = parseTraining({ batch: count, normalise, zcaEpsilon: 0.05, mirror: 'off' });
    const run = await Run.create({
      backend,
      network: netOf(images),
      training: settings,
      dataset: data,
      seed: 3,
    });
    const preview = await previewBatch(run, count);
    await run.destroy();
    run.data.destroy();
    return preview.images;
  };
  const contrast = await coming('gcn');
  const all = Float32Array.from(contrast.flatMap((image) => [...image]));
  async function* blocks() {
    yield all;
  }
  const { matrix, bias } = await zcaOf(backend, blocks(), 144, 0.05);
  const white = await coming('zca');
  for (const [n, image] of contrast.entries())
    for (const [i, value] of whitened(matrix, image).entries())
      expect(white[n][i]).toBeCloseTo(value + bias[i], 3);
});
