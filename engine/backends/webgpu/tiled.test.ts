// The convolution kernels for devices with fast workgroup memory. A software adapter chooses the others
// and builds these slowly, so they are asked for by name and checked on fewer shapes.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nodeGpu } from '../../testing/nodeGpu.ts';
import { firstDifference, opCases } from '../../testing/opCases/index.ts';
import { planOf, resultsOf, runOnBackend, runReference } from '../../testing/opHarness.ts';
import { createWebGpuBackend, type WebGpuBackend } from './backend.ts';
import { kernels } from './kernels/index.ts';

let backend: WebGpuBackend;
beforeAll(async () => {
  backend = await createWebGpuBackend(nodeGpu(), { fastWorkgroupMemory: true });
});
afterAll(() => backend?.destroy());

const titles = [
  '5×5, 16 to 20 channels',
  'non-square everything',
  'many pixels and channels',
  'fully connected',
];

/** Each as it is and with what may end it, or without its bias. */
const endings = ['', ', ReLU, no bias', ', masked', ', no bias'];
const chosen = new Set(titles.flatMap((title) => endings.map((ending) => title + ending)));

describe.each(['convForward', 'convBackwardInput', 'convBackwardWeight'] as const)('tiled %s', (op) => {
  const rows = opCases[op].filter(({ title }) => chosen.has(title));
  it('has all its cases', () => expect(rows).toHaveLength(2 * titles.length));

  it('uses narrow tiles and wide ones', () => {
    const widths = rows.flatMap(({ attributes, ...row }) => {
      const tensors = Object.fromEntries(planOf({ attributes, ...row }).tensors);
      const device = { maxBindingBytes: 2 ** 27, fastWorkgroupMemory: true };
      const [{ constants }] = kernels[op].dispatches({ attributes, tensors, ...device });
      return constants.wide;
    });
    expect(widths).toEqual([0, 0, 0, 0, 1, 1, 0, 0]);
  });

  it.each(rows)('$title', { timeout: 60_000 }, async (row) => {
    const expected = runReference(row);
    const actual = await runOnBackend(backend, row);
    for (const role of resultsOf(row))
      expect(firstDifference(actual[role], expected[role], row.tolerance), role).toBe('');
  });
});
