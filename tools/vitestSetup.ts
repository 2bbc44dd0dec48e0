// Runs once before the tests, also when `npx vitest` is called directly: lets WebGPU work in the test
// processes, which inherit this process's environment.
import { webgpuEnvironment } from './chromium.mjs';

export default function setup(): void {
  Object.assign(process.env, webgpuEnvironment());
}
