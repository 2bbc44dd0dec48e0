// A program of a plan as functions of modules with their arguments, prepared once and run as often as wanted.
import { ops } from '../../ops/index.ts';
import type { NumericArray } from '../../ops/op.ts';
import type { OpCall, Plan, PlanTensor, ProgramName } from '../../plan/plan.ts';
import type { Program } from '../backend.ts';
import { kernels, reference } from './kernels/index.ts';
import type { Phase, Tile } from './kernels/kernel.ts';
import type { ModuleCache } from './modules.ts';
import type { WasmStorage } from './storage.ts';
import type { SharedPhase } from './threads/control.ts';

/** A phase ready to run in this thread. */
export interface Work {
  run(from: number, to: number): void;
  items: number;
  /** In how many pieces a single thread may do it, so that none takes long. */
  pieces: number;
  /** The same for other threads, or null where this one works alone. */
  shared: SharedPhase | null;
}

/** Most operations of one piece: about 10 ms. */
const pieceFlops = 4e8;

export class WasmProgram implements Program {
  readonly dispatches: number;
  /** The work of each op call, in order; `number` is what threads call the program by. */
  constructor(
    readonly name: ProgramName,
    readonly calls: readonly (readonly Work[])[],
    readonly number: number,
  ) {
    this.dispatches = calls.reduce((sum, work) => sum + work.length, 0);
  }
}

export interface CompileContext {
  modules: ModuleCache;
  plan: Plan;
  storage: WasmStorage;
  tile: Tile;
}

/** The work of each call of a program; all modules are built in parallel. */
export async function prepareCalls(context: CompileContext, name: ProgramName): Promise<Work[][]> {
  const calls = context.plan.programs[name];
  if (!calls) throw new Error(`the plan has no program "${name}"`);
  return Promise.all(calls.map((call) => prepareCall(context, call)));
}

async function prepareCall(context: CompileContext, call: OpCall): Promise<Work[]> {
  const { plan, storage, tile } = context;
  const { op, layer, attributes } = call;
  const tensorOf = (role: string): PlanTensor => {
    const tensor = plan.tensors.get(call.tensors[role]);
    if (!tensor) throw new Error(`${op} of "${layer}" has no tensor for "${role}"`);
    return tensor;
  };
  const kernel = kernels[op];
  if (kernel === reference) {
    const tensors = Object.keys(call.tensors).map((role) => [role, tensorOf(role)] as const);
    const run = () => ops[op].reference(viewsOf(storage, tensors), attributes);
    return [{ run, items: 1, pieces: 1, shared: null }];
  }
  const phases = kernel({
    attributes,
    tile,
    has: (role) => role in call.tensors,
    address: (role) => storage.address(tensorOf(role)),
  });
  const pieces = Math.ceil(ops[op].flops(attributes) / pieceFlops);
  return Promise.all(phases.map((phase) => preparePhase(context.modules, phase, pieces)));
}

/** Views are made afresh each time: those of an earlier one are lost when the memory grows. */
const viewsOf = (
  storage: WasmStorage,
  tensors: readonly (readonly [string, PlanTensor])[],
): Record<string, NumericArray> =>
  Object.fromEntries(tensors.map(([role, tensor]) => [role, storage.view(tensor)]));

async function preparePhase(modules: ModuleCache, phase: Phase, pieces: number): Promise<Work> {
  const { blueprint, entry, args, items } = phase;
  const { module, exports } = await modules.get(blueprint);
  const run = exports[entry];
  return {
    run: (from, to) => run(...args, from, to),
    items,
    pieces,
    shared: { module, entry, args, items },
  };
}
