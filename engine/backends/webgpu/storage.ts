// The plan's buffers as GPU buffers, and the checks that they fit the device.
import type { PlanBuffer, PlanTensor } from '../../plan/plan.ts';
import { tensorBytes } from '../../plan/plan.ts';
import type { DeviceReport, Storage } from '../backend.ts';
import { requireFit } from '../limits.ts';
import { BufferUsage } from './flags.ts';

const usage = BufferUsage.storage | BufferUsage.copyDst | BufferUsage.copySrc;

/** Data are read in chunks and need not fit one binding; all else does. */
export function requireBuffersFit(buffers: readonly PlanBuffer[], report: DeviceReport): void {
  for (const { name, kind, bytes } of buffers)
    requireFit(name, bytes, kind === 'data' ? report.maxBufferBytes : bindableBytes(report));
}

const bindableBytes = ({ maxBindingBytes, maxBufferBytes }: DeviceReport) =>
  Math.min(maxBindingBytes, maxBufferBytes);

/** A binding that says how much it sees, in bytes. */
type WholeBinding = GPUBufferBinding & { size: number };

export class WebGpuStorage implements Storage {
  private readonly buffers = new Map<string, GPUBuffer>();

  constructor(
    device: GPUDevice,
    readonly owned: readonly PlanBuffer[],
    private readonly parent: Storage | undefined,
    private readonly release: (bytes: number) => void,
  ) {
    for (const { name, bytes } of owned)
      this.buffers.set(name, device.createBuffer({ label: name, size: bytes, usage }));
  }

  has(buffer: string): boolean {
    return this.buffers.has(buffer) || (this.parent?.has(buffer) ?? false);
  }

  buffer(name: string): GPUBuffer {
    const own = this.buffers.get(name);
    if (own) return own;
    if (!(this.parent instanceof WebGpuStorage)) throw new Error(`no buffer "${name}" was allocated`);
    return this.parent.buffer(name);
  }

  /** What a kernel sees of a tensor: all of it, or `range` of its bytes. */
  binding(tensor: PlanTensor, range = { from: 0, bytes: tensorBytes(tensor) }): WholeBinding {
    const size = Math.ceil(range.bytes / 4) * 4;
    return { buffer: this.buffer(tensor.buffer), offset: tensor.offset + range.from, size };
  }

  destroy(): void {
    if (this.buffers.size === 0) return;
    for (const buffer of this.buffers.values()) buffer.destroy();
    this.buffers.clear();
    this.release(this.owned.reduce((sum, { bytes }) => sum + bytes, 0));
  }
}
