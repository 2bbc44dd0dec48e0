// Runs a TypeScript tool under Node: `node tools/run.mjs tools/some.ts ARGS`. It goes through Vite's
// module runner, so that `?raw` imports (shaders) mean the same here as in the page. A tool does its
// work in top-level awaits; its exit code is this process's.
import { spawn } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { webgpuEnvironment } from './chromium.mjs';

/** Starts this file again in an environment where WebGPU works: a process reads LD_LIBRARY_PATH once. */
function again(missing) {
  const args = [...process.execArgv, fileURLToPath(import.meta.url), ...process.argv.slice(2)];
  const child = spawn(process.execPath, args, { stdio: 'inherit', env: { ...process.env, ...missing } });
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
}

async function run(file, args) {
  const { runnerImport } = await import('vite');
  const target = path.resolve(file);
  process.argv = [process.argv[0], target, ...args];
  try {
    await runnerImport(target, { logLevel: 'error' });
  } catch (error) {
    console.error(error);
    process.exitCode = 1;
  }
  // Flush what was printed, then leave: a device held by a tool must not keep the process alive.
  const flush = (stream) => new Promise((resolve) => stream.write('', resolve));
  await Promise.all([flush(process.stdout), flush(process.stderr)]);
  process.exit(process.exitCode ?? 0);
}

const [file, ...args] = process.argv.slice(2);
const missing = webgpuEnvironment();
if (!file) {
  console.error('Usage: node tools/run.mjs FILE.ts [ARGS]');
  process.exitCode = 2;
} else if (Object.keys(missing).length > 0) again(missing);
else await run(file, args);
