// What is shown of the coming batch is what the step then reads, and looking changes nothing.
import { expect, test } from 'vitest';
import { createReferenceBackend } from '../backends/reference/index.ts';
import { createWasmBackend } from '../backends/wasm/backend.ts';
import { parseDocument } from '../spec/document.ts';
import { parseTraining } from '../spec/training.ts';
import { testDataset } from '../testing/dataset.ts';
import { previewBatch } from './preview.ts';
import { Run } from './run.ts';

const network = parseDocument({
  version: 1,
  input: { height: 6, width: 5, channels: 3 },
  layers: [{ type: 'fc', units: 3 }],
});
const dataset = testDataset({ height: 8, width: 8, channels: 3 }, 3, 12, 3);

test.each([
  ['reference', createReferenceBackend],
  ['wasm', createWasmBackend],
] as const)('on %s', async (_, open) => {
  const backend = await open();
  const training = parseTraining({ batch: 4, rotation: 10, cutout: 2 });
  const options = { backend, network, training, dataset, seed: 2 };
  const [looked, other] = [await Run.create(options), await Run.create(options)];
  await looked.queue(2);
  await other.queue(2);
  const { shape, images } = await previewBatch(looked, 3);
  expect(shape).toEqual([6, 5, 3]);
  expect(images).toHaveLength(3);
  await looked.queue(1);
  const [x] = await looked.read(['input.output']);
  expect(images.flatMap((image) => [...image])).toEqual([...x.slice(0, 3 * 90)]);
  await other.queue(1);
  expect((await looked.collect()).metrics).toEqual((await other.collect()).metrics);
  expect((await previewBatch(looked, 100)).images).toHaveLength(4);
  backend.destroy();
});
