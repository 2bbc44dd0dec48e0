// A helping thread of the WebAssembly engine in Node: a worker thread that loads the engine's TypeScript the
// way the tools do.
import { fileURLToPath } from 'node:url';
import { parentPort } from 'node:worker_threads';
import { runnerImport } from 'vite';

const helper = fileURLToPath(new URL('../backends/wasm/threads/helper.ts', import.meta.url));
const { module } = await runnerImport(helper, { configFile: false, logLevel: 'error' });
module.serve({
  listen: (hear) => parentPort.on('message', hear),
  post: (message) => parentPort.postMessage(message),
});
