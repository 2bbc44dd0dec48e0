// The worker's engine driven by its requests in Node: what a page relies on when it loads files, changes
// data while they arrive, or asks too early.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { decodeRun, encodeRun } from '../formats/savedRun.ts';
import { parseDocument } from '../spec/document.ts';
import { parseTraining } from '../spec/training.ts';
import { graphicsCard, watchedGpu } from '../testing/nodeGpu.ts';
import { Engine } from './engine.ts';
import type { BackendChoice, Event, RunStatus } from './protocol.ts';

const network = parseDocument({
  version: 1,
  name: 'tiny',
  input: { height: 32, width: 32, channels: 3 },
  layers: [
    { type: 'pool', kind: 'average', kernel: 8, stride: 8 },
    { type: 'fc', units: 10 },
  ],
});
const training = parseTraining({ batch: 20, evaluateEvery: 0 });

/** Serves the data sets' folder as a host would; what follows the first records waits at the gate. */
class Host {
  gate: Promise<void> = Promise.resolve();
  gpu: GPU | undefined;
  readonly giveWay = () => new Promise<void>((resolve) => setImmediate(resolve));
  readonly decodeImage = () => Promise.reject(new Error('no images here'));
  readonly fetch = async (url: string): Promise<Response> => {
    const file = path.join('public/datasets', new URL(url).pathname);
    const bytes = new Uint8Array(await readFile(file));
    const { gate } = this;
    const first = 1200 * 3073;
    const body = new ReadableStream<Uint8Array>({
      async start(controller) {
        controller.enqueue(bytes.subarray(0, first));
        if (bytes.length > first) {
          await gate;
          controller.enqueue(bytes.subarray(first));
        }
        controller.close();
      },
    });
    return new Response(body);
  };
}

let host: Host;
let events: Event[];
let engine: Engine;
beforeEach(() => {
  host = new Host();
  events = [];
  engine = new Engine(host, (event) => events.push(event));
});

const open = (dataset = 'shapes', backend: BackendChoice = 'reference'): Promise<RunStatus> =>
  engine.open({
    network,
    training,
    dataset,
    seed: 5,
    backend,
    options: { fused: false, half: false },
    datasetsUrl: 'http://host/',
  });
const ofType = <T extends Event['type']>(type: T) =>
  events.filter((event): event is Extract<Event, { type: T }> => event.type === type);
const losses = () => ofType('points').flatMap(({ points }) => points.map(({ loss }) => loss));

/** A promise and the function that resolves it. */
function valve(): { closed: Promise<void>; open: () => void } {
  let open = () => {};
  const closed = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { closed, open };
}

test('requests that come before the engine is open are refused in words', async () => {
  await expect(engine.status()).rejects.toThrow('still starting');
  await expect(engine.start({ steps: 1 })).rejects.toThrow('still starting');
});

test('opens, trains and reports every step', async () => {
  expect(await open()).toMatchObject({ state: 'idle', step: 0, seed: 5, backend: 'reference' });
  expect(await engine.start({ steps: 3 })).toMatchObject({ state: 'paused', step: 3, examples: 60 });
  expect(losses()).toHaveLength(3);
});

describe('on a graphics card', () => {
  beforeEach(() => {
    host.gpu = watchedGpu(() => {}, { info: graphicsCard });
    engine = new Engine(host, (event) => events.push(event));
  });
  const trainedBytes = () => {
    const { data, storage } = engine.trainer.run;
    return [...data.storage.owned, ...storage.owned].reduce((sum, { bytes }) => sum + bytes, 0);
  };

  test('the engine is taken on which a step took less time, and the run knows nothing of it', async () => {
    const { backend } = await open('shapes', 'auto');
    const { reason, detail, times } = ofType('engine').at(-1)!;
    expect([reason, detail, times?.batch]).toEqual(['timed', 'A graphics card', 20]);
    expect(Math.min(times!.webgpu, times!.wasm)).toBeGreaterThan(0);
    expect(backend).toBe(times!.webgpu <= times!.wasm ? 'webgpu' : 'wasm');
    expect(engine.trainer.run.backend.allocatedBytes()).toBe(trainedBytes());
    expect(await engine.step({ count: 3 })).toMatchObject({ step: 3, examples: 60 });
  });

  test('a run that is under way goes on as it was', async () => {
    await open();
    await engine.step({ count: 4 });
    const straight = losses();
    await engine.reset({});
    events.length = 0;
    await engine.step({ count: 2 });
    await engine.setBackend({ id: 'auto', options: { fused: false, half: false } });
    expect(ofType('engine').at(-1)).toMatchObject({ reason: 'timed', times: { batch: 20 } });
    await engine.step({ count: 2 });
    for (const [i, loss] of losses().entries()) expect(loss).toBeCloseTo(straight[i], 5);
    expect(engine.trainer.run.backend.allocatedBytes()).toBe(trainedBytes());
  });
});

