// What the recipes' tests in `npm test` leave out because it takes an hour: large nets for small images on every engine,
// and a step of each ImageNet-sized net on the fastest engine that is everywhere.
import { expect, test } from 'vitest';
import { createWasmBackend } from '../backends/wasm/backend.ts';
import { ledgerOf } from '../plan/ledger.ts';
import { presets } from '../spec/presets/index.ts';
import { testDataset } from '../testing/dataset.ts';
import { largePresets } from '../testing/presetSizes.ts';
import { describeRecipes } from '../testing/recipeSuite.ts';
import { Run } from './run.ts';

const ofImageNet = presets.filter(({ data }) => data === 'imagenet');

describeRecipes(largePresets.filter((preset) => !ofImageNet.includes(preset)));

test.each(ofImageNet.map((preset) => [preset.id, preset] as const))(
  '%s takes a step at batch 1 in the memory that the ledger says',
  async (_, { network, training }) => {
    const backend = await createWasmBackend();
    const dataset = testDataset({ height: 32, width: 32, channels: 3 }, 10, 10, 10);
    const run = await Run.create({ backend, network, training: { ...training, batch: 1 }, dataset, seed: 1 });
    await run.queue(1);
    const { metrics } = await run.collect();
    expect(metrics).toHaveLength(1);
    // That of guessing is ln 1,000 = 6.9; a net with heads adds theirs at their weights.
    expect(metrics[0].loss).toBeGreaterThan(5);
    expect(metrics[0].loss).toBeLessThan(10);
    expect(backend.allocatedBytes()).toBe(ledgerOf(run.plan).held);
    backend.destroy();
  },
);
