// Data of CIFAR-10's size on a device that allows no more than every WebGPU device must: they exceed one binding,
// and the steps are the same as on a device that sees them whole.
import { expect, test } from 'vitest';
import { bytesPerImage, createDataset } from '../../data/dataset.ts';
import { parseDocument } from '../../spec/document.ts';
import { parseTraining } from '../../spec/training.ts';
import { nodeGpu, watchedGpu } from '../../testing/nodeGpu.ts';
import { Run } from '../../train/run.ts';
import { createWebGpuBackend } from './backend.ts';

/** The least that the WebGPU specification lets a device offer. */
const leastLimits = {
  maxBufferSize: 2 ** 28,
  maxStorageBufferBindingSize: 2 ** 27,
  maxStorageBuffersPerShaderStage: 8,
  maxComputeWorkgroupStorageSize: 16_384,
  maxComputeInvocationsPerWorkgroup: 256,
  maxComputeWorkgroupSizeX: 256,
} as GPUSupportedLimits;

const network = parseDocument({
  version: 1,
  input: { height: 32, width: 32, channels: 3 },
  layers: [
    { type: 'conv', filters: 4, kernel: 4, stride: 4 },
    { type: 'relu' },
    { type: 'pool', kernel: 2, stride: 2 },
    { type: 'fc', units: 10 },
  ],
});
const training = parseTraining({ batch: 32 });

/** As many images as CIFAR-10 has, each of one grey that tells its class. */
function greys() {
  const shape = { height: 32, width: 32, channels: 3 };
  const classes = Array.from({ length: 10 }, (_, label) => `grey ${label}`);
  const dataset = createDataset({ id: 'greys', title: 'Greys', classes, shape }, 50_000, 10_000);
  const size = bytesPerImage(shape);
  for (const split of [dataset.train, dataset.test]) {
    for (let i = 0; i < split.total; i++) {
      split.labels[i] = i % 10;
      split.images.fill(25 * (i % 10), i * size, (i + 1) * size);
    }
    split.count = split.total;
  }
  return dataset;
}

test('trains from more data than one binding may show', async () => {
  const dataset = greys();
  expect(dataset.train.images.length).toBe(153_600_000);
  const losses: number[][] = [];
  const pieces: number[] = [];
  const others: number[] = [];
  for (const gpu of [nodeGpu(), watchedGpu(() => {}, { limits: leastLimits })]) {
    const backend = await createWebGpuBackend(gpu);
    const run = await Run.create({ backend, network, training, dataset, seed: 1 });
    await run.queue(20);
    const { metrics, halted } = await run.collect();
    expect([metrics.length, halted]).toEqual([20, false]);
    losses.push(metrics.map(({ loss }) => loss));
    pieces.push(Math.ceil(dataset.train.images.length / backend.report.maxBindingBytes));
    others.push((await run.program('train')).dispatches - pieces.at(-1)!);
    await run.destroy();
    run.data.destroy();
    expect(backend.allocatedBytes()).toBe(0);
    backend.destroy();
  }
  expect(pieces[1]).toBe(2);
  expect(others[1]).toBe(others[0]);
  expect(losses[1]).toEqual(losses[0]);
  expect(losses[0].at(-1)).toBeLessThan(losses[0][0]);
});
