// Every op with its activations in half precision, where the adapter has it. Where it has not, asking for it
// changes nothing.
import { expect, test } from 'vitest';
import { nodeGpu } from '../../testing/nodeGpu.ts';
import { describeOps } from '../../testing/opSuite.ts';
import { createWebGpuBackend } from './backend.ts';
import { requestAdapter } from './device.ts';

const open = () => createWebGpuBackend(nodeGpu(), { half: true });
const offered = (await requestAdapter(nodeGpu())).features.has('shader-f16');

test('the report says whether it is had', async () => {
  const [asked, unasked] = [await open(), await createWebGpuBackend(nodeGpu())];
  expect(asked.report.half).toBe(offered ? true : null);
  expect(unasked.report.half).toBe(offered ? false : null);
  for (const backend of [asked, unasked]) backend.destroy();
});

if (offered) describeOps(open);
