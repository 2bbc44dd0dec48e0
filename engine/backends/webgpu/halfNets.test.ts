// Nets with activations in half precision, where the adapter has it. Where it has not, asking for it gives a run in
// float32.
import { expect, test, vi } from 'vitest';
import { Inspector } from '../../inspect/inspector.ts';
import { analyse } from '../../plan/analyse.ts';
import { buildPlan } from '../../plan/build.ts';
import { parseDocument } from '../../spec/document.ts';
import { parseTraining } from '../../spec/training.ts';
import { testDataset } from '../../testing/dataset.ts';
import { describeNets, type Nearness } from '../../testing/netSuite.ts';
import { nodeGpu } from '../../testing/nodeGpu.ts';
import { Run } from '../../train/run.ts';
import { createWebGpuBackend } from './backend.ts';
import { requestAdapter } from './device.ts';

vi.setConfig({ testTimeout: 240_000 });

const offered = (await requestAdapter(nodeGpu())).features.has('shader-f16');

test('a run and what looks inside it hold the bytes that are predicted', async () => {
  const network = parseDocument({
    version: 1,
    input: { height: 5, width: 5, channels: 3 },
    layers: [{ type: 'conv', filters: 3, kernel: 3 }, { type: 'tanh' }, { type: 'fc', units: 4 }],
  });
  const training = parseTraining({ batch: 3 });
  const dataset = testDataset(network.input, 4, 12, 6);
  const backend = await createWebGpuBackend(nodeGpu(), { half: true });
  const run = await Run.create({ backend, network, training, dataset, seed: 1 });
  const inspector = await Inspector.create(run);
  const buffers = (['train', 'inspect'] as const).flatMap((purpose) => {
    const data = { train: dataset.train.total, test: dataset.test.total };
    return buildPlan(analyse(network, 4), { purpose, training, data, half: offered }).buffers;
  });
  const bytes = new Map(buffers.map((buffer) => [buffer.name, buffer.bytes]));
  expect(backend.allocatedBytes()).toBe([...bytes.values()].reduce((sum, one) => sum + one));
  expect(bytes.get('conv1.output')).toBe(offered ? 164 : 3 * 27 * 4);

  await run.queue(1);
  const before = await run.snapshot();
  const names = ['input.output', 'tanh1.output', 'tanh1.output.gradient', 'fc1.weight'];
  const { tensors } = await inspector.inspect({ image: new Uint8Array(75).fill(99), label: 1 }, names);
  expect(tensors.map(({ data }) => data.length)).toEqual([75, 27, 27, 108]);
  for (const { name, data } of tensors) {
    expect(data, name).toBeInstanceOf(Float32Array);
    expect(data.every(Number.isFinite) && data.some((value) => value !== 0), name).toBe(true);
  }
  expect((await run.snapshot()).tensors).toEqual(before.tensors);
  inspector.destroy();
  await run.destroy();
  run.data.destroy();
  backend.destroy();
});

/** Adam and Adadelta make small gradients, which are rounded the most, count as much as large ones. */
const half: Nearness = { outputs: 2e-2, losses: 5e-3, parameters: 3e-2, course: 2e-2, images: 1 };

if (offered) describeNets(() => createWebGpuBackend(nodeGpu(), { half: true }), half);
