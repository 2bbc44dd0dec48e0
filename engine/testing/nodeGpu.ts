// WebGPU in Node: the `gpu` object that a page has as navigator.gpu, from the npm package `webgpu`.
// Where there is no adapter a test that asks for one fails; it never skips.
import { create } from 'webgpu';

/** One for the life of the process: devices do not outlive the object they came from. */
const gpu = create([]);

export const nodeGpu = (): GPU => gpu;
