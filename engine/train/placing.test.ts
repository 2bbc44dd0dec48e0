// Nets that learn where images lie: the same on each engine and after a move, looked at as they are evaluated, and
// together with a net that learns what they are.
import { describe, expect, test } from 'vitest';
import { createReferenceBackend } from '../backends/reference/index.ts';
import { createWasmBackend } from '../backends/wasm/backend.ts';
import { createWebGpuBackend } from '../backends/webgpu/backend.ts';
import { Inspector } from '../inspect/inspector.ts';
import { parseDocument } from '../spec/document.ts';
import type { EngineError } from '../spec/messages.ts';
import { parseTraining } from '../spec/training.ts';
import { testDataset } from '../testing/dataset.ts';
import { nodeGpu } from '../testing/nodeGpu.ts';
import { evaluate, predictRange, predictThrough } from './evaluate.ts';
import { evaluatePair } from './pair.ts';
import { previewBatch } from './preview.ts';
import { Run, type RunOptions } from './run.ts';
import { answerOf, cornerOf } from './testImage.ts';

const images = { height: 4, width: 4, channels: 3 };
const dataset = testDataset(images, 3, 40, 30);
const netOf = (side: number, units: number) =>
  parseDocument({
    version: 1,
    input: { height: side, width: side, channels: 3 },
    layers: [{ type: 'conv', filters: 4, kernel: 3 }, { type: 'relu' }, { type: 'fc', units }],
  });
const canvas = netOf(12, 64);
const training = parseTraining({ batch: 8, learningRate: 0.05, place: 'random', target: 'place' });
const reference = createReferenceBackend();
const create = (more: Partial<RunOptions> = {}) =>
  Run.create({ backend: reference, network: canvas, training, dataset, seed: 3, ...more });
const lossesOf = async (run: Run, steps: number) => {
  await run.queue(steps);
  return (await run.collect()).metrics.map(({ loss }) => loss);
};

describe.each([
  ['reference', async () => createReferenceBackend()],
  ['wasm', () => createWasmBackend()],
  ['webgpu', () => createWebGpuBackend(nodeGpu())],
] as const)('on %s', (_, open) => {
  test.each([{}, { rotation: 20, zoom: 1.2 }])(
    'a run with %o, also after a move in the middle',
    async (more) => {
      const settings = { ...training, ...more };
      const expected = await lossesOf(await create({ training: settings }), 6);
      const backend = await open();
      const begun = await create({ backend, training: settings });
      const losses = await lossesOf(begun, 2);
      const moved = await create({ backend, training: settings, from: await begun.snapshot() });
      losses.push(...(await lossesOf(moved, 4)));
      const straight = await lossesOf(await create({ backend, training: settings }), 6);
      expect(losses).toEqual(straight);
      for (const [i, loss] of losses.entries()) expect(loss).toBeCloseTo(expected[i], 3);
      const known = (await evaluate(await create(), 'test'))!;
      const found = (await evaluate(await create({ backend }), 'test'))!;
      expect(found.loss).toBeCloseTo(known.loss, 4);
      expect(found.confusion.map((row) => row.reduce((a, b) => a + b))).toEqual(
        known.confusion.map((row) => row.reduce((a, b) => a + b)),
      );
      backend.destroy();
    },
  );
});

test('what looks inside and what classifies given images see them where the evaluation does', async () => {
  const run = await create();
  const rows = await predictRange(run, 0, 30);
  const corners = rows.map((_, example) => cornerOf(run, example));
  expect(await predictThrough(run, corners)).toEqual(rows);
  const inspector = await Inspector.create(run);
  for (const example of [0, 7, 29]) {
    const bytes = dataset.test.images.slice(example * 48, (example + 1) * 48);
    const looked = await inspector.inspect({ image: bytes, label: 0, corner: corners[example] }, []);
    expect([...looked.probabilities]).toEqual([...rows[example]]);
  }
  const { confusion, accuracy, loss } = (await evaluate(run, 'test'))!;
  const answers = rows.map((_, example) => answerOf(run, 'test', example));
  expect(loss).toBeCloseTo(rows.reduce((sum, row, n) => sum - Math.log(row[answers[n]]), 0) / 30, 5);
  expect(confusion.reduce((sum, row, cell) => sum + row[cell], 0)).toBe(Math.round(30 * accuracy));
  for (const [cell, row] of confusion.entries())
    expect(row.reduce((a, b) => a + b)).toBe(answers.filter((answer) => answer === cell).length);
  inspector.destroy();
});

