// Several looks at a test image come to the average of what a net says of the images looked at one by one, which are
// made here by hand.
import { describe, expect, test } from 'vitest';
import type { Backend } from '../backends/backend.ts';
import { createReferenceBackend } from '../backends/reference/index.ts';
import { createWasmBackend } from '../backends/wasm/backend.ts';
import { createDataset, type Dataset } from '../data/dataset.ts';
import { Inspector } from '../inspect/inspector.ts';
import { inspectViews } from '../inspect/views.ts';
import { runState } from '../ops/runState.ts';
import { parseDocument } from '../spec/document.ts';
import { viewsOf } from '../spec/testViews.ts';
import { parseTraining, type TrainingDocument } from '../spec/training.ts';
import { testDataset } from '../testing/dataset.ts';
import { evaluate, predictRange } from './evaluate.ts';
import { Run } from './run.ts';

const [height, width, channels, count, classes] = [7, 6, 3, 5, 4];
const dataset = testDataset({ height, width, channels }, classes, 6, count);
const netOf = (rows: number, columns: number) =>
  parseDocument({
    version: 1,
    input: { height: rows, width: columns, channels },
    layers: [{ type: 'conv', filters: 4, kernel: 3 }, { type: 'tanh' }, { type: 'fc', units: classes }],
  });

/** The same test images with the pixel at (y, x) taken from `source(y, x)`. */
function remade(rows: number, columns: number, source: (y: number, x: number) => [number, number]): Dataset {
  const shape = { height: rows, width: columns, channels };
  const made = createDataset({ ...dataset.info, shape }, 6, count);
  made.train.count = 6;
  made.test.count = count;
  made.test.labels.set(dataset.test.labels);
  for (let plane = 0; plane < count * channels; plane++)
    for (let y = 0; y < rows; y++)
      for (let x = 0; x < columns; x++) {
        const [fromY, fromX] = source(y, x);
        made.test.images[(plane * rows + y) * columns + x] =
          dataset.test.images[(plane * height + fromY) * width + fromX];
      }
  return made;
}

async function lookedAt(
  backend: Backend,
  data: Dataset,
  network: ReturnType<typeof netOf>,
  testViews: TrainingDocument['testViews'],
) {
  const training = parseTraining({ batch: 2, testViews });
  const run = await Run.create({ backend, network, training, dataset: data, seed: 8 });
  const evaluation = (await evaluate(run, 'test'))!;
  const rows = (await predictRange(run, 0, count)).flatMap((row) => [...row]);
  await run.destroy();
  run.data.destroy();
  return { evaluation, rows };
}

const reflected = (i: number, size: number) => (i < 0 ? -i : i >= size ? 2 * size - 2 - i : i);
const mirrored = (x: number) => width - 1 - x;

