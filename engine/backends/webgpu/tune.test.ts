// The choice of the fastest way: every way gives the same numbers, the choice is kept for the device, and one
// that is known is not timed again.
import { expect, test, vi } from 'vitest';
import { nodeGpu } from '../../testing/nodeGpu.ts';
import { firstDifference, opCases } from '../../testing/opCases/index.ts';
import { planOf, resultsOf, runOnBackend, runReference } from '../../testing/opHarness.ts';
import { createWebGpuBackend } from './backend.ts';
import { kernels } from './kernels/index.ts';
import type { Way } from './kernels/kernel.ts';
import type { Choices } from './tune.ts';

vi.setConfig({ testTimeout: 60_000 });

const row = opCases.convBackwardWeight.find(({ title }) => title === '5×5, 16 to 20 channels')!;
const tensors = Object.fromEntries(planOf(row).tensors);
const waysOf = (fastWorkgroupMemory: boolean) =>
  kernels.convBackwardWeight.ways!({ ...row, tensors, maxBindingBytes: 2 ** 27, fastWorkgroupMemory });

/** Keeps choices as a browser would, and counts how often it was told of new ones. */
class Memory {
  readonly kept = new Map<string, Choices>();
  writes = 0;
  async read(device: string) {
    return this.kept.get(device);
  }
  async write(device: string, choices: Choices) {
    this.writes++;
    this.kept.set(device, choices);
  }
}

async function resultIsRight(memory: Memory): Promise<void> {
  const backend = await createWebGpuBackend(nodeGpu(), { tune: true, tuneMemory: memory });
  const expected = runReference(row);
  const actual = await runOnBackend(backend, row);
  for (const role of resultsOf(row))
    expect(firstDifference(actual[role], expected[role], row.tolerance), role).toBe('');
  backend.destroy();
}

test('the likeliest way comes first', () => {
  expect(waysOf(false)).toEqual(['registers', 'narrow']);
  expect(waysOf(true)).toEqual(['narrow', 'registers']);
});

test('times the ways of a shape it does not know, and only of those', async () => {
  const memory = new Memory();
  await resultIsRight(memory);
  const [[device, choices]] = [...memory.kept];
  expect(device).toMatch(/swiftshader|llvmpipe/i);
  expect(Object.keys(choices)).toHaveLength(1);
  expect(waysOf(false)).toContain(Object.values(choices)[0]);
  await resultIsRight(memory);
  expect(memory.writes).toBe(1);
});

test.each<Way>(['registers', 'narrow'])('takes the way that it remembers: %s', async (way) => {
  const memory = new Memory();
  await resultIsRight(memory);
  const [[device, choices]] = [...memory.kept];
  memory.kept.set(device, Object.fromEntries(Object.keys(choices).map((key) => [key, way])));
  await resultIsRight(memory);
  expect(memory.writes).toBe(1);
});

test('a memory that fails is done without', async () => {
  const memory = new Memory();
  memory.read = () => Promise.reject(new Error('no storage'));
  memory.write = () => Promise.reject(new Error('no storage'));
  await resultIsRight(memory);
});