test('coming images lie at many places, each whole', async () => {
  const { images: coming } = await previewBatch(
    await create({ training: { ...training, normalise: 'unit' } }),
    8,
  );
  const boxes = coming.map((image) => {
    const lit = [...image.keys()].filter((i) => image[i] !== 0).map((i) => Math.floor(i / 3));
    const rows = lit.map((pixel) => Math.floor(pixel / 12));
    const columns = lit.map((pixel) => pixel % 12);
    const first = [Math.min(...rows), Math.min(...columns)];
    expect([Math.max(...rows) - first[0], Math.max(...columns) - first[1]]).toEqual([3, 3]);
    return first.join(' ');
  });
  expect(new Set(boxes).size).toBeGreaterThan(5);
});

test('an input that is not larger than the images, or too few outputs, is refused', async () => {
  const code = async (more: Partial<RunOptions>) =>
    create(more).then(
      () => null,
      (error: EngineError) => error.code,
    );
  expect(await code({ network: netOf(4, 64) })).toBe('dataset.room');
  expect(await code({ network: netOf(12, 3) })).toBe('network.invalid');
  expect(await code({ network: { ...canvas, classes: 3 } })).toBe('dataset.classes');
  expect(await code({ network: netOf(12, 3), training: { ...training, target: 'class' } })).toBe(null);
});

describe('a pair', () => {
  const classes = parseTraining({ batch: 7, learningRate: 0.05 });

  test('sees what evaluation sees where the image is, and else what it is sent to', async () => {
    const localiser = await create();
    const classifier = await create({ network: netOf(4, 3), training: classes });
    await lossesOf(classifier, 20);
    const pair = await evaluatePair(localiser, classifier);
    expect(pair.examples).toBe(30);
    expect(pair.cells).toBeCloseTo((await evaluate(localiser, 'test'))!.accuracy, 12);
    expect(pair.placed).toBeCloseTo((await evaluate(classifier, 'test'))!.accuracy, 12);
    const middle = (
      await predictThrough(
        classifier,
        [...Array(30).keys()].map((example) => {
          const { top, left } = cornerOf(localiser, example);
          return { top: top + 4, left: left + 4 };
        }),
      )
    ).filter((row, n) => row.indexOf(Math.max(...row)) === dataset.test.labels[n]);
    expect(pair.middle).toBeCloseTo(middle.length / 30, 12);
    expect((await evaluatePair(localiser, classifier, 10)).examples).toBe(10);
  });

  test('a localiser that is always right is as good as the true place', async () => {
    // Seven pixels of room: each cell is one place. Bright images are easily found.
    const bright = testDataset(images, 3, 40, 30);
    for (const split of [bright.train, bright.test])
      for (const [i, byte] of split.images.entries()) split.images[i] = 192 + byte / 4;
    const network = netOf(11, 64);
    const settings = { ...training, batch: 32, learningRate: 0.1, normalise: 'unit' as const };
    const localiser = await create({ network, training: settings, dataset: bright });
    for (let round = 0; round < 4; round++) await lossesOf(localiser, 100);
    const classifier = await create({ network: netOf(4, 3), training: classes, dataset: bright });
    await lossesOf(classifier, 30);
    const pair = await evaluatePair(localiser, classifier);
    expect(pair.cells).toBe(1);
    expect(pair.found).toBe(pair.placed);
    expect(pair.middle).not.toBe(pair.placed);
  });

  test('in the other order is refused', async () => {
    const classifier = await create({ network: netOf(4, 3), training: classes });
    const error = await evaluatePair(classifier, await create()).catch((reason: unknown) => reason);
    expect((error as EngineError).code).toBe('pair.target');
  });
});
