// The GPU device behind the backend: how it is asked for, what it says of itself, and where its errors
// go. An error that nobody awaits is kept and thrown by the next thing that can throw it.
import { EngineError } from '../../spec/messages.ts';
import type { DeviceReport } from '../backend.ts';

/** Limits of the adapter that are asked for whole; the defaults are far below what devices have. */
const wantedLimits = [
  'maxBufferSize',
  'maxStorageBufferBindingSize',
  'maxStorageBuffersPerShaderStage',
  'maxComputeWorkgroupStorageSize',
  'maxComputeInvocationsPerWorkgroup',
  'maxComputeWorkgroupSizeX',
] as const;

/** Features that are used where there are. */
const wantedFeatures: readonly GPUFeatureName[] = ['timestamp-query', 'shader-f16'];

export interface Device {
  /** Kept alive: in Node a device does not outlive the object it came from. */
  readonly gpu: GPU;
  readonly handle: GPUDevice;
  readonly report: DeviceReport;
  /** Resolves with the reason when the device is lost, unless `destroy` was called. */
  readonly lost: Promise<string>;
  /** Throws the first error since the last call, or "backend.lost". */
  check(): void;
  destroy(): void;
}

/** The fastest adapter; throws EngineError "backend.noAdapter". */
export async function requestAdapter(gpu: GPU): Promise<GPUAdapter> {
  const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' });
  if (!adapter) throw new EngineError('backend.noAdapter');
  return adapter;
}

async function requestDevice(adapter: GPUAdapter): Promise<GPUDevice> {
  const requiredLimits = Object.fromEntries(wantedLimits.map((name) => [name, adapter.limits[name]]));
  const requiredFeatures = wantedFeatures.filter((name) => adapter.features.has(name));
  try {
    return await adapter.requestDevice({ requiredLimits, requiredFeatures });
  } catch (error) {
    throw new EngineError('backend.noDevice', {
      reason: error instanceof Error ? error.message : String(error),
    });
  }
}

/** The adapter's name, as far as the platform tells. */
const adapterName = ({ vendor, architecture, device, description }: GPUAdapterInfo): string =>
  description || [vendor, architecture, device].filter(Boolean).join(' ') || 'unnamed adapter';

/** Whether the processor plays the GPU: said by the platform, or known by the name of the renderer. */
const isSoftware = (info: GPUAdapterInfo): boolean =>
  info.isFallbackAdapter ||
  /swiftshader|llvmpipe|lavapipe|basic render/i.test(Object.values(describe(info)).join(' '));

const describe = ({ vendor, architecture, device, description }: GPUAdapterInfo) => ({
  vendor,
  architecture,
  device,
  description,
});

/** The adapter's name, and whether the processor plays it. */
export const describeAdapter = ({ info }: GPUAdapter): Pick<DeviceReport, 'adapter' | 'software'> => ({
  adapter: adapterName(info),
  software: isSoftware(info),
});

/** Opens an adapter with all it can do; throws EngineError "backend.noDevice". */
export async function openDevice(
  gpu: GPU,
  adapter: GPUAdapter,
  { half = false, maxBindingBytes = Number.POSITIVE_INFINITY }: { half?: boolean; maxBindingBytes?: number },
): Promise<Device> {
  const handle = await requestDevice(adapter);
  const { limits, features } = handle;
  const report: DeviceReport = {
    backend: 'webgpu',
    ...describeAdapter(adapter),
    threads: 1,
    half: features.has('shader-f16') ? half : null,
    maxBufferBytes: limits.maxBufferSize,
    maxBindingBytes: Math.min(limits.maxStorageBufferBindingSize, maxBindingBytes),
    maxTotalBytes: null,
  };
  return watch(gpu, handle, report);
}

function watch(gpu: GPU, handle: GPUDevice, report: DeviceReport): Device {
  let failure: Error | null = null;
  let lostReason: string | null = null;
  let destroyed = false;
  handle.addEventListener('uncapturederror', (event) => {
    failure ??= new EngineError('backend.device', { reason: event.error.message });
  });
  const lost = new Promise<string>((resolve) => {
    void handle.lost.then(({ message, reason }) => {
      lostReason = message || reason;
      if (!destroyed) resolve(lostReason);
    });
  });
  return {
    gpu,
    handle,
    report,
    lost,
    check() {
      if (lostReason !== null) throw new EngineError('backend.lost', { reason: lostReason });
      const error = failure;
      failure = null;
      if (error) throw error;
    },
    destroy() {
      destroyed = true;
      handle.destroy();
    },
  };
}
