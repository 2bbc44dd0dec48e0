// The WebAssembly backend: runs a plan with SIMD kernels on the processor, as fast as a page can without a
// graphics card. Kernels are emitted for the shapes of the net; nothing is downloaded or prebuilt.
import { type Plan, type PlanBuffer, type ProgramName, tensorOf } from '../../plan/plan.ts';
import { EngineError } from '../../spec/messages.ts';
import type { Backend, DeviceReport, Program, Storage, TensorData } from '../backend.ts';
import { firstNotFinite } from '../firstNotFinite.ts';
import { requireTotalFit } from '../limits.ts';
import { Turns } from '../turns.ts';
import type { Tile } from './kernels/kernel.ts';
import { Arena, mostBytes } from './memory.ts';
import { ModuleCache } from './modules.ts';
import { prepareCalls, WasmProgram, type Work } from './program.ts';
import { hasFused, hasSimd } from './simd.ts';
import { WasmStorage } from './storage.ts';
import { firstItem } from './threads/control.ts';
import { type Helpers, Team } from './threads/team.ts';
import { fastestTile } from './tune.ts';

export interface WasmOptions {
  /** Called between pieces of work when 20 ms have gone by; resolves when other work has had its turn. */
  giveWay?: () => Promise<void>;
  /**
   * Whether to multiply and add in one operation where the processor has that: faster, but the last bits of a
   * run are then those of this processor.
   */
  fused?: boolean;
  /** The tile that sums are kept in, the fastest unless given; results are the same with all that do not fuse. */
  tile?: Tile;
  /** Threads that help, where memory can be shared; results are the same with any number of them. */
  helpers?: Helpers;
}

export class WasmBackend implements Backend {
  readonly report: DeviceReport;
  readonly lost: Promise<string>;
  private readonly modules: ModuleCache;
  private held = 0;
  private readonly turns: Turns;
  /** All that was queued so far. */
  private queue: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly arena: Arena,
    private readonly team: Team,
    private readonly options: WasmOptions,
  ) {
    this.modules = new ModuleCache(arena.memory, arena.shared);
    this.turns = new Turns(options.giveWay);
    this.lost = team.lost;
    this.report = {
      backend: 'wasm',
      adapter: `SIMD, ${team.threads} thread${team.threads === 1 ? '' : 's'}`,
      software: false,
      threads: team.threads,
      fused: hasFused() ? options.fused === true : null,
      maxBufferBytes: mostBytes,
      maxBindingBytes: mostBytes,
      maxTotalBytes: mostBytes,
    };
  }

  createStorage(buffers: readonly PlanBuffer[], parent?: Storage): WasmStorage {
    const owned = buffers.filter((buffer) => !parent?.has(buffer.name));
    const bytes = requireTotalFit(owned, mostBytes);
    const storage = new WasmStorage(this.arena, owned, parent, (programs) => {
      this.held -= bytes;
      if (programs.length > 0) void this.enqueue(() => this.team.forget(programs));
    });
    this.held += bytes;
    return storage;
  }

  async compile(plan: Plan, name: ProgramName, storage: Storage): Promise<WasmProgram> {
    const { modules, options, report, team } = this;
    const own = storage as WasmStorage;
    const tile = options.tile ?? fastestTile(report.fused === true);
    const calls = await prepareCalls({ modules, plan, storage: own, tile }, name);
    const shared = calls.map((works) => works.map((work) => work.shared));
    const number = await this.enqueue(() => team.load(shared));
    own.programs.push(number);
    return new WasmProgram(name, calls, number);
  }

  run(program: Program, times: number): Promise<void> {
    return this.enqueue(async () => {
      await this.runCalls(program as WasmProgram, times);
    });
  }

  /** Runs a program once and resolves with the milliseconds of each of its calls, other work's turns apart. */
  time(program: Program): Promise<number[]> {
    return this.enqueue(() => this.runCalls(program as WasmProgram, 1));
  }

  /** Runs the calls `from`..`to` of a program and resolves with the milliseconds of each. */
  private async runCalls(program: WasmProgram, times: number, from = 0, to = program.calls.length) {
    const calls = program.calls.slice(from, to);
    const milliseconds = calls.map(() => 0);
    if (!calls.some((works) => works.length > 0)) return milliseconds;
    this.team.begin(program.number, times, from, to);
    for (let time = 0; time < times; time++)
      for (const [index, works] of calls.entries())
        for (const work of works) milliseconds[index] += await this.runWork(work);
    return milliseconds;
  }

  /** Does this thread's part of a phase, meets the others, and resolves with the milliseconds it took. */
  private async runWork({ run, items, pieces, shared }: Work): Promise<number> {
    const mine = shared ? firstItem(items, 1, this.team.threads) : items;
    const parts = Math.max(1, Math.min(mine, pieces));
    let began = performance.now();
    let spent = 0;
    for (let part = 0; part < parts; part++) {
      this.trying(() => run(firstItem(mine, part, parts), firstItem(mine, part + 1, parts)));
      if (part === parts - 1) this.team.meet();
      spent += performance.now() - began;
      if (this.turns.due) await this.turns.pass();
      began = performance.now();
    }
    return spent;
  }

  /** A mistake of this thread must not leave the others waiting for it. */
  private trying(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.team.fail((error as Error).message);
      this.team.check();
    }
  }

  findNotFinite(plan: Plan, name: ProgramName, storage: Storage): Promise<number> {
    const compiled = this.compile(plan, name, storage);
    return firstNotFinite(this, plan, name, storage, async (index) => {
      const program = await compiled;
      await this.enqueue(() => this.runCalls(program, 1, index, index + 1));
    });
  }

  /** Runs work after all that was queued before it; a failure is the caller's alone. */
  private enqueue<T>(work: () => Promise<T>): Promise<T> {
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

  destroy(): void {
    this.team.end();
  }
}

/** Throws EngineError "backend.noSimd" where WebAssembly has no vectors. */
export async function createWasmBackend(options: WasmOptions = {}): Promise<WasmBackend> {
  if (!hasSimd()) throw new EngineError('backend.noSimd');
  const { helpers } = options;
  const arena = Arena.open(helpers !== undefined && helpers.count > 0);
  const team = await Team.start(arena.memory, arena.shared ? helpers : undefined);
  return new WasmBackend(arena, team, options);
}
