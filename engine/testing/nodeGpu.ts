// WebGPU in Node: the `gpu` object that a page has as navigator.gpu, from the npm package `webgpu`.
// Where there is no adapter a test that asks for one fails; it never skips.
import { create } from 'webgpu';

/** One for the life of the process: devices do not outlive the object they came from. */
const gpu = create([]);

export const nodeGpu = (): GPU => gpu;

/** The same; `seen` is handed every device that is opened, and its adapter says what is `pretended` of itself. */
export function watchedGpu(
  seen: (device: GPUDevice) => void,
  pretended: Partial<Pick<GPUAdapter, 'info' | 'limits'>> = {},
): GPU {
  const gpu = {
    async requestAdapter(options: GPURequestAdapterOptions) {
      const adapter = (await nodeGpu().requestAdapter(options))!;
      const { info, limits, features } = adapter;
      const requestDevice = async (descriptor: GPUDeviceDescriptor) => {
        const device = await adapter.requestDevice(descriptor);
        seen(device);
        return device;
      };
      return { info, limits, features, requestDevice, ...pretended };
    },
  };
  return gpu as unknown as GPU;
}

/** The software adapter under the name of a graphics card. */
export const graphicsCard = { description: 'A graphics card', isFallbackAdapter: false } as GPUAdapterInfo;
