// `npm run bench`: measures our engines and other trainers in one Chromium, prints the tables, and writes
// docs/benchmarks.jsonl and, from it, docs/benchmarks.md.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { openLab } from './lab.ts';
import { type NetId, nets } from './nets.ts';
import { ensurePeers, peerVersions } from './peers.ts';
import { findTorch } from './pytorch.ts';
import { type BenchRecord, fromLines, replaceSections, type TrainingRecord, toLines } from './records.ts';
import { benchmarksText, sectionsText } from './report.ts';
import { type Axis, axes, type Bench, kernelSection, scalingSection, trainingSection } from './suites.ts';

const usage = `npm run bench -- [options]
  --quick         short windows, fewer nets, shapes and sizes: within five minutes
  --only PART     training, kernels or scaling; may be given more than once
  --net NET       M1, M2 or M3, for training; may be given more than once
  --axis AXIS     net, threads, batch, width or depth, for scaling; may be given more than once
  --torch         also PyTorch, outside the browser, where python3 has it
Sections that are measured again replace those in docs/benchmarks.jsonl; the others stay.`;

const { values: options } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    only: { type: 'string', multiple: true, default: ['training', 'kernels', 'scaling'] },
    net: { type: 'string', multiple: true },
    axis: { type: 'string', multiple: true },
    torch: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

const docs = fileURLToPath(new URL('../../docs', import.meta.url));
const dataFile = path.join(docs, 'benchmarks.jsonl');
const reportFile = path.join(docs, 'benchmarks.md');

/** Batches of each net, ascending, so that a trainer too slow for one is shown with the one before. */
const batches: Record<NetId, readonly number[]> = { M1: [32, 128], M2: [32, 128], M3: [4, 32, 128] };
const quickBatches: Partial<typeof batches> = { M1: [32], M3: [4] };
const usualAxes: readonly Axis[] = options.quick ? ['threads', 'batch'] : axes;

/** Windows: what a section of each part is measured with. */
const conditions = options.quick
  ? { windows: 3, windowSeconds: 0.5, limitSeconds: 8 }
  : { windows: 3, windowSeconds: 2, limitSeconds: 90 };
const shortWindows = { ...conditions, windows: 5, windowSeconds: options.quick ? 0.1 : 0.4 };

const stored = (): BenchRecord[] => (existsSync(dataFile) ? fromLines(readFileSync(dataFile, 'utf8')) : []);

/** Keeps what was measured, so that a run that is stopped loses only its last section. */
function keep(bench: Bench, records: readonly Exclude<BenchRecord, { kind: 'conditions' }>[]): void {
  const { windows, windowSeconds } = bench.conditions;
  const [{ section }] = records;
  const [{ model }] = cpus();
  const about: BenchRecord = {
    kind: 'conditions',
    section,
    date: new Date().toISOString().slice(0, 10),
    browser: `Chromium ${bench.lab.chromium}`,
    machine: `${cpus().length} × ${model.trim()}`,
    windows,
    windowSeconds,
  };
  const fresh: BenchRecord[] = [about, ...records];
  const all = replaceSections(stored(), fresh);
  writeFileSync(dataFile, toLines(all));
  writeFileSync(reportFile, benchmarksText(all, peerVersions()));
  console.log(`\n${sectionsText(fresh)}\n`);
  console.log(`(after ${Math.round(performance.now() / 1000)} s)`);
}

async function measureTraining(bench: Bench): Promise<void> {
  const chosen = options.net ?? Object.keys(options.quick ? quickBatches : batches);
  for (const net of chosen as NetId[]) {
    if (!nets[net]) throw new Error(`There is no net "${net}"; there are ${Object.keys(nets).join(', ')}.`);
    let before: TrainingRecord[] = [];
    for (const batch of (options.quick ? quickBatches[net] : undefined) ?? batches[net]) {
      before = await trainingSection(bench, net, batch, before);
      keep(bench, before);
    }
  }
}

async function main(): Promise<void> {
  ensurePeers();
  const python = options.torch ? findTorch() : undefined;
  if (options.torch && !python) console.log('PyTorch is not there: no python3 that has torch.');
  const lab = await openLab();
  const scout = await lab.worker('all');
  const engines = (await scout.ask('engines', undefined)).filter(({ available }) => available);
  await scout.stop();
  const bench: Bench = {
    ...{ lab, conditions, quick: options.quick, python },
    engines: engines.map(({ id }) => id),
  };
  const short = { ...bench, conditions: shortWindows };
  if (options.only.includes('training')) await measureTraining(bench);
  if (options.only.includes('kernels')) keep(short, await kernelSection(short));
  if (options.only.includes('scaling'))
    for (const axis of (options.axis as Axis[] | undefined) ?? usualAxes) {
      if (!axes.includes(axis)) throw new Error(`There is no axis "${axis}"; there are ${axes.join(', ')}.`);
      const scaling = options.quick ? short : bench;
      keep(scaling, await scalingSection(scaling, axis));
    }
  await lab.close();
}

if (options.help) console.log(usage);
else await main();
