// The other trainers. They are no dependencies of the project: they lie in a folder of their own with
// their own lock file, and are installed there the first time that the bench runs.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const peerFolder = path.join(path.dirname(fileURLToPath(import.meta.url)), 'peers');

const { dependencies } = JSON.parse(readFileSync(path.join(peerFolder, 'package.json'), 'utf8')) as {
  dependencies: Record<string, string>;
};

/** Names of the packages. */
export const peerModules: readonly string[] = Object.keys(dependencies);

/** What contestants import: the packages, and the gradients of TensorFlow.js, which it does not bring along. */
export const peerImports: readonly string[] = [
  ...peerModules,
  '@tensorflow/tfjs-core/dist/register_all_gradients',
];

/** "convnetjs 0.3.0, ..." */
export const peerVersions = (): string =>
  Object.entries(dependencies)
    .map(([name, version]) => `${name} ${version}`)
    .join(', ');

const installedVersion = (name: string): string | undefined => {
  const file = path.join(peerFolder, 'node_modules', name, 'package.json');
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).version : undefined;
};

/** Installs the locked versions where one is missing or another. Throws when npm fails. */
export function ensurePeers(): void {
  if (Object.entries(dependencies).every(([name, version]) => installedVersion(name) === version)) return;
  console.log('Installing the trainers to compare with (npm ci in tools/bench/peers)');
  const windows = process.platform === 'win32';
  const args = ['ci', '--no-audit', '--no-fund', '--loglevel=error'];
  const { status } = spawnSync('npm', args, { cwd: peerFolder, stdio: 'inherit', shell: windows });
  if (status !== 0) throw new Error('npm ci failed in tools/bench/peers; see above.');
}
