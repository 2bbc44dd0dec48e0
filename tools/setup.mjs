// What must be true before anything else can run: a new enough Node and the locked dependencies. Plain
// JavaScript without dependencies, because it runs before they are installed.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = path.resolve(fileURLToPath(import.meta.url), '../..');

/** An error whose message is all that a person needs; no stack is shown. */
export class SetupError extends Error {}

const readJson = (file) => JSON.parse(readFileSync(path.join(ROOT, file), 'utf8'));

/** Throws a SetupError when this Node is older than package.json asks for. */
export function checkNode() {
  const wanted = readJson('package.json').engines.node.replace('>=', '');
  const numbers = (version) => version.split('.').map(Number);
  const [have, need] = [numbers(process.versions.node), numbers(wanted)];
  const at = need.findIndex((value, index) => value !== have[index]);
  if (at === -1 || have[at] > need[at]) return;
  throw new SetupError(`Node ${wanted} or newer is needed; this is Node ${process.versions.node}.`);
}

/** Whether node_modules holds the versions that package-lock.json names. */
function dependenciesAreCurrent() {
  const hidden = 'node_modules/.package-lock.json';
  if (!existsSync(path.join(ROOT, hidden))) return false;
  const { '': _project, ...locked } = readJson('package-lock.json').packages;
  const installed = readJson(hidden).packages;
  return Object.entries(locked).every(([name, { version, optional }]) => {
    const there = installed[name];
    return there ? there.version === version : Boolean(optional);
  });
}

/** Runs npm: the one that started this process, else the one on PATH. Returns its exit code. */
export function npm(args) {
  const cli = process.env.npm_execpath;
  const options = { cwd: ROOT, stdio: 'inherit' };
  const windows = process.platform === 'win32';
  const result = cli?.endsWith('.js')
    ? spawnSync(process.execPath, [cli, ...args], options)
    : spawnSync('npm', args, { ...options, shell: windows });
  return result.status ?? 1;
}

/** Installs the locked dependencies when they are missing or stale. Throws a SetupError. */
export function ensureDependencies() {
  if (dependenciesAreCurrent()) return;
  console.log('Installing the locked dependencies (npm ci)');
  const code = npm(['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error']);
  if (code !== 0) throw new SetupError(`npm ci failed with exit code ${code}; see above.`);
}

/** Runs Node on a file of the project and resolves with its exit code. */
export function runNode(args, env = {}) {
  return new Promise((resolve) => {
    const options = { cwd: ROOT, stdio: 'inherit', env: { ...process.env, ...env } };
    const child = spawn(process.execPath, args, options);
    child.on('error', () => resolve(1));
    child.on('exit', (code) => resolve(code ?? 1));
  });
}

/** Runs `main`; a SetupError becomes one sentence and exit code 1. */
export async function guard(main) {
  try {
    await main();
  } catch (error) {
    console.error(error instanceof SetupError ? error.message : error);
    process.exitCode = 1;
  }
}
