// `window.playground` over the real engine in this process: what is documented is what there is, it moves
// the page's own stores, and every mistake is refused with a sentence.
import { readFileSync } from 'node:fs';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { parseDocument } from '../../engine/spec/document.ts';
import { parseTraining } from '../../engine/spec/training.ts';
import { enginePort } from '../../engine/testing/enginePort.ts';
import { createClient } from '../client/client.ts';
import { RunHistory } from '../client/history.ts';
import { createActions } from '../store/actions.ts';
import { connect } from '../store/connect.ts';
import { createEditorStore } from '../store/editor.ts';
import { createRunStore } from '../store/run.ts';
import { createScripting } from './create.ts';
import type { Playground } from './playground.ts';

const input = { height: 32, width: 32, channels: 3 };
const layers = [
  { type: 'conv', filters: 2, kernel: 4, stride: 4 },
  { type: 'relu' },
  { type: 'fc', units: 10 },
];
const network = parseDocument({ version: 1, name: 'tiny', input, layers });
const training = parseTraining({ batch: 8, evaluateEvery: 2, evaluateImages: 20 });

function createPage() {
  const client = createClient(enginePort());
  const editor = createEditorStore(network);
  const run = createRunStore({
    running: network,
    training,
    datasetId: 'shapes',
    backendChoice: 'auto',
    engineOptions: { fused: false, half: false },
    startWhenReady: false,
    seed: 3,
  });
  const parts = {
    client,
    run,
    history: new RunHistory(client),
    actions: createActions(client, editor, run),
  };
  connect(client, run);
  const playground = createScripting(parts);
  const open = async () => {
    const status = await client.request('open', {
      network,
      training,
      dataset: 'shapes',
      seed: 3,
      backend: 'auto',
      options: { fused: false, half: false },
      datasetsUrl: 'http://host/',
    });
    run.setState({ status });
  };
  return { playground, run, editor, open };
}

const page = createPage();
const playground: Playground = page.playground;
beforeAll(page.open);
beforeEach(async () => {
  await playground.setNetwork(network);
  await playground.setTraining(training);
  await playground.reset(3);
});

