// The worker's engine on threads of the processor: memory that grows, memory that is not to be had, a thread that
// dies. Whatever happens is told in words, and what was learned is kept.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { decodeRun } from '../formats/savedRun.ts';
import { parseDocument } from '../spec/document.ts';
import { parseTraining } from '../spec/training.ts';
import { mortalHelper } from '../testing/nodeHelpers.ts';
import { Engine } from './engine.ts';
import type { Event } from './protocol.ts';

// Threads of Node load the engine's sources first, which a busy machine makes slow.
vi.setConfig({ testTimeout: 120_000 });

const netWith = (...units: number[]) =>
  parseDocument({
    version: 1,
    input: { height: 32, width: 32, channels: 3 },
    layers: [...units, 10].map((count) => ({ type: 'fc', units: count })),
  });
const training = parseTraining({ batch: 20, evaluateEvery: 0, evaluateWholeEvery: 0 });

let events: Event[];
let engine: Engine;
/** Ends the helping thread that was started last, as a mistake of its own would. */
let die: (reason: string) => void;

beforeEach(async () => {
  events = [];
  const mortal = mortalHelper();
  die = mortal.die;
  const host = {
    gpu: undefined,
    helpers: mortal.helpers,
    giveWay: () => new Promise<void>((resolve) => setImmediate(resolve)),
    fetch: () => Promise.reject(new Error('no network')),
    decodeImage: () => Promise.reject(new Error('no images')),
  };
  engine = new Engine(host, (event) => events.push(event));
  await engine.open({
    network: netWith(16),
    training,
    dataset: 'shapes',
    seed: 5,
    backend: 'wasm',
    options: { fused: false, half: false },
    datasetsUrl: 'http://host/',
  });
});

afterEach(() => {
  vi.restoreAllMocks();
  engine.trainer.run.backend.destroy();
});

const ofType = <T extends Event['type']>(type: T) =>
  events.filter((event): event is Extract<Event, { type: T }> => event.type === type);
const lossOf = (step: number) =>
  ofType('points')
    .flatMap(({ points }) => points)
    .findLast((point) => point.step === step)?.loss;
const tensors = async () => decodeRun((await engine.save()).file).snapshot.tensors;
const allocated = () =>
  Object.values(ofType('memory').at(-1)!.allocated).reduce((sum, bytes) => sum + bytes, 0);

test('memory grows under a run, which goes on with its weights on all threads', async () => {
  await engine.start({ steps: 3 });
  const [before, bytes] = [await tensors(), allocated()];
  await engine.setTraining({ training: { ...training, batch: 1024 } });
  expect(allocated()).toBeGreaterThan(bytes + 1000 * 3072 * 4);
  expect(await tensors()).toEqual(before);
  expect(await engine.start({ steps: 2 })).toMatchObject({ step: 5, adapter: 'SIMD, 2 threads' });
});

test.each([
  ['that nobody could address', [16384, 16384, 16384], 'more than the 4096.0 MiB that can be addressed'],
  ['that the browser does not give', [16384, 4096], 'of memory, more than the browser gives'],
])('a net %s is refused in words, and the run goes on', async (_, units, words) => {
  vi.spyOn(WebAssembly.Memory.prototype, 'grow').mockImplementation(() => {
    throw new RangeError('failed to grow memory');
  });
  await engine.start({ steps: 3 });
  const [before, bytes] = [await tensors(), allocated()];
  const larger = engine.setNetwork({ network: netWith(...units), weights: 'fresh' });
  await expect(larger).rejects.toThrow(words);
  expect(await engine.status()).toMatchObject({ state: 'paused', step: 3 });
  expect(allocated()).toBe(bytes);
  expect(await tensors()).toEqual(before);
  expect(await engine.start({ steps: 2 })).toMatchObject({ state: 'paused', step: 5 });
});

test('a thread that dies is done without, and the run goes on from its last checkpoint', async () => {
  const steps = 1000;
  const lossesNow = () => [1, 500, steps].map(lossOf);
  await engine.start({ steps });
  const expected = lossesNow();
  await engine.reset({});
  events = [];
  const trained = engine.start({ steps });
  await vi.waitUntil(() => ofType('points').length > 0, { interval: 0 });
  expect(lossOf(steps)).toBeUndefined();
  die('out of memory');
  expect(await trained).toMatchObject({ state: 'paused', step: steps, adapter: 'SIMD, 1 thread' });
  expect(ofType('recovered')).toEqual([{ type: 'recovered', reason: 'out of memory', step: 0 }]);
  expect(ofType('engine').map(({ device }) => device.threads)).toEqual([1]);
  expect(lossesNow()).toEqual(expected);
  expect(ofType('failed')).toEqual([]);
});
