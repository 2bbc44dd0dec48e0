// One training step at batch 1 of every net that the tests leave out, on WebAssembly, and the memory that it takes
// beside what the ledger says:
//   node tools/run.mjs tools/bench/largeNets.ts [PRESET]...
// Each net has a process of its own, whose memory is what the operating system counts.
import { spawnSync } from 'node:child_process';
import { ledgerOf } from '../../engine/plan/ledger.ts';
import { presetOf } from '../../engine/spec/presets/index.ts';
import { testDataset } from '../../engine/testing/dataset.ts';
import { largePresets } from '../../engine/testing/presetSizes.ts';
import { Run } from '../../engine/train/run.ts';
import { openEngine } from '../train/openEngine.ts';

const mebibytes = (bytes: number): string => (bytes / 2 ** 20).toFixed(1);
const resident = (): number => process.memoryUsage.rss();

async function oneStep(id: string): Promise<void> {
  const { network, training } = presetOf(id);
  const dataset = testDataset({ height: 32, width: 32, channels: 3 }, 10, 10, 10);
  const { backend } = await openEngine('wasm');
  const before = resident();
  const run = await Run.create({ backend, network, training: { ...training, batch: 1 }, dataset, seed: 1 });
  const began = performance.now();
  await run.queue(1);
  const { metrics } = await run.collect();
  const seconds = (performance.now() - began) / 1000;
  const figures = [
    id,
    metrics[0].loss.toFixed(3),
    seconds.toFixed(1),
    mebibytes(ledgerOf(run.plan).held),
    mebibytes(backend.allocatedBytes()),
    mebibytes(resident() - before),
  ];
  console.log(`| ${figures.join(' | ')} |`);
}

const [, file, ...asked] = process.argv;
if (asked.length === 1) {
  await oneStep(asked[0]);
  process.exit();
}
console.log('| preset | loss | seconds | MiB by the ledger | allocated | resident, in addition |');
console.log('|---|---|---|---|---|---|');
for (const id of asked.length > 0 ? asked : largePresets.map((preset) => preset.id)) {
  const { status } = spawnSync(process.execPath, [...process.execArgv, 'tools/run.mjs', file, id], {
    stdio: 'inherit',
  });
  process.exitCode ||= status ?? 1;
}
