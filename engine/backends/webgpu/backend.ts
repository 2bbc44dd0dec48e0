// The WebGPU backend: runs a plan on a graphics device. It needs nothing but the `gpu` object it is
// given, so that it works alike in a page, in a worker and in Node.
import { type Plan, type PlanBuffer, type ProgramName, tensorOf } from '../../plan/plan.ts';
import { EngineError } from '../../spec/messages.ts';
import type { Backend, DeviceReport, Program, Progress, Storage, TensorData } from '../backend.ts';
import { firstNotFinite } from '../firstNotFinite.ts';
import { type Device, openDevice, requestAdapter } from './device.ts';
import { PipelineCache } from './pipelines.ts';
import { compileProgram, type WebGpuProgram } from './program.ts';
import { requireBuffersFit, WebGpuStorage } from './storage.ts';
import { timeCalls } from './timing.ts';
import { Transfer } from './transfer.ts';
import { type TuneMemory, Tuner } from './tune.ts';

export interface WebGpuOptions {
  /** The adapter to open, the fastest unless given. */
  adapter?: GPUAdapter;
  /** Whether activations lie in half precision where the device has it; arithmetic stays in float32. */
  half?: boolean;
  /** Pretends that the device can bind no more than this, to try out how larger data are split. */
  maxBindingBytes?: number;
  /** Chooses the kernels for devices with fast workgroup memory, or those without, whatever this one is. */
  fastWorkgroupMemory?: boolean;
  /** Whether the fastest way of every product is found by timing; not on a software adapter unless told. */
  tune?: boolean;
  /** Where the outcome of that is kept. */
  tuneMemory?: TuneMemory;
  /** Hears of kernels that are compiled and timed. */
  onProgress?: (progress: Progress) => void;
}

const maxInFlight = 2;

export class WebGpuBackend implements Backend {
  readonly report: DeviceReport;
  readonly lost: Promise<string>;
  private readonly pipelines: PipelineCache;
  private readonly transfer: Transfer;
  private readonly inFlight: Promise<unknown>[] = [];
  private held = 0;

  private readonly fastWorkgroupMemory: boolean;
  private readonly tuner: Tuner | undefined;

  constructor(
    private readonly device: Device,
    options: WebGpuOptions,
  ) {
    const { handle, report } = device;
    this.fastWorkgroupMemory = options.fastWorkgroupMemory ?? !report.software;
    const { tune = !report.software, tuneMemory, onProgress } = options;
    if (tune) this.tuner = new Tuner(handle, report.adapter, tuneMemory, onProgress);
    this.report = report;
    this.lost = device.lost;
    this.pipelines = new PipelineCache(handle, onProgress);
    this.transfer = new Transfer(device.handle, this.pipelines);
  }

  /** Builds what later calls need at once. */
  prepare(): Promise<void> {
    return this.transfer.prepare();
  }

  createStorage(buffers: readonly PlanBuffer[], parent?: Storage): WebGpuStorage {
    const owned = buffers.filter((buffer) => !parent?.has(buffer.name));
    requireBuffersFit(owned, this.report);
    this.held += owned.reduce((sum, { bytes }) => sum + bytes, 0);
    return new WebGpuStorage(this.device.handle, owned, parent, (bytes) => {
      this.held -= bytes;
    });
  }

  async compile(plan: Plan, name: ProgramName, storage: Storage): Promise<WebGpuProgram> {
    this.device.check();
    const { pipelines, fastWorkgroupMemory, tuner } = this;
    const context = {
      device: this.device.handle,
      pipelines,
      plan,
      storage: storage as WebGpuStorage,
      maxBindingBytes: this.report.maxBindingBytes,
      fastWorkgroupMemory,
      tuner,
    };
    return this.reporting(compileProgram(context, name));
  }

  async run(program: Program, times: number): Promise<void> {
    this.device.check();
    this.submitRuns(program as WebGpuProgram, times);
    // A loss ends the waiting; `check` then tells.
    this.inFlight.push(this.device.handle.queue.onSubmittedWorkDone().catch(() => undefined));
    while (this.inFlight.length >= maxInFlight) await this.inFlight.shift();
    this.device.check();
  }

  async time(program: Program): Promise<number[]> {
    this.device.check();
    const milliseconds = await this.reporting(timeCalls(this.device.handle, program as WebGpuProgram));
    this.device.check();
    return milliseconds;
  }

  findNotFinite(plan: Plan, name: ProgramName, storage: Storage): Promise<number> {
    const compiled = this.compile(plan, name, storage);
    return firstNotFinite(this, plan, name, storage, async (index) => {
      this.submit(await compiled, 1, index, index + 1);
    });
  }

  /** A short program is submitted with all its repeats together, a long one in its portions. */
  private submitRuns(program: WebGpuProgram, times: number): void {
    const { portions } = program;
    if (portions.length === 1) this.submit(program, times);
    else
      for (let time = 0; time < times; time++)
        for (const [from, to] of portions) this.submit(program, 1, from, to);
  }

  private submit(program: WebGpuProgram, times: number, from?: number, to?: number): void {
    const encoder = this.device.handle.createCommandEncoder({ label: program.name });
    const pass = encoder.beginComputePass();
    for (let time = 0; time < times; time++) program.encode(pass, from, to);
    pass.end();
    this.device.handle.queue.submit([encoder.finish()]);
  }

  write(plan: Plan, storage: Storage, tensor: string, data: TensorData, from = 0): void {
    this.transfer.write(storage as WebGpuStorage, tensorOf(plan, tensor), data, from);
  }

  async read(plan: Plan, storage: Storage, tensors: readonly string[]): Promise<TensorData[]> {
    this.device.check();
    const known = tensors.map((tensor) => tensorOf(plan, tensor));
    const data = await this.reporting(this.transfer.read(storage as WebGpuStorage, known));
    this.device.check();
    return data;
  }

  allocatedBytes(): number {
    return this.held + this.transfer.stagingBytes;
  }

  destroy(): void {
    this.device.destroy();
  }

  /** What the device said of a failure comes before the failure that followed from it. */
  private async reporting<T>(work: Promise<T>): Promise<T> {
    try {
      return await work;
    } catch (error) {
      this.device.check();
      if (error instanceof DOMException) throw new EngineError('backend.lost', { reason: error.message });
      throw error;
    }
  }
}

/** Opens the fastest adapter; throws EngineError "backend.noAdapter" or "backend.noDevice" when there is none. */
export async function createWebGpuBackend(gpu: GPU, options: WebGpuOptions = {}): Promise<WebGpuBackend> {
  const adapter = options.adapter ?? (await requestAdapter(gpu));
  const device = await openDevice(gpu, adapter, options);
  const backend = new WebGpuBackend(device, options);
  await backend.prepare();
  return backend;
}
