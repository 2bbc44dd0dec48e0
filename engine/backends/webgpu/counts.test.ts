// What training asks of a device: few dispatches in a step, and nothing allocated or sent from the host.
import { expect, test } from 'vitest';
import { analyse } from '../../plan/analyse.ts';
import { buildPlan } from '../../plan/build.ts';
import { parseDocument } from '../../spec/document.ts';
import { presetOf } from '../../spec/presets/index.ts';
import { parseTraining, type TrainingDocument } from '../../spec/training.ts';
import { testDataset } from '../../testing/dataset.ts';
import { watchedGpu } from '../../testing/nodeGpu.ts';
import { Run } from '../../train/run.ts';
import { createWebGpuBackend } from './backend.ts';
import { kernels } from './kernels/index.ts';

/** Dispatches of a training step of a preset, 32 images at a time. */
function dispatchesOf(id: string, fastWorkgroupMemory: boolean): number {
  const { network, training } = presetOf(id);
  const plan = buildPlan(analyse(network, 10), {
    purpose: 'train',
    training: { ...training, batch: 32 },
    data: { train: 50_000, test: 10_000 },
  });
  const counts = plan.programs.train!.map(({ op, attributes, tensors: names }) => {
    const tensors = Object.fromEntries(
      Object.entries(names).map(([role, name]) => [role, plan.tensors.get(name)!]),
    );
    return kernels[op].dispatches({ attributes, tensors, maxBindingBytes: 2 ** 30, fastWorkgroupMemory })
      .length;
  });
  return counts.reduce((sum, count) => sum + count, 0);
}

test.each([false, true])('few dispatches in a step, workgroup memory fast: %s', (fast) => {
  expect(dispatchesOf('convnetjs-cifar10', fast)).toBe(28);
  expect(dispatchesOf('small-vgg', fast)).toBe(42);
});

const network = parseDocument({
  version: 1,
  input: { height: 8, width: 8, channels: 3 },
  layers: [{ type: 'conv', filters: 4 }, { type: 'relu' }, { type: 'fc', units: 3 }],
});

/** A run that has done a step, and the bytes of every buffer that is created and written from now on. */
async function watchedRun(changes: Partial<TrainingDocument>) {
  let opened: GPUDevice | undefined;
  const gpu = watchedGpu((one) => {
    opened = one;
  });
  const backend = await createWebGpuBackend(gpu);
  const device = opened!;
  const dataset = testDataset(network.input, 3, 40, 10);
  const training = parseTraining({ batch: 8, ...changes });
  const run = await Run.create({ backend, network, training, dataset, seed: 1 });
  await run.queue(1);
  await run.collect();
  const created: number[] = [];
  const written: number[] = [];
  const { createBuffer } = device;
  const { writeBuffer } = device.queue;
  device.createBuffer = (descriptor) => {
    created.push(descriptor.size);
    return createBuffer.call(device, descriptor);
  };
  device.queue.writeBuffer = (...args: Parameters<GPUQueue['writeBuffer']>) => {
    written.push(args[2].byteLength);
    return writeBuffer.apply(device.queue, args);
  };
  return { backend, run, created, written };
}

test('a step allocates nothing and gets nothing from the host; a report reads two small tensors', async () => {
  const { backend, run, created, written } = await watchedRun({});
  await run.queue(10);
  await run.queue(7);
  expect([created, written]).toEqual([[], []]);
  expect((await run.collect()).metrics).toHaveLength(17);
  // One staging buffer for the counters and the ring of 256 steps.
  expect(created.reduce((sum, size) => sum + size, 0)).toBeLessThan(4096);
  expect(written).toEqual([]);
  backend.destroy();
});

test('a rate that changes with every step is sent once for 256 of them', async () => {
  const { backend, run, written } = await watchedRun({ schedule: 'cosine' });
  for (let submission = 0; submission < 5; submission++) {
    await run.queue(100);
    await run.collect();
  }
  expect(written).toEqual([1024, 1024]);
  backend.destroy();
});
