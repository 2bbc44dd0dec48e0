// What is heard while a net is prepared: kernels are counted one by one until all are compiled, those with
// several ways are timed, and a net whose kernels are known is silent.
import { expect, test } from 'vitest';
import { parseDocument } from '../../spec/document.ts';
import { parseTraining } from '../../spec/training.ts';
import { testDataset } from '../../testing/dataset.ts';
import { watchedGpu } from '../../testing/nodeGpu.ts';
import { Run } from '../../train/run.ts';
import type { Progress } from '../backend.ts';
import { createWebGpuBackend } from './backend.ts';

const network = parseDocument({
  version: 1,
  input: { height: 8, width: 8, channels: 3 },
  layers: [{ type: 'conv', filters: 4 }, { type: 'relu' }, { type: 'fc', units: 3 }],
});
const training = parseTraining({ batch: 8 });
const dataset = testDataset(network.input, 3, 40, 10);

/** What is heard while the net is prepared twice, and how many pipelines the device was asked for. */
async function hear(tune: boolean) {
  let asked = 0;
  const gpu = watchedGpu((device) => {
    const { createComputePipelineAsync } = device;
    device.createComputePipelineAsync = (descriptor) => {
      asked++;
      return createComputePipelineAsync.call(device, descriptor);
    };
  });
  const heard: Progress[] = [];
  const backend = await createWebGpuBackend(gpu, { tune, onProgress: (one) => heard.push(one) });
  const [atOpening, askedAtOpening] = [heard.splice(0), asked];
  const run = await Run.create({ backend, network, training, dataset, seed: 1 });
  const again = await Run.create({ backend, network, training, dataset, seed: 1 });
  await Promise.all([run.destroy(), again.destroy()]);
  backend.destroy();
  return { atOpening, heard, asked: asked - askedAtOpening };
}

const upTo = (total: number) => Array.from({ length: total }, (_, i) => i + 1);

test('every kernel is counted once, and all of them from the first on', async () => {
  const { atOpening, heard, asked } = await hear(false);
  expect(atOpening).toEqual([{ doing: 'compile', done: 1, total: 1 }]);
  expect(asked).toBeGreaterThan(12);
  expect(heard).toEqual(upTo(asked).map((done) => ({ doing: 'compile', done, total: asked })));
});

test('where ways are timed, all are compiled, and then timed together', async () => {
  const { heard, asked } = await hear(true);
  const during = (what: Progress['doing']) => heard.filter(({ doing }) => doing === what);
  expect(during('compile')).toEqual(upTo(asked).map((done) => ({ doing: 'compile', done, total: asked })));
  // Five products, each in registers or narrow tiles; that of the fully connected layer's input in wide ones too.
  // Those of the evaluation may be timed before those of training.
  const timed = during('time');
  const begun = timed.filter(({ done }) => done === 0);
  expect(begun.reduce((sum, { total }) => sum + total, 0)).toBe(11);
  expect(timed).toEqual(begun.flatMap((one) => [one, { ...one, done: one.total }]));
});
