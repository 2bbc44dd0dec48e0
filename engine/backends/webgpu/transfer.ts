// Moves tensors between the host and the device. Bytes lie four to a word on the device, and the queue
// copies whole words only: the words at an unaligned end are merged by a small kernel. Half precision is
// converted here: the host knows float32 alone.
import { bytesPerElement, type PlanTensor, tensorAlignment, tensorBytes } from '../../plan/plan.ts';
import mergeWordWgsl from '../../shaders/mergeWord.wgsl?raw';
import type { TensorData } from '../backend.ts';
import { BufferUsage, MapMode } from './flags.ts';
import { fromHalves, toHalves } from './half.ts';
import { shader } from './kernels/kernel.ts';
import type { PipelineCache } from './pipelines.ts';
import type { WebGpuStorage } from './storage.ts';

export const mergeWordShader = shader('mergeWord', { edit: 'read', words: 'read_write' }, mergeWordWgsl);

/** Bytes `from`..`to` of a word of the device's memory. */
interface WordEdit {
  /** Byte position of the word in its buffer, a multiple of 4. */
  position: number;
  mask: number;
  value: number;
}

const down = (bytes: number) => Math.floor(bytes / 4) * 4;

export class Transfer {
  /** Bytes of staging buffers that are alive now. */
  stagingBytes = 0;
  private mergePipeline: GPUComputePipeline | null = null;

  constructor(
    private readonly device: GPUDevice,
    private readonly pipelines: PipelineCache,
  ) {}

  /** Builds what `write` needs, since it cannot wait. */
  async prepare(): Promise<void> {
    this.mergePipeline = await this.pipelines.get({ shader: mergeWordShader, constants: {} });
  }

  /** Writes `data` from element `from` on; throws RangeError if it does not lie inside the tensor. */
  write(storage: WebGpuStorage, tensor: PlanTensor, data: TensorData, from: number): void {
    const start = from * bytesPerElement[tensor.dtype];
    if (!(data instanceof hostTypes[tensor.dtype]))
      throw new TypeError(`"${tensor.name}" holds ${tensor.dtype}, not ${data.constructor.name}`);
    const { buffer, byteOffset, byteLength } = tensor.dtype === 'f16' ? toHalves(data as Float32Array) : data;
    if (from < 0 || start + byteLength > tensorBytes(tensor))
      throw new RangeError(`"${tensor.name}" has no room for ${data.length} values from ${from} on`);
    if (data.length === 0) return;
    const bytes = new Uint8Array(buffer, byteOffset, byteLength);
    this.writeBytes(storage.buffer(tensor.buffer), tensor.offset + start, bytes);
  }

  private writeBytes(buffer: GPUBuffer, start: number, bytes: Uint8Array): void {
    const end = start + bytes.length;
    const first = down(start + 3);
    const last = Math.max(first, down(end));
    if (first > start) this.merge(buffer, editOf(bytes, start, down(start)));
    if (last > first) {
      const whole = bytes.subarray(first - start, last - start);
      this.device.queue.writeBuffer(buffer, first, whole as Uint8Array<ArrayBuffer>);
    }
    if (end > last) this.merge(buffer, editOf(bytes, start, last));
  }

  /** Changes some bytes of one word, after all that was queued before. */
  private merge(buffer: GPUBuffer, { position, mask, value }: WordEdit): void {
    const { device } = this;
    const offset = Math.floor(position / tensorAlignment) * tensorAlignment;
    const edit = device.createBuffer({
      label: 'word edit',
      size: 12,
      usage: BufferUsage.storage | BufferUsage.copyDst,
    });
    device.queue.writeBuffer(edit, 0, Uint32Array.of((position - offset) / 4, mask, value));
    const size = Math.min(tensorAlignment, buffer.size - offset);
    const encoder = device.createCommandEncoder();
    const pass = encoder.beginComputePass();
    pass.setPipeline(this.mergePipeline!);
    pass.setBindGroup(
      0,
      device.createBindGroup({
        layout: this.pipelines.layout(mergeWordShader),
        entries: [
          { binding: 0, resource: { buffer: edit } },
          { binding: 1, resource: { buffer, offset, size } },
        ],
      }),
    );
    pass.dispatchWorkgroups(1);
    pass.end();
    device.queue.submit([encoder.finish()]);
    edit.destroy();
  }

  /** The tensors as they are after all that was queued before. */
  async read(storage: WebGpuStorage, tensors: readonly PlanTensor[]): Promise<TensorData[]> {
    if (tensors.length === 0) return [];
    const spans = tensors.map((tensor) => Math.ceil(tensorBytes(tensor) / 4) * 4);
    const size = spans.reduce((sum, span) => sum + span, 0);
    const usage = BufferUsage.mapRead | BufferUsage.copyDst;
    const staging = this.device.createBuffer({ label: 'staging', size, usage });
    this.stagingBytes += size;
    try {
      const encoder = this.device.createCommandEncoder();
      let place = 0;
      for (const [index, { buffer, offset }] of tensors.entries()) {
        encoder.copyBufferToBuffer(storage.buffer(buffer), offset, staging, place, spans[index]);
        place += spans[index];
      }
      this.device.queue.submit([encoder.finish()]);
      await staging.mapAsync(MapMode.read);
      return unpack(staging.getMappedRange(), tensors, spans);
    } finally {
      staging.destroy();
      this.stagingBytes -= size;
    }
  }
}

/** The edit that puts those of `bytes`, which begin at `start`, that fall into the word at `position`. */
function editOf(bytes: Uint8Array, start: number, position: number): WordEdit {
  let mask = 0;
  let value = 0;
  for (let lane = 0; lane < 4; lane++) {
    const index = position + lane - start;
    if (index < 0 || index >= bytes.length) continue;
    mask |= 0xff << (8 * lane);
    value |= bytes[index] << (8 * lane);
  }
  return { position, mask: mask >>> 0, value: value >>> 0 };
}

/** What holds the elements of a tensor on the host. */
const hostTypes = { f32: Float32Array, f16: Float32Array, u32: Uint32Array, u8: Uint8Array } as const;

/** Copies of the tensors that lie one after the other in `mapped`. */
function unpack(mapped: ArrayBuffer, tensors: readonly PlanTensor[], spans: readonly number[]): TensorData[] {
  let place = 0;
  return tensors.map((tensor, index) => {
    const copy = mapped.slice(place, place + tensorBytes(tensor));
    place += spans[index];
    return tensor.dtype === 'f16' ? fromHalves(new Uint16Array(copy)) : new hostTypes[tensor.dtype](copy);
  });
}
