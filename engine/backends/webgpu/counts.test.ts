// What training asks of a device: few dispatches in a step, and nothing allocated or sent from the host.
import { expect, test } from 'vitest';
import { analyse } from '../../plan/analyse.ts';
import { buildPlan } from '../../plan/build.ts';
import { parseDocument } from '../../spec/document.ts';
import { presetOf } from '../../spec/presets/index.ts';
import { parseTraining } from '../../spec/training.ts';
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

test('a step allocates nothing and gets nothing from the host; a report reads two small tensors', async () => {
  let opened: GPUDevice | undefined;
  const gpu = watchedGpu((one) => {
    opened = one;
  });
  const backend = await createWebGpuBackend(gpu);
  const device = opened!;
  const network = parseDocument({
    version: 1,
    input: { height: 8, width: 8, channels: 3 },
    layers: [{ type: 'conv', filters: 4 }, { type: 'relu' }, { type: 'fc', units: 3 }],
  });
  const dataset = testDataset(network.input, 3, 40, 10);
  const run = await Run.create({ backend, network, training: parseTraining({ batch: 8 }), dataset, seed: 1 });
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
  await run.queue(10);
  await run.queue(7);
  expect([created, written]).toEqual([[], []]);
  expect((await run.collect()).metrics).toHaveLength(17);
  // One staging buffer for the counters and the ring of 256 steps.
  expect(created.reduce((sum, size) => sum + size, 0)).toBeLessThan(4096);
  expect(written).toEqual([]);
  backend.destroy();
});