describe.each([
  ['reference', createReferenceBackend],
  ['wasm', createWasmBackend],
] as const)('%s', (_, open) => {
  test('mirrored too: the mean of the probabilities', async () => {
    const backend = await open();
    const network = netOf(height, width);
    const { rows, evaluation } = await lookedAt(backend, dataset, network, 'mirror');
    const other = remade(height, width, (y, x) => [y, mirrored(x)]);
    const [a, b] = [dataset, other].map((data) => lookedAt(backend, data, network, 'one'));
    const [first, second] = [(await a).rows, (await b).rows];
    for (const [i, p] of rows.entries()) expect(p).toBeCloseTo((first[i] + second[i]) / 2, 6);
    const losses = [...dataset.test.labels].map((label, n) => -Math.log(rows[n * classes + label]));
    expect(evaluation.loss).toBeCloseTo(losses.reduce((s, one) => s + one) / count, 5);
    expect(evaluation.views).toBe('mirror');
    backend.destroy();
  });

  test('six: the mean of what softmax reads, the middle counting half', async () => {
    const backend = await open();
    const network = netOf(height, width);
    const { rows, evaluation } = await lookedAt(backend, dataset, network, 'airbench6');
    const weighted = [
      { by: 0, share: 1 / 4 },
      { by: -1, share: 1 / 8 },
      { by: 1, share: 1 / 8 },
    ].flatMap(({ by, share }) =>
      [false, true].map(async (mirror) => {
        const data = remade(height, width, (y, x) => {
          const column = reflected(x + by, width);
          return [reflected(y + by, height), mirror ? mirrored(column) : column];
        });
        return { share, rows: (await lookedAt(backend, data, network, 'one')).rows };
      }),
    );
    const views = await Promise.all(weighted);
    // Logits are logarithms of probabilities up to a constant of each image.
    const powers = rows.map((_, i) => Math.exp(views.reduce((s, v) => s + v.share * Math.log(v.rows[i]), 0)));
    for (let n = 0; n < count; n++) {
      const row = powers.slice(n * classes, (n + 1) * classes);
      const sum = row.reduce((s, one) => s + one);
      for (const [k, power] of row.entries()) expect(rows[n * classes + k]).toBeCloseTo(power / sum, 5);
    }
    expect(evaluation.examples).toBe(count);
    backend.destroy();
  });

  test('twelve: each time through other windows of fractional pools, the same in every test', async () => {
    const backend = await open();
    const network = parseDocument({
      version: 1,
      input: { height, width, channels },
      layers: [
        { type: 'fractionalPool', ratio: 1.5 },
        { type: 'fc', units: classes },
      ],
    });
    const runWith = (testViews: TrainingDocument['testViews']) =>
      Run.create({ backend, network, training: parseTraining({ batch: 2, testViews }), dataset, seed: 8 });
    const [run, single] = [await runWith('redrawn12'), await runWith('one')];
    const rowsOf = async (which: Run) => (await predictRange(which, 0, count)).flatMap((row) => [...row]);
    const rows = await rowsOf(run);
    const looks: number[][] = [];
    for (let look = 0; look < 12; look++) {
      single.write('run.state', Uint32Array.of(look), runState.look);
      looks.push(await rowsOf(single));
    }
    expect(new Set(looks.map(String)).size).toBeGreaterThan(6);
    for (const [i, p] of rows.entries())
      expect(p).toBeCloseTo(looks.reduce((sum, one) => sum + one[i], 0) / 12, 6);
    const { label, views, probability } = await inspectViews(run, () => Inspector.create(run), 1);
    const shown = views.map((view) => view.probability);
    for (const [look, p] of shown.entries()) expect(p).toBeCloseTo(looks[look][classes + label], 6);
    expect(probability).toBeCloseTo(shown.reduce((sum, p) => sum + p) / 12, 6);
    expect(await rowsOf(run)).toEqual(rows);
    const evaluation = (await evaluate(run, 'test'))!;
    const losses = [...dataset.test.labels].map((label, n) => -Math.log(rows[n * classes + label]));
    expect(evaluation.loss).toBeCloseTo(losses.reduce((s, one) => s + one) / count, 5);
    backend.destroy();
  });

  test('views are shown as the bytes under them, and nothing of the run moves', async () => {
    const backend = await open();
    const network = netOf(4, 5);
    const training = parseTraining({ batch: 2, testViews: 'ten', normalise: 'unit' });
    const run = await Run.create({ backend, network, training, dataset, seed: 8 });
    const before = await run.snapshot();
    const example = 3;
    const { shape, views, label, probability } = await inspectViews(
      run,
      () => Inspector.create(run),
      example,
    );
    expect(shape).toEqual([4, 5, channels]);
    const places = views.map(({ down, right, mirror, share }) => [down + 1, right, mirror, share]);
    const corners = [
      [1, 0],
      [0, 0],
      [0, 1],
      [3, 0],
      [3, 1],
    ];
    expect(places).toEqual(
      [false, true].flatMap((mirror) => corners.map((corner) => [...corner, mirror, 1 / 10])),
    );
    for (const { image, down, right, mirror } of views)
      for (const [i, value] of image.entries()) {
        const [y, x, c] = [Math.floor(i / (5 * channels)), Math.floor(i / channels) % 5, i % channels];
        const column = mirror ? mirrored(right + x) : right + x;
        const byte = dataset.test.images[((example * channels + c) * height + 1 + down + y) * width + column];
        expect(value).toBeCloseTo(byte / 255, 6);
      }
    expect(await run.snapshot()).toEqual(before);
    // What the net says of each view is what it says of the same numbers alone, and the average is their mean.
    const classify = await run.program('classify');
    for (const { image, probability } of views) {
      run.write('input.output', Float32Array.from([...image, ...image]));
      await backend.run(classify, 1);
      expect((await run.read(['softmax.output']))[0][label]).toBeCloseTo(probability, 6);
    }
    expect(label).toBe(dataset.test.labels[example]);
    expect(new Set(views.map((view) => view.probability)).size).toBeGreaterThan(5);
    const mean = views.reduce((sum, view) => sum + view.share * view.probability, 0);
    expect(probability).toBeCloseTo(mean, 6);
    expect(probability).toBeCloseTo((await predictRange(run, example, 1))[0][label], 6);
    await run.destroy();
    backend.destroy();
  });

  test('ten: corners and middle of the image', async () => {
    const backend = await open();
    const network = netOf(4, 5);
    const { rows } = await lookedAt(backend, dataset, network, 'ten');
    const places = [
      [1, 0],
      [0, 0],
      [0, 1],
      [3, 0],
      [3, 1],
    ];
    const views = await Promise.all(
      places.flatMap(([top, left]) =>
        [false, true].map(async (mirror) => {
          const data = remade(4, 5, (y, x) => [y + top, mirror ? mirrored(x + left) : x + left]);
          return (await lookedAt(backend, data, network, 'one')).rows;
        }),
      ),
    );
    for (const [i, p] of rows.entries())
      expect(p).toBeCloseTo(views.reduce((s, view) => s + view[i], 0) / 10, 6);
    backend.destroy();
  });
});

test('shares add up to 1, and views that are the same are one', () => {
  const image = { height, width, channels };
  const counts = { one: 1, mirror: 2, airbench6: 6, ten: 2, redrawn12: 12 } as const;
  for (const [choice, expected] of Object.entries(counts)) {
    const { views } = viewsOf(choice as keyof typeof counts, image, image);
    expect(views).toHaveLength(expected);
    expect(views.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 12);
  }
  expect(viewsOf('ten', { height: 3, width: 3, channels }, image).views).toHaveLength(10);
});
