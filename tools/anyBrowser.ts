// Checks the built page in any browser that can open an address: which engine it takes, whether WebAssembly gives
// the losses that it gives in Node to the bit, and how fast it trains. Run `npm run build` first, then
//   node tools/run.mjs tools/anyBrowser.ts [--seconds S] [-- COMMAND ARGUMENT...]
// The command is run with the address as its last argument, such as `firefox --headless`; without one, open the
// address that is printed.
import { spawn } from 'node:child_process';
import { parseArgs } from 'node:util';
import { type Plugin, preview } from 'vite';
import { isolation } from '../app/isolation/headers.ts';
import { presets } from '../engine/spec/presets/index.ts';
import { Run } from '../engine/train/run.ts';
import { loadDatasetFromDisk } from './nodeDataset.ts';
import { openEngine } from './train/openEngine.ts';

interface Report {
  browser: string;
  /** The automatic choice. */
  backend: string;
  adapter: string;
  isolated: boolean;
  losses: number[];
  /** The same with multiply-adds in one operation, where there is such. */
  fused: number[];
  imagesPerSecond: number;
}

const steps = 20;
const seed = 3;
const data = 'cifar10-mini';

const { values, positionals } = parseArgs({
  options: { seconds: { type: 'string', default: '10' } },
  allowPositionals: true,
});

async function lossesInNode(): Promise<number[]> {
  const { network, training } = presets[0];
  const { backend } = await openEngine('wasm');
  const dataset = await loadDatasetFromDisk(data);
  const run = await Run.create({ backend, network, training, dataset, seed });
  await run.queue(steps);
  const { metrics } = await run.collect();
  backend.destroy();
  return metrics.map(({ loss }) => loss);
}

/** Runs in a page around the playground's, in a browser that nothing else commands. */
async function check(frame: HTMLIFrameElement, options: { steps: number; seed: number; seconds: number }) {
  while (!frame.contentWindow?.playground) await new Promise((resolve) => setTimeout(resolve, 50));
  const { playground } = frame.contentWindow;
  await playground.ready;
  const { backend, adapter } = playground.status();
  const losses = async (fused: boolean) => {
    await playground.setBackend('wasm', { fused });
    await playground.reset(options.seed);
    await playground.step(options.steps);
    return playground.history().map(({ loss }) => loss);
  };
  const [fused, strict] = [await losses(true), await losses(false)];
  await playground.setBackend('auto');
  const before = playground.status();
  const after = await playground.start({ seconds: options.seconds });
  const rate = (after.examples - before.examples) / (after.elapsedSeconds - before.elapsedSeconds);
  const report: Report = {
    browser: navigator.userAgent,
    backend,
    adapter,
    isolated: crossOriginIsolated,
    losses: strict,
    fused,
    imagesPerSecond: rate,
  };
  await fetch('/report', { method: 'POST', body: JSON.stringify(report) });
  document.body.textContent = 'Done.';
}

const around = `<!doctype html><title>check</title>
<iframe src="/#data=${data}&evaluateEvery=0&evaluateWholeEvery=0" width="1440" height="900"></iframe>
<script type="module">(${check})(document.querySelector('iframe'), ${JSON.stringify({ steps, seed, seconds: Number(values.seconds) })})
.catch((error) => fetch('/report', { method: 'POST', body: JSON.stringify({ error: String(error) }) }))</script>`;

let hear: (report: Report & { error?: string }) => void;
const heard = new Promise<Report & { error?: string }>((resolve) => {
  hear = resolve;
});

const checkPage: Plugin = {
  name: 'check-page',
  configurePreviewServer({ middlewares }) {
    middlewares.use('/check', (_, response) => {
      response.writeHead(200, { ...isolation, 'Content-Type': 'text/html' }).end(around);
    });
    middlewares.use('/report', (request, response) => {
      const parts: Buffer[] = [];
      request.on('data', (part) => parts.push(part));
      request.on('end', () => {
        response.end();
        hear(JSON.parse(Buffer.concat(parts).toString('utf8')));
      });
    });
  },
};

const expected = await lossesInNode();
const server = await preview({
  logLevel: 'error',
  plugins: [checkPage],
  preview: { host: '127.0.0.1', open: false },
});
const address = `${server.resolvedUrls!.local[0]}check`;
const [command, ...rest] = positionals;
const browser = command ? spawn(command, [...rest, address], { stdio: 'ignore', detached: true }) : null;
if (!browser) console.log(`Open ${address}`);
browser?.on('error', ({ message }) => hear({ error: message } as Report & { error: string }));
const { error, ...report } = await heard;
if (browser?.pid) process.kill(-browser.pid);
await server.close();
if (error) throw new Error(error);
const same = (losses: number[]) => losses.length === steps && losses.every((loss, i) => loss === expected[i]);
const furthest = Math.max(...report.fused.map((loss, i) => Math.abs(loss - expected[i])));
console.log(`${report.browser}
automatic engine: ${report.backend}, ${report.adapter}; isolated: ${report.isolated}
${steps} losses on WebAssembly ${same(report.losses) ? 'are those of Node to the bit' : `DIFFER from those of Node: ${report.losses} and ${expected}`}
with multiply-adds in one operation they are up to ${furthest.toPrecision(2)} apart
${report.imagesPerSecond.toFixed(0)} images/s, ConvNetJS net, batch ${presets[0].training.batch}, page drawing`);
process.exitCode = same(report.losses) ? 0 : 1;
