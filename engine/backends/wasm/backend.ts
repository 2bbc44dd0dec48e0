// The WebAssembly backend: runs a plan with SIMD kernels on the processor, as fast as a page can without a
// graphics card. Kernels are emitted for the shapes of the net; nothing is downloaded or prebuilt.
import type { Plan, PlanBuffer, PlanTensor, ProgramName } from '../../plan/plan.ts';
import { EngineError } from '../../spec/messages.ts';
import type { Backend, DeviceReport, Program, Storage, TensorData } from '../backend.ts';
import { firstNotFinite } from '../firstNotFinite.ts';
import { requireTotalFit } from '../limits.ts';
import type { Tile } from './kernels/kernel.ts';
import { Arena, mostBytes } from './memory.ts';
import { ModuleCache } from './modules.ts';
import { compileProgram, type Step, type WasmProgram } from './program.ts';
import { hasSimd } from './simd.ts';
import { WasmStorage } from './storage.ts';
import { fastestTile } from './tune.ts';

export interface WasmOptions {
  /** Called between steps when 20 ms have gone by; resolves when other work has had its turn. */
  giveWay?: () => Promise<void>;
  /** The tile that sums are kept in, the fastest unless given; results are the same with any. */
  tile?: Tile;
}

/** Longest that other work is kept waiting, the present step apart. */
const turnMilliseconds = 20;

export class WasmBackend implements Backend {
  readonly report: DeviceReport;
  readonly lost = new Promise<string>(() => {});
  private readonly arena = new Arena(false);
  private readonly modules = new ModuleCache(this.arena.memory, false);
  private held = 0;
  private lastTurn = performance.now();
  /** All that was queued so far. */
  private queue: Promise<void> = Promise.resolve();

  constructor(private readonly options: WasmOptions) {
    this.report = {
      backend: 'wasm',
      adapter: 'WebAssembly SIMD',
      software: false,
      maxBufferBytes: mostBytes,
      maxBindingBytes: mostBytes,
    };
  }

  createStorage(buffers: readonly PlanBuffer[], parent?: Storage): WasmStorage {
    const owned = buffers.filter((buffer) => !parent?.has(buffer.name));
    const bytes = requireTotalFit(owned, mostBytes);
    const storage = new WasmStorage(this.arena, owned, parent, () => {
      this.held -= bytes;
    });
    this.held += bytes;
    return storage;
  }

  compile(plan: Plan, name: ProgramName, storage: Storage): Promise<WasmProgram> {
    const { modules, options } = this;
    const tile = options.tile ?? fastestTile();
    return compileProgram({ modules, plan, storage: storage as WasmStorage, tile }, name);
  }

  run(program: Program, times: number): Promise<void> {
    return this.enqueue(async () => {
      for (let time = 0; time < times; time++)
        for (const steps of (program as WasmProgram).calls) await this.runSteps(steps);
    });
  }

  /** Runs a program once and resolves with the milliseconds of each of its calls, other work's turns apart. */
  async time(program: Program): Promise<number[]> {
    const milliseconds: number[] = [];
    await this.enqueue(async () => {
      for (const steps of (program as WasmProgram).calls) milliseconds.push(await this.runSteps(steps));
    });
    return milliseconds;
  }

  /** Runs steps in order and resolves with the milliseconds they took. */
  private async runSteps(steps: readonly Step[]): Promise<number> {
    let spent = 0;
    for (const step of steps) {
      const began = performance.now();
      step();
      const now = performance.now();
      spent += now - began;
      if (this.options.giveWay && now - this.lastTurn > turnMilliseconds) {
        await this.options.giveWay();
        this.lastTurn = performance.now();
      }
    }
    return spent;
  }

  findNotFinite(plan: Plan, name: ProgramName, storage: Storage): Promise<number> {
    const compiled = this.compile(plan, name, storage);
    return firstNotFinite(this, plan, name, storage, async (index) => {
      const { calls } = await compiled;
      await this.enqueue(async () => {
        await this.runSteps(calls[index]);
      });
    });
  }

  /** Runs work after all that was queued before it; a failure is the caller's alone. */
  private enqueue(work: () => Promise<void>): Promise<void> {
    const done = this.queue.then(work);
    this.queue = done.catch(() => {});
    return done;
  }

  write(plan: Plan, storage: Storage, tensor: string, data: TensorData, from = 0): void {
    this.view(plan, storage, tensor).set(data, from);
  }

  async read(plan: Plan, storage: Storage, tensors: readonly string[]): Promise<TensorData[]> {
    await this.queue;
    return tensors.map((tensor) => this.view(plan, storage, tensor).slice());
  }

  private view(plan: Plan, storage: Storage, tensor: string): TensorData {
    return (storage as WasmStorage).view(tensorOf(plan, tensor));
  }

  allocatedBytes(): number {
    return this.held;
  }

  destroy(): void {}
}

function tensorOf(plan: Plan, name: string): PlanTensor {
  const tensor = plan.tensors.get(name);
  if (!tensor) throw new Error(`the plan has no tensor "${name}"`);
  return tensor;
}

/** Throws EngineError "backend.noSimd" where WebAssembly has no vectors. */
export function createWasmBackend(options: WasmOptions = {}): WasmBackend {
  if (!hasSimd()) throw new EngineError('backend.noSimd');
  return new WasmBackend(options);
}
