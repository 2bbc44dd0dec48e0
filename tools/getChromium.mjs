// Gets a Chromium for the end-to-end tests when the machine has none: Playwright's download, else the
// system's package. Plain JavaScript; Playwright is installed by then.
import { spawnSync } from 'node:child_process';
import { findChromium } from './chromium.mjs';
import { ROOT, SetupError } from './setup.mjs';

const run = (command, args, env = {}) =>
  spawnSync(command, args, { cwd: ROOT, stdio: 'inherit', env: { ...process.env, ...env } }).status === 0;

/** The Chromium on this machine if it starts. */
function working() {
  const found = findChromium();
  return found && spawnSync(found, ['--version'], { stdio: 'ignore' }).status === 0 ? found : undefined;
}

const isRoot = () => process.getuid?.() === 0;

const playwright = (...args) =>
  run(process.execPath, ['node_modules/playwright/cli.js', ...args], {
    PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT: '10000',
  });

/** Playwright's own build; where it does not start, the system libraries it needs as well. */
function download() {
  console.log('No Chromium was found; asking Playwright for one');
  if (!playwright('install', '--no-shell', 'chromium')) return false;
  return Boolean(working()) || (isRoot() && playwright('install-deps', 'chromium'));
}

function installPackage() {
  if (!isRoot() || process.platform !== 'linux') return false;
  console.log('Installing the package chromium with apt-get');
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  if (!run('apt-get', ['update', '-qq'], env)) return false;
  return run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], env);
}

/** Path of a Chromium that starts. Throws a SetupError when none can be had. */
export function getChromium() {
  const found = working();
  if (found) return found;
  for (const attempt of [download, installPackage]) {
    const chromium = attempt() && working();
    if (chromium) return chromium;
  }
  throw new SetupError(
    'The tests need a Chromium, and none was found or could be installed: install one, and set CHROMIUM_PATH ' +
      'to its binary if it is not on PATH.',
  );
}
