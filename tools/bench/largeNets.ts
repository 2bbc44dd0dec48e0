// A training step at batch 1 of every net that the tests leave out, and the memory that it takes beside what the ledger
// says:
//   node tools/run.mjs tools/bench/largeNets.ts [--backend ID] [--steps N] [PRESET]...
// Each net has a process of its own, whose memory is what the operating system counts.
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import type { BackendId } from '../../engine/backends/backend.ts';
import { ledgerOf } from '../../engine/plan/ledger.ts';
import { presetOf } from '../../engine/spec/presets/index.ts';
import { testDataset } from '../../engine/testing/dataset.ts';
import { largePresets } from '../../engine/testing/presetSizes.ts';
import { Run } from '../../engine/train/run.ts';
import { openEngine } from '../train/openEngine.ts';

const mebibytes = (bytes: number): string => (bytes / 2 ** 20).toFixed(1);
const resident = (): number => process.memoryUsage.rss();

const { values: options, positionals: asked } = parseArgs({
  allowPositionals: true,
  options: { backend: { type: 'string', default: 'wasm' }, steps: { type: 'string', default: '1' } },
});

async function train(id: string): Promise<void> {
  const { network, training } = presetOf(id);
  const dataset = testDataset({ height: 32, width: 32, channels: 3 }, 10, 10, 10);
  const { backend } = await openEngine(options.backend as BackendId);
  const before = resident();
  const run = await Run.create({ backend, network, training: { ...training, batch: 1 }, dataset, seed: 1 });
  const began = performance.now();
  await run.queue(Number(options.steps));
  const { metrics } = await run.collect();
  const seconds = (performance.now() - began) / 1000;
  const figures = [
    id,
    metrics.map(({ loss }) => loss.toFixed(4)).join(' '),
    seconds.toFixed(1),
    mebibytes(ledgerOf(run.plan).held),
    mebibytes(backend.allocatedBytes()),
    mebibytes(resident() - before),
  ];
  console.log(`| ${figures.join(' | ')} |`);
}

if (asked.length === 1) {
  await train(asked[0]);
  process.exit();
}
console.log(`On ${options.backend}:\n`);
console.log('| preset | loss | seconds | MiB by the ledger | allocated | resident, in addition |');
console.log('|---|---|---|---|---|---|');
for (const id of asked.length > 0 ? asked : largePresets.map((preset) => preset.id)) {
  const args = ['--backend', options.backend, '--steps', options.steps, id];
  const { status } = spawnSync(process.execPath, ['tools/run.mjs', 'tools/bench/largeNets.ts', ...args], {
    stdio: 'inherit',
  });
  process.exitCode ||= status ?? 1;
}