describe('documentation', () => {
  const text = readFileSync('docs/scripting.md', 'utf8');
  const headings = [...text.matchAll(/^### (\w+)$/gm)].map(([, name]) => name);

  test('explains every member and no other, each with an example', () => {
    expect([...headings].sort()).toEqual(Object.keys(playground).sort());
    for (const section of text.split(/^### /m).slice(1)) expect(section).toContain('```js\n');
  });

  test('lists every event', () => {
    const table = [...text.matchAll(/^\| `(\w+)` \|/gm)].map(([, name]) => name);
    let known = '';
    try {
      playground.on('nothing' as 'status', () => {});
    } catch (error) {
      known = (error as Error).message;
    }
    expect(known).toBe(`There is no event "nothing"; known events: ${table.join(', ')}.`);
  });

  test('version is that of the package', () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
    expect(playground.version).toBe(version);
  });
});

test('waits for the engine, whenever it opens', async () => {
  const late = createPage();
  const step = late.playground.step();
  expect(() => late.playground.dataset()).toThrow('await playground.ready');
  expect(() => late.playground.report()).toThrow('await playground.ready');
  await late.open();
  expect(await step).toMatchObject({ state: 'paused', step: 1 });
  expect(late.playground.report().valid).toBe(true);
});

test('trains, and the page knows of it', async () => {
  const steps: number[] = [];
  const stop = playground.on('steps', (points) => steps.push(...points.map(({ step }) => step)));
  const status = await playground.start({ steps: 3 });
  stop();
  await playground.step(2);
  expect(steps).toEqual([1, 2, 3]);
  expect(status).toMatchObject({ state: 'paused', step: 3, examples: 24, seed: 3, backend: 'wasm' });
  expect(playground.status()).toMatchObject({ step: 5, testExamples: 20 });
  expect(page.run.getState().status.step).toBe(5);
  const history = playground.history();
  expect(history.map(({ step }) => step)).toEqual([1, 2, 3, 4, 5]);
  expect(history.map(({ testExamples }) => testExamples ?? 0)).toEqual([0, 20, 0, 20, 0]);
});

test('a paused run resolves what started it', async () => {
  const started = playground.start();
  await new Promise<void>((resolve) => playground.on('steps', () => resolve()));
  const paused = await playground.pause();
  expect(await started).toEqual({ ...paused, imagesPerSecond: expect.any(Number) });
  expect(paused.state).toBe('paused');
});

test('nets: presets with their counts, documents with their defaults', async () => {
  expect(playground.presets()[0]).toEqual({
    id: 'convnetjs-cifar10',
    title: 'ConvNetJS',
    params: 22466,
    macs: expect.any(Number),
  });
  await playground.setNetwork('linear');
  expect(playground.network()).toMatchObject({ layers: [{ id: 'fc1', type: 'fc' }] });
  expect(playground.training()).toMatchObject({ learningRate: 0.002, batch: 32 });
  expect(page.editor.getState().draft).toEqual(playground.network());
  playground.network().layers.length = 0;
  expect(playground.network().layers).toHaveLength(1);
  await playground.setNetwork('linear', { batch: 4 });
  expect(playground.training()).toMatchObject({ learningRate: 0.002, batch: 4 });
  await expect(playground.setNetwork(network, { batch: 0 })).rejects.toThrow(/batch/);
  expect(playground.network().name).toBe('Linear classifier');
});

test('the report adds up, and memory is what the engine holds', async () => {
  const held = () => {
    const { memory } = playground.report();
    return [memory!.predicted.total + memory!.inspectionHeld, memory!.allocated!.total];
  };
  const { layers: rows, totals, memory, valid } = playground.report();
  expect(valid).toBe(true);
  expect(
    rows.map(({ id, output, params, macs, activationBytes }) => [id, output, params, macs, activationBytes]),
  ).toEqual([
    ['conv1', [8, 8, 2], 98, 6144, 512],
    ['relu1', [8, 8, 2], 0, 0, 512],
    ['fc1', [1, 1, 10], 1290, 1280, 40],
  ]);
  expect(totals).toEqual({
    params: 1388,
    macs: 7424,
    activationBytes: 1064,
    inHeads: { params: 0, macs: 0 },
  });
  expect(memory).toMatchObject({ batch: 8, inspectionHeld: 0 });
  expect(memory!.allocated).toEqual(memory!.predicted);
  await playground.tensor('conv1.weight');
  expect(playground.report().memory!.inspectionHeld).toBe(memory!.inspection.total);
  expect(held()[0]).toBe(held()[1]);
});

test('the report of a document with a mistake says where and how to mend it', () => {
  const draft = { version: 1, input, layers: [{ type: 'conv', kernel: 5, stride: 4 }, { type: 'fc' }] };
  const {
    valid,
    layers: [conv, fc],
    memory,
  } = playground.report(draft);
  expect([valid, memory, fc.error]).toEqual([false, null, null]);
  expect(conv.error).toBe('(32 - 5 + 2*0)/4 + 1 = 7.75 is not whole');
  for (const { field, value, output } of conv.fixes) {
    const mended = { ...draft, layers: [{ ...draft.layers[0], [field]: value }, { type: 'fc' }] };
    expect(playground.report(mended).layers[0]).toMatchObject({ error: null, output });
  }
  expect(playground.report(playground.network()).memory!.allocated).toBeNull();
});

test('rows of a block count its parts once', () => {
  const branches = [[{ type: 'conv', filters: 3, kernel: 1 }], []];
  const document = {
    version: 1,
    input,
    layers: [{ type: 'parallel', merge: 'add', branches }, { type: 'fc' }],
  };
  const { layers: rows, totals, memory } = playground.report(document);
  expect(rows.map(({ id, params }) => [id, params])).toEqual([
    ['block1', 0],
    ['conv1', 12],
    ['fc1', 30730],
  ]);
  expect(totals.params).toBe(30742);
  const perLayer = rows.reduce((sum, { bytes }) => sum + bytes!.parameters, 0);
  expect(perLayer).toBe(memory!.predicted.parameters);
});

test('data: the list, the present set, files of a person', async () => {
  const list = await playground.datasets();
  expect(list.map(({ id, train, test, available }) => [id, train, test, available])).toEqual([
    ['cifar10', 50000, 10000, false],
    ['cifar10-mini', 2000, 500, false],
    ['shapes', 4000, 1000, true],
  ]);
  expect(playground.dataset()).toMatchObject({ id: 'shapes', train: 4000, arrived: { train: 4000 } });
  const records = new Uint8Array(3073 * 4);
  for (const i of [0, 1, 2, 3]) records[3073 * i] = i;
  const file = new File([records], 'data_batch_1.bin');
  const imported = await playground.importDataset([
    file,
    { path: 'test_batch.bin', file: new Blob([records]) },
  ]);
  expect(imported).toMatchObject({ train: 4, test: 4 });
  expect(page.run.getState().datasetId).toBe(imported.id);
  expect(await playground.setDataset('shapes')).toMatchObject({ id: 'shapes' });
});

test('another thing to learn changes the last layer of the running net and of the draft', async () => {
  await playground.setNetwork({ ...network, input: { height: 48, width: 48, channels: 3 } });
  await playground.setTraining({ place: 'random', target: 'place' });
  const units = () =>
    [page.run.getState().running, page.editor.getState().draft].map(({ layers }) => layers.at(-1));
  expect(units()).toEqual([
    { ...network.layers.at(-1), units: 64 },
    { ...network.layers.at(-1), units: 64 },
  ]);
  expect(await playground.step(1)).toMatchObject({ step: 1 });
  expect(playground.report().valid).toBe(true);
  await playground.setTraining({ target: 'class' });
  expect(units()).toEqual([network.layers.at(-1), network.layers.at(-1)]);
  await expect(playground.setNetwork(network)).resolves.toMatchObject({ step: 0 });
  await expect(playground.setTraining({ target: 'place' })).rejects.toThrow(/the input must be larger/);
});

test('settings, seed and engine change the run', async () => {
  expect(await playground.setTraining({ learningRate: 0.5 })).toMatchObject({ learningRate: 0.5, batch: 8 });
  expect(await playground.reset(9)).toMatchObject({ seed: 9, step: 0, state: 'idle' });
  expect((await playground.backends()).map(({ id, available }) => [id, available])).toEqual([
    ['webgpu', false],
    ['wasm', true],
    ['reference', true],
  ]);
  expect(await playground.setBackend('wasm', { fused: true })).toMatchObject({ backend: 'wasm' });
  expect(page.run.getState().engineOptions).toEqual({ fused: true, half: false });
  await playground.setBackend('wasm', { half: true });
  expect(page.run.getState().engineOptions).toEqual({ fused: true, half: true });
  expect(page.run.getState().device?.report).not.toHaveProperty('half');
  await playground.setBackend('wasm', { fused: false, half: false });
  expect(await playground.setBackend('reference')).toMatchObject({ backend: 'reference' });
});

test('the same seed gives the same run', async () => {
  const losses = async () => {
    await playground.start({ steps: 3 });
    return playground.history().map(({ loss }) => loss);
  };
  const first = await losses();
  await playground.reset();
  expect(await losses()).toEqual(first);
});

test('evaluates, predicts and gives tensors', async () => {
  const { examples, accuracy, confusion } = await playground.evaluate({ split: 'test', limit: 30 });
  expect(examples).toBe(30);
  expect(confusion.flat().reduce((a, b) => a + b)).toBe(30);
  expect(confusion.reduce((sum, row, i) => sum + row[i], 0)).toBeCloseTo(30 * accuracy);

  const pixels = { width: 32, height: 32, data: Uint8ClampedArray.from({ length: 4096 }, (_, i) => i % 251) };
  const planar = Uint8Array.from({ length: 3072 }, (_, i) => ((i % 1024) * 4 + Math.floor(i / 1024)) % 251);
  const prediction = await playground.predict(pixels);
  expect(await playground.predict(planar)).toEqual(prediction);
  expect(prediction.probabilities.reduce((a, b) => a + b)).toBeCloseTo(1);
  expect(prediction.probabilities[prediction.label]).toBe(Math.max(...prediction.probabilities));

  const shapes = async (...args: Parameters<Playground['tensor']>) =>
    (await playground.tensor(...args)).shape;
  expect(await shapes('conv1.weight')).toEqual([4, 4, 3, 2]);
  expect(await shapes('conv1.weight', { gradient: true })).toEqual([4, 4, 3, 2]);
  expect(await shapes('relu1.output', { example: 2 })).toEqual([8, 8, 2]);
});

test('a saved run is gone on with', async () => {
  await playground.step(2);
  const before = await playground.tensor('fc1.weight');
  const file = await playground.save();
  await playground.setNetwork('linear');
  expect(await playground.load(file)).toMatchObject({ step: 2, seed: 3 });
  expect(await playground.tensor('fc1.weight')).toEqual(before);
  expect(playground.network().name).toBe('tiny');
});

describe('mistakes are refused with a sentence', () => {
  const wrong = <T>(value: T) => value as never;
  const cases: [string, () => Promise<unknown>, string][] = [
    ['setNetwork: preset', () => playground.setNetwork('vgg'), 'no preset "vgg"; known presets: convnetjs'],
    ['setNetwork: nothing', () => playground.setNetwork(wrong(undefined)), 'wrong at'],
    ['setNetwork: JSON', () => playground.setNetwork('{"version": 1,'), 'not valid JSON'],
    [
      'setNetwork: geometry',
      () => playground.setNetwork({ version: 1, input, layers: [{ type: 'conv', kernel: 5, stride: 4 }] }),
      'error at conv1: (32 - 5 + 2*0)/4 + 1 = 7.75 is not whole',
    ],
    ['setDataset', () => playground.setDataset('mnist'), 'no data set called "mnist"'],
    ['setDataset: number', () => playground.setDataset(wrong(5)), 'must be a text, not 5'],
    ['importDataset: one file', () => playground.importDataset(wrong(new Blob())), 'takes files'],
    ['importDataset: none', () => playground.importDataset([]), 'none were given'],
    ['importDataset: text', () => playground.importDataset(wrong(['a'])), 'one of them is "a"'],
    [
      'importDataset: length',
      () => playground.importDataset([new File(['12345'], 'data_batch_1.bin')]),
      'data_batch_1.bin ends in the middle of a record, at byte',
    ],
    ['setTraining: key', () => playground.setTraining(wrong({ rate: 1 })), 'rate'],
    ['setTraining: range', () => playground.setTraining({ batch: 0 }), 'wrong at batch'],
    [
      'setBackend',
      () => playground.setBackend(wrong('cuda')),
      'known engines: auto, webgpu, wasm, reference',
    ],
    [
      'setBackend: fused',
      () => playground.setBackend('wasm', wrong({ fused: 1 })),
      'fused must be true or false, not 1',
    ],
    [
      'setBackend: half',
      () => playground.setBackend('webgpu', wrong({ half: 'yes' })),
      'half must be true or false, not "yes"',
    ],
    ['setBackend: WebGPU', () => playground.setBackend('webgpu'), 'WebGPU is not available here'],
    ['start: steps', () => playground.start({ steps: 0 }), 'steps must be a whole number from 1'],
    ['start: seconds', () => playground.start({ seconds: -1 }), 'seconds must be a number above 0, not -1'],
    ['start: option', () => playground.start(wrong({ step: 1 })), 'no option "step"; it knows steps, epochs'],
    ['start: number', () => playground.start(wrong(5)), 'such as { steps: ... }, not 5'],
    ['step', () => playground.step(1.5), 'number of steps must be a whole number'],
    ['reset', () => playground.reset(-1), 'seed must be a whole number from 0'],
    ['evaluate: nothing', () => playground.evaluate(wrong(undefined)), 'needs split: "train" or "test"'],
    [
      'evaluate: limit',
      () => playground.evaluate({ split: 'test', limit: 0 }),
      'limit must be a whole number',
    ],
    ['predict: bytes', () => playground.predict(new Uint8Array(5)), 'image of 3072 bytes is needed, but 5'],
    ['predict: text', () => playground.predict(wrong('cat')), 'planar bytes, or an ImageData'],
    [
      'predict: pixels',
      () => playground.predict({ width: 2, height: 1, data: new Uint8ClampedArray(8) }),
      'must have 32×32 pixels, but it has 2×1',
    ],
    ['tensor', () => playground.tensor('conv9.weight'), 'no tensor "conv9.weight"; known tensors: '],
    ['tensor: example', () => playground.tensor('conv1.output', { example: 1000 }), 'there are 1000'],
    ['load: text', () => playground.load(wrong('file')), 'takes a Blob'],
    ['load: bytes', () => playground.load(new Blob(['nonsense'])), 'not a safetensors file'],
  ];
  test.each(cases)('%s', async (_, call, sentence) => {
    const before = [playground.status(), playground.network(), playground.dataset(), playground.training()];
    await expect(call()).rejects.toThrow(sentence);
    expect([playground.status(), playground.network(), playground.dataset(), playground.training()]).toEqual(
      before,
    );
  });

  test('report of no document', () => {
    expect(() => playground.report('{')).toThrow('not valid JSON');
  });
});
