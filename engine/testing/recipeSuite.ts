// The recipes of the presets, each begun on every engine: three steps with all of its settings, which must agree.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Backend } from '../backends/backend.ts';
import { createReferenceBackend } from '../backends/reference/index.ts';
import { createWasmBackend } from '../backends/wasm/backend.ts';
import { createWebGpuBackend } from '../backends/webgpu/backend.ts';
import type { Preset } from '../spec/presets/preset.ts';
import { Run } from '../train/run.ts';
import { testDataset } from './dataset.ts';
import { nodeGpu } from './nodeGpu.ts';
import { macsOf } from './presetSizes.ts';

const steps = 3;
const datasets = {
  cifar10: testDataset({ height: 32, width: 32, channels: 3 }, 10, 40, 10),
  mnist: testDataset({ height: 28, width: 28, channels: 1 }, 10, 40, 10),
};

/** Losses of the first steps. */
async function lossesOf(backend: Backend, preset: Preset): Promise<number[]> {
  const { network, training, data } = preset;
  const dataset = datasets[data as keyof typeof datasets];
  const batch = macsOf(preset) > 5e7 ? 1 : 2;
  const options = { backend, network, training: { ...training, batch }, dataset, seed: 1 };
  const run = await Run.create(options);
  try {
    await run.queue(steps);
    const { metrics } = await run.collect();
    return metrics.map(({ loss }) => loss);
  } finally {
    await run.destroy();
    run.data.destroy();
  }
}

/** Declares the tests of some presets. */
export function describeRecipes(wanted: readonly Preset[]): void {
  const reference = createReferenceBackend({ precision: 'float32' });
  const engines: Backend[] = [];
  beforeAll(async () => {
    engines.push(await createWasmBackend(), await createWebGpuBackend(nodeGpu()));
  });
  afterAll(() => {
    for (const engine of engines) engine.destroy();
  });

  describe.each(wanted.map((preset) => [preset.id, preset] as const))('%s', (_, preset) => {
    test('takes three steps on every engine, with the same losses', async () => {
      // The reference comes last: what whitens images is computed once for a data set, by the fastest engine.
      const found: [string, number[]][] = [];
      for (const engine of engines) found.push([engine.report.backend, await lossesOf(engine, preset)]);
      const expected = await lossesOf(reference, preset);
      expect(expected).toHaveLength(steps);
      expect(expected[0]).toBeGreaterThan(0);
      for (const [engine, losses] of found) {
        // An image or two may be learned by heart at once: what is left of the loss may be 0.
        const errorOf = (loss: number, i: number) =>
          Math.abs(loss - expected[i]) / Math.max(expected[i], 1e-3);
        const [first, ...later] = losses.map(errorOf);
        expect(first, engine).toBeLessThan(1e-5);
        // At such rates a unit that is on the other side of its kink soon moves the loss.
        expect(Math.max(...later), engine).toBeLessThan(0.02);
      }
    });
  });
}