describe('loading a saved run', () => {
  test('goes on exactly', async () => {
    await open();
    await engine.step({ count: 2 });
    const { file } = await engine.save();
    await engine.step({ count: 2 });
    const straight = losses();
    await engine.reset({ seed: 9 });
    events.length = 0;
    await engine.load({ file });
    expect(await engine.step({ count: 2 })).toMatchObject({ step: 4, seed: 5 });
    expect(losses()).toEqual(straight.slice(2));
  });

  test('waits until all images are here, so that their order is that of the file', async () => {
    await open('cifar10-mini');
    await engine.sets.complete(engine.trainer.run.dataset);
    await engine.step({ count: 2 });
    const { file } = await engine.save();
    await engine.step({ count: 2 });
    const straight = losses().slice(2);

    await engine.setDataset({ id: 'shapes' });
    const rest = valve();
    host.gate = rest.closed;
    events.length = 0;
    const loaded = engine.load({ file });
    setTimeout(rest.open, 50);
    await loaded;
    await engine.step({ count: 2 });
    expect(losses()).toEqual(straight);
  });

  test('leaves only its own state to go back to', async () => {
    await open();
    await engine.step({ count: 3 });
    const { file } = await engine.save();
    await engine.reset({ seed: 2 });
    await engine.step({ count: 1 });
    await engine.load({ file });
    expect(ofType('checkpoints').at(-1)?.checkpoints).toEqual([{ step: 3 }]);
    await engine.step({ count: 1 });
    expect(await engine.rewindTo({ step: 3 })).toMatchObject({ step: 3, seed: 5 });
  });

  test('a file whose tensors do not fit its net changes nothing', async () => {
    await open();
    await engine.step({ count: 1 });
    const saved = decodeRun((await engine.save()).file);
    const tensors = new Map(saved.snapshot.tensors);
    tensors.delete('fc1.bias.velocity');
    const file = encodeRun({ ...saved, snapshot: { ...saved.snapshot, tensors } });
    const before = await engine.status();
    await expect(engine.load({ file })).rejects.toThrow('"fc1.bias.velocity" has shape – in the file');
    expect(await engine.status()).toEqual(before);
  });
});

describe('data that arrive', () => {
  test('train from the first thousand on, and the rest is told of', async () => {
    const rest = valve();
    host.gate = rest.closed;
    await open('cifar10-mini');
    expect(ofType('dataset').at(-1)?.dataset.train).toEqual({ count: 1200, total: 2000 });
    await engine.step({ count: 1 });
    rest.open();
    await engine.sets.complete(engine.trainer.run.dataset);
    expect(ofType('dataset').at(-1)?.dataset).toMatchObject({
      train: { count: 2000, total: 2000 },
      test: { count: 500, total: 500 },
    });
  });

  test('are not told of once other data are in use', async () => {
    const rest = valve();
    host.gate = rest.closed;
    await open('cifar10-mini');
    await engine.setDataset({ id: 'shapes' });
    rest.open();
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(ofType('dataset').at(-1)?.dataset.id).toBe('shapes');
    expect(ofType('failed')).toEqual([]);
  });

  test('go on arriving when other data were asked for and refused', async () => {
    const rest = valve();
    host.gate = rest.closed;
    await open('cifar10-mini');
    const { dataset } = engine.trainer.run;
    await expect(engine.setDataset({ id: 'nothing' })).rejects.toThrow('no data set called "nothing"');
    rest.open();
    await engine.sets.complete(dataset);
    expect(dataset.train.count).toBe(2000);
  });
});

test('looking inside is counted while it is held, and freed with its net', async () => {
  await open();
  const { backend } = engine.trainer.run;
  await engine.inspect({ example: 0, tensors: ['fc1.weight'] });
  const held = Object.values(ofType('memory').at(-1)!.allocated).reduce((sum, bytes) => sum + bytes, 0);
  expect(held).toBe(backend.allocatedBytes());
  expect(ofType('memory').at(-1)!.inspection).toBeGreaterThan(0);
  await engine.reset({});
  await new Promise((resolve) => setTimeout(resolve));
  expect(ofType('memory').at(-1)!.inspection).toBe(0);
  expect(backend.allocatedBytes()).toBe(held - ofType('memory').at(-2)!.inspection);
});

describe('looking inside a run that has just begun', () => {
  const look = () => engine.inspect({ example: 0, tensors: ['fc1.weight'] });

  test('leaves the device to its first step', async () => {
    await open();
    const started = engine.start({ steps: 1 });
    expect(await look()).toMatchObject({ step: 1 });
    await started;
  });

  test('does not keep a change of the run waiting', async () => {
    await open();
    const started = engine.start({ steps: 3 });
    const looks = [look(), look()];
    await engine.setTraining({ training: { ...training, batch: 10 } });
    expect(await started).toMatchObject({ state: 'paused', step: 3 });
    await Promise.all(looks);
  });

  test('is answered where the first step never comes', async () => {
    await open();
    const started = engine.start({});
    const looked = look();
    await engine.pause();
    expect(await started).toMatchObject({ step: 0 });
    expect(await looked).toMatchObject({ step: 0 });
  });
});

