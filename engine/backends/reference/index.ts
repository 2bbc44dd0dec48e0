// The oracle: runs a plan with the ops' own plain loops, in float32, or in float64 for gradient tests.
// It also computes in a page where nothing faster is there, giving way to other work as it goes.
import { ops } from '../../ops/index.ts';
import type { NumericArray } from '../../ops/op.ts';
import {
  elements,
  type Plan,
  type PlanBuffer,
  type PlanTensor,
  type ProgramName,
  tensorOf,
} from '../../plan/plan.ts';
import type { Backend, DeviceReport, Program, Storage, TensorData } from '../backend.ts';
import { firstNotFinite } from '../firstNotFinite.ts';
import { requireTotalFit } from '../limits.ts';
import { Turns } from '../turns.ts';

export interface ReferenceOptions {
  precision?: 'float32' | 'float64';
  /** Shown as the name of the device. */
  adapter?: string;
  /** Called between ops when 20 ms have gone by; resolves when other work has had its turn. */
  giveWay?: () => Promise<void>;
}

/** Most that one net may hold: more would take days for a step, and no page is given it. */
const mostBytes = 2 ** 31 - 1;

class ReferenceStorage implements Storage {
  private readonly views = new Map<string, ArrayBuffer>();

  constructor(
    readonly owned: readonly PlanBuffer[],
    private readonly scale: number,
    private readonly release: (bytes: number) => void,
    private readonly parent?: Storage,
  ) {
    for (const { name, bytes } of owned) this.views.set(name, new ArrayBuffer(bytes * scale));
  }

  has(buffer: string): boolean {
    return this.views.has(buffer) || (this.parent?.has(buffer) ?? false);
  }

  bytes(buffer: string): ArrayBuffer {
    const own = this.views.get(buffer);
    if (own) return own;
    if (!(this.parent instanceof ReferenceStorage)) throw new Error(`no buffer "${buffer}" was allocated`);
    return this.parent.bytes(buffer);
  }

  view(tensor: PlanTensor): NumericArray {
    const buffer = this.bytes(tensor.buffer);
    const count = elements(tensor);
    if (tensor.dtype === 'u8') return new Uint8Array(buffer, tensor.offset, count);
    if (tensor.dtype === 'u32') return new Uint32Array(buffer, tensor.offset, count);
    return this.scale === 2
      ? new Float64Array(buffer, tensor.offset * 2, count)
      : new Float32Array(buffer, tensor.offset, count);
  }

  destroy(): void {
    if (this.views.size === 0) return;
    this.views.clear();
    this.release(this.owned.reduce((sum, { bytes }) => sum + bytes, 0));
  }
}

class ReferenceProgram implements Program {
  readonly dispatches: number;
  constructor(
    readonly name: ProgramName,
    readonly calls: readonly (() => void)[],
  ) {
    this.dispatches = calls.length;
  }
}

class ReferenceBackend implements Backend {
  readonly report: DeviceReport;
  readonly lost = new Promise<string>(() => {});
  private readonly scale: number;
  private held = 0;
  private readonly turns: Turns;

  constructor(options: ReferenceOptions) {
    this.turns = new Turns(options.giveWay);
    this.scale = options.precision === 'float64' ? 2 : 1;
    this.report = {
      backend: 'reference',
      adapter: options.adapter ?? 'JavaScript',
      software: true,
      threads: 1,
      maxBufferBytes: mostBytes,
      maxBindingBytes: mostBytes,
      maxTotalBytes: mostBytes,
    };
  }

  createStorage(buffers: readonly PlanBuffer[], parent?: Storage): Storage {
    const owned = buffers.filter((buffer) => !parent?.has(buffer.name));
    const bytes = requireTotalFit(owned, mostBytes);
    const storage = new ReferenceStorage(owned, this.scale, (freed) => (this.held -= freed), parent);
    this.held += bytes;
    return storage;
  }

  async compile(plan: Plan, name: ProgramName, storage: Storage): Promise<Program> {
    return new ReferenceProgram(name, this.bind(plan, name, storage));
  }

  private bind(plan: Plan, name: ProgramName, storage: Storage): (() => void)[] {
    return plan.programs[name]!.map(({ op, tensors, attributes }) => {
      const views = Object.fromEntries(
        Object.entries(tensors).map(([role, tensor]) => [role, this.view(plan, storage, tensor)]),
      );
      return () => ops[op].reference(views, attributes);
    });
  }

  async run(program: Program, times: number): Promise<void> {
    for (let time = 0; time < times; time++)
      for (const call of (program as ReferenceProgram).calls) {
        call();
        if (this.turns.due) await this.turns.pass();
      }
  }

  async time(program: Program): Promise<number[]> {
    const milliseconds: number[] = [];
    for (const call of (program as ReferenceProgram).calls) {
      const began = performance.now();
      call();
      milliseconds.push(performance.now() - began);
      if (this.turns.due) await this.turns.pass();
    }
    return milliseconds;
  }

  findNotFinite(plan: Plan, name: ProgramName, storage: Storage): Promise<number> {
    const calls = this.bind(plan, name, storage);
    return firstNotFinite(this, plan, name, storage, async (index) => calls[index]());
  }

  write(plan: Plan, storage: Storage, tensor: string, data: TensorData, from = 0): void {
    this.view(plan, storage, tensor).set(data, from);
  }

  async read(plan: Plan, storage: Storage, tensors: readonly string[]): Promise<TensorData[]> {
    return tensors.map((tensor) => {
      const view = this.view(plan, storage, tensor);
      return view instanceof Float64Array ? Float32Array.from(view) : view.slice();
    });
  }

  /** The live values of a tensor, in the precision computed with. */
  view(plan: Plan, storage: Storage, tensor: string): NumericArray {
    return (storage as ReferenceStorage).view(tensorOf(plan, tensor));
  }

  allocatedBytes(): number {
    return this.held;
  }

  destroy(): void {}
}

export const createReferenceBackend = (options: ReferenceOptions = {}): ReferenceBackend =>
  new ReferenceBackend(options);
export type { ReferenceBackend };
