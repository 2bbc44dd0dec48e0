// Long programs go to the device in pieces: which calls go together, how often a device is handed something,
// and that nothing else changes.
import { expect, test } from 'vitest';
import { ops } from '../../ops/index.ts';
import { analyse } from '../../plan/analyse.ts';
import { buildPlan } from '../../plan/build.ts';
import { type NetworkDocument, parseDocument } from '../../spec/document.ts';
import { presetOf, presets } from '../../spec/presets/index.ts';
import { parseTraining } from '../../spec/training.ts';
import { testDataset } from '../../testing/dataset.ts';
import { watchedGpu } from '../../testing/nodeGpu.ts';
import { Run } from '../../train/run.ts';
import { createWebGpuBackend } from './backend.ts';
import { mostFlops, portionsOf } from './portions.ts';
import { WebGpuProgram } from './program.ts';

function flopsOf(network: NetworkDocument, batch: number): number[] {
  const training = parseTraining({ batch });
  const data = { train: 50_000, test: 10_000 };
  const plan = buildPlan(analyse(network, 10), { purpose: 'train', training, data });
  return plan.programs.train!.map(({ op, attributes }) => ops[op].flops(attributes));
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

test('a step of a small net is handed over whole, of a larger one in a few pieces', () => {
  const small = presets.filter(({ family }) => family === 'start');
  const pieces = small.map(({ id, network, training }) => [
    id,
    portionsOf(flopsOf(network, training.batch)).length,
  ]);
  expect(Object.fromEntries(pieces)).toEqual({
    'convnetjs-cifar10': 1,
    linear: 1,
    'small-vgg': 7,
    'cifar-vgg16': 14,
    'small-resnet': 1,
    'small-inception': 1,
  });
});

test('a step of VGG16 at batch 128 is handed over in pieces that follow each other', () => {
  const flops = flopsOf(presetOf('cifar-vgg16').network, 128);
  const portions = portionsOf(flops);
  expect(Math.round(sum(flops) / 1e9)).toBe(240);
  expect(portions).toHaveLength(34);
  expect(portions.flat()[0]).toBe(0);
  expect(portions.at(-1)![1]).toBe(flops.length);
  for (const [i, [from, to]] of portions.entries()) {
    if (i > 0) expect(from).toBe(portions[i - 1][1]);
    expect(to - from === 1 || sum(flops.slice(from, to)) <= mostFlops).toBe(true);
  }
});

test('nothing is one piece', () => expect(portionsOf([])).toEqual([[0, 0]]));

test('a device is handed a short program once, however often it runs, and a long one piece by piece', async () => {
  let handed = 0;
  const gpu = watchedGpu(({ queue }) => {
    const { submit } = queue;
    queue.submit = (buffers) => {
      handed++;
      submit.call(queue, buffers);
    };
  });
  const backend = await createWebGpuBackend(gpu);
  const network = parseDocument({
    version: 1,
    input: { height: 4, width: 4, channels: 1 },
    layers: [{ type: 'fc', units: 3 }],
  });
  const training = parseTraining({ batch: 8, optimiser: 'adam' });
  const dataset = testDataset(network.input, 3, 40, 10);
  /** Losses of two runs of two steps and a timed one, and how often the device was handed something for them. */
  const train = async (flops: (own: number) => number) => {
    const run = await Run.create({ backend, network, training, dataset, seed: 1 });
    const { calls } = (await run.program('train')) as WebGpuProgram;
    const program = new WebGpuProgram(
      'train',
      calls.map((call) => ({ ...call, flops: flops(call.flops) })),
    );
    handed = 0;
    await backend.run(program, 2);
    await backend.run(program, 2);
    const running = handed;
    await backend.time(program);
    const timing = handed - running;
    const losses = (await run.read(['run.metrics']))[0].slice(0, 15);
    await run.destroy();
    return { losses, running, timing, calls: calls.length };
  };
  const whole = await train((own) => own);
  // The times of a timed step are handed over by themselves.
  expect([whole.running, whole.timing]).toEqual([2, 2]);
  const pieces = await train(() => mostFlops / 2);
  const expected = Math.ceil(whole.calls / 2);
  expect([pieces.running, pieces.timing]).toEqual([4 * expected, expected + 1]);
  expect(pieces.losses).toEqual(whole.losses);
  backend.destroy();
});
