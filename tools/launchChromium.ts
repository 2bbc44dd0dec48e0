// Starts Chromium for tests and benchmarks of the page: headless, WebGPU on the software adapter, and no
// traffic of the browser's own.
import { type Browser, chromium } from 'playwright';
import { findChromium } from './chromium.mjs';

const WEBGPU = ['--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader'];
const QUIET = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-quic',
];

/** Starts Chromium, with WebGPU unless told otherwise. Close it when done. */
export function launchChromium({ webgpu = true } = {}): Promise<Browser> {
  const executablePath = findChromium();
  if (!executablePath) throw new Error('No Chromium was found: set CHROMIUM_PATH to its binary.');
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return chromium.launch({
    executablePath,
    headless: true,
    args: [...(webgpu ? WEBGPU : ['--disable-blink-features=WebGPU']), ...QUIET, ...sandbox],
  });
}
