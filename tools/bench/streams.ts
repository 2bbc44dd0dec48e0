// Times passes that should run as fast as memory gives, on one of our engines in Node, on one thread:
//   node tools/run.mjs tools/bench/streams.ts [--backend ID] [--only PATTERN] [--windows N] [--seconds S]
// Figures are medians over windows; the cases are gone through in turn, so that what disturbs disturbs all.
import { parseArgs } from 'node:util';
import type { BackendId } from '../../engine/backends/backend.ts';
import { openBackend } from '../../engine/backends/open.ts';
import type { Contestant } from './contestants/contestant.ts';
import { prepareStream } from './kernel.ts';
import { median } from './statistics.ts';
import { type StreamCase, streamCases } from './streamCases.ts';

const { values: options } = parseArgs({
  options: {
    backend: { type: 'string', default: 'wasm' },
    only: { type: 'string', default: '' },
    windows: { type: 'string', default: '9' },
    seconds: { type: 'string', default: '0.05' },
  },
});

const id = options.backend as BackendId;
const gpu = id === 'webgpu' ? (await import('../../engine/testing/nodeGpu.ts')).nodeGpu() : undefined;
const { backend } = await openBackend(id, { gpu, giveWay: async () => {} });

async function millisecondsOf(contestant: Contestant, steps: number): Promise<number> {
  const start = performance.now();
  await contestant.train(steps);
  return (performance.now() - start) / steps;
}

interface Row {
  one: StreamCase;
  contestant: Contestant;
  steps: number;
  windows: number[];
}

const rows: Row[] = [];
for (const one of streamCases.filter(({ title }) => new RegExp(options.only).test(title))) {
  const contestant = await prepareStream(backend, one);
  await millisecondsOf(contestant, 3);
  const about = await millisecondsOf(contestant, 3);
  const steps = Math.max(1, Math.round((1000 * Number(options.seconds)) / about));
  rows.push({ one, contestant, steps, windows: [] });
}
for (let window = 0; window < Number(options.windows); window++)
  for (const { contestant, steps, windows } of rows) windows.push(await millisecondsOf(contestant, steps));

console.log(`${backend.report.backend} on ${backend.report.adapter}`);
for (const { one, windows } of rows) {
  const milliseconds = median(windows);
  const columns = [milliseconds.toFixed(3), (one.bytes / milliseconds / 1e6).toFixed(1)];
  const [time, rate] = columns.map((text) => text.padStart(9));
  console.log(`  ${one.title.padEnd(48)} ${time} ms ${rate} GB/s`);
}
for (const { contestant } of rows) contestant.destroy();
backend.destroy();
