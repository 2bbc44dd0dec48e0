// Times passes that should run as fast as memory gives, on one of our engines in Node, on one thread:
//   node tools/run.mjs tools/bench/streams.ts [--backend ID] [--only PATTERN] [--windows N] [--seconds S]
// Figures are medians over windows; the cases are gone through in turn, so that what disturbs disturbs all. Beside them
// stands what the thread computes at most in the same session, since machines, and hours of one machine, differ by a
// factor of two: bytes per 100 FLOP of that peak can be compared where GB/s can not.
import { parseArgs } from 'node:util';
import type { BackendId } from '../../engine/backends/backend.ts';
import { openBackend } from '../../engine/backends/open.ts';
import type { Contestant } from './contestants/contestant.ts';
import { prepareStream } from './kernel.ts';
import { peakOf } from './peak.ts';
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
/** GFLOP/s of multiply-adds on registers, window by window; the plain loops have none. */
const peaks: number[] = [];
for (let window = 0; window < Number(options.windows); window++) {
  const now = await peakOf(id);
  if (now !== null) peaks.push(now);
  for (const { contestant, steps, windows } of rows) windows.push(await millisecondsOf(contestant, steps));
}

const peak = peaks.length > 0 ? median(peaks) : null;
const atMost = peak === null ? '' : `, peak ${peak.toFixed(1)} GFLOP/s`;
console.log(`${backend.report.backend} on ${backend.report.adapter}${atMost}`);
for (const { one, windows } of rows) {
  const milliseconds = median(windows);
  const rate = one.bytes / milliseconds / 1e6;
  const time = milliseconds.toFixed(3).padStart(9);
  const share = peak === null ? '' : `${((100 * rate) / peak).toFixed(0).padStart(9)} bytes per 100 FLOP`;
  console.log(`  ${one.title.padEnd(48)} ${time} ms ${rate.toFixed(1).padStart(9)} GB/s ${share}`.trimEnd());
}
for (const { contestant } of rows) contestant.destroy();
backend.destroy();