describe('speed', () => {
  test('times every call of a step while it trains, with what each costs', async () => {
    await open();
    expect(await engine.timeStep()).toBeNull();
    const trained = engine.start({});
    await engine.inspect({ example: 0, tensors: [] });
    const { calls } = (await engine.timeStep())!;
    await engine.pause();
    await trained;
    const fc1 = calls.filter(({ op, layer }) => op === 'convForward' && layer === 'fc1');
    expect(fc1).toMatchObject([{ pass: 'forward', flops: 2 * 20 * 48 * 10 }]);
    expect(calls.map(({ op }) => op)).toEqual(engine.trainer.run.plan.programs.train!.map(({ op }) => op));
  });

  test('measures a peak, and the run goes on as it was', async () => {
    await open();
    await engine.step({ count: 1 });
    const before = engine.trainer.run.backend.allocatedBytes();
    expect(await engine.measurePeak()).toBeGreaterThan(1e7);
    expect(engine.trainer.run.backend.allocatedBytes()).toBe(before);
    expect(await engine.step({ count: 1 })).toMatchObject({ step: 2 });
  });
});

test('"stop after" may change while training', async () => {
  await open();
  const done = engine.start({});
  await engine.setTraining({ training: { ...training, stopAfterEpochs: 1 } });
  expect(await done).toMatchObject({ state: 'paused', step: 200, epoch: 1 });
});

test('a test image is looked at between two steps, and one that is not there is refused', async () => {
  await open();
  const running = engine.start({ steps: 40 });
  const { step, views, probability } = await engine.previewViews({ example: 3 });
  expect([views.length, views[0].probability]).toEqual([1, probability]);
  expect(step).toBeLessThanOrEqual((await running).step);
  const { test } = engine.trainer.run.dataset;
  for (const example of [-1, 0.5, test.count])
    await expect(engine.previewViews({ example })).rejects.toMatchObject({ code: 'tensor.example' });
});

describe('commands that cross each other', () => {
  test('a pause right after a start is not lost', async () => {
    await open();
    const started = engine.start({});
    await engine.pause();
    expect(await started).toMatchObject({ step: 0 });
    expect(await engine.step({ count: 1 })).toMatchObject({ state: 'paused', step: 1 });
  });

  test('a start that comes while the net is being replaced begins with the new one', async () => {
    await open();
    await engine.step({ count: 2 });
    const replaced = engine.setNetwork({ network, weights: 'fresh' });
    const started = engine.start({ steps: 3 });
    await replaced;
    expect(await started).toMatchObject({ state: 'paused', step: 3 });
  });

  test('what is being looked at stays until it has been answered', async () => {
    await open();
    const look = () => engine.inspect({ example: 1, tensors: ['fc1.weight', 'fc1.output.gradient'] });
    await look();
    const looks: Promise<unknown>[] = [];
    for (let i = 0; i < 5; i++) {
      looks.push(look(), engine.previewViews({ example: 1 }), engine.predictions({ from: 0, count: 40 }));
      looks.push(engine.reset({ seed: i }), look());
      await new Promise((resolve) => setImmediate(resolve));
    }
    await Promise.all(looks);
    expect(engine.trainer.run.backend.allocatedBytes()).toBe(
      Object.values(ofType('memory').at(-1)!.allocated).reduce((sum, bytes) => sum + bytes, 0),
    );
  });

  test('memory is told right when somebody looks at a run that is just taking its place', async () => {
    await open();
    const before = engine.trainer.run;
    const hold = valve();
    const held = before.use(() => hold.closed);
    const change = engine.setTraining({ training: { ...training, optimiser: 'adam' } });
    while (engine.trainer.run === before) await new Promise((resolve) => setImmediate(resolve));
    await engine.inspect({ example: 1, tensors: ['fc1.weight'] });
    hold.open();
    await Promise.all([held, change]);
    const { allocated, inspection } = ofType('memory').at(-1)!;
    expect(inspection).toBeGreaterThan(0);
    expect(Object.values(allocated).reduce((sum, bytes) => sum + bytes, 0)).toBe(
      engine.trainer.run.backend.allocatedBytes(),
    );
  });

  test('the last of two starts counts', async () => {
    await open();
    const first = engine.start({ steps: 1000 });
    const second = engine.start({ steps: 2 });
    await Promise.all([first, second]);
    expect((await engine.status()).step).toBeLessThan(1000);
    expect(await engine.status()).toMatchObject({ state: 'paused' });
  });
});
