// `npm start`: from a fresh clone to a page that is served. Installs what is missing, prepares the data,
// serves, prints the address and opens the browser.
import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { checkNode, ensureDependencies, guard, ROOT, runNode } from './setup.mjs';

const USAGE = `npm start [-- OPTIONS]

  --no-open         do not open the browser
  --no-data         do not fetch the full CIFAR-10 when it is missing
  --from PATH|URL   where to take CIFAR-10 from (see npm run dataset -- --help)
  --port NUMBER     the port to serve on (5173, or the next free one)
  --host            also serve to other machines on the network
  --help            these lines`;

const OPTIONS = {
  'no-open': { type: 'boolean', default: false },
  'no-data': { type: 'boolean', default: false },
  from: { type: 'string' },
  port: { type: 'string' },
  host: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
};

const FULL_SET = [
  'data_batch_1',
  'data_batch_2',
  'data_batch_3',
  'data_batch_4',
  'data_batch_5',
  'test_batch',
];
const FILE_BYTES = 10_000 * 3073;

/** Whether the six files of the full CIFAR-10 are there, by name and length. */
function dataIsThere() {
  const files = FULL_SET.map((name) => path.join(ROOT, 'public/datasets/cifar10', `${name}.bin`));
  return files.every((file) => existsSync(file) && statSync(file).size === FILE_BYTES);
}

/** Fetches the full CIFAR-10 when it is missing; without it the page still has the small sets. */
async function prepareData(from) {
  if (dataIsThere()) return;
  const args = ['tools/run.mjs', 'tools/dataset.ts', ...(from ? ['--from', from] : [])];
  if ((await runNode(args)) === 0) return;
  console.log(
    'Going on without the full CIFAR-10: cifar10-mini (2,500 real images) and the generated shapes are ' +
      'here. "npm run dataset" tries again.',
  );
}

/** A browser can be shown unless this is a CI machine or a Linux without a display. */
function hasDisplay() {
  if (process.env.CI) return false;
  return process.platform !== 'linux' || Boolean(process.env.DISPLAY ?? process.env.WAYLAND_DISPLAY);
}

async function serve({ port, host, open }) {
  const { createServer } = await import('vite');
  const server = await createServer({
    root: ROOT,
    logLevel: 'warn',
    server: { open, ...(host && { host: true }), ...(port && { port: Number(port), strictPort: true }) },
  });
  await server.listen();
  const { local = [], network = [] } = server.resolvedUrls ?? {};
  console.log(`ConvNet Playground: ${[...local, ...network].join('  ')}\nCtrl+C ends it.`);
}

await guard(async () => {
  const { values } = parseArgs({ options: OPTIONS });
  if (values.help) return console.log(USAGE);
  checkNode();
  ensureDependencies();
  if (!values['no-data']) await prepareData(values.from);
  await serve({ port: values.port, host: values.host, open: !values['no-open'] && hasDisplay() });
});
