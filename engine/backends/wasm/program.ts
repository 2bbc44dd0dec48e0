// A program of a plan as functions of modules with their arguments, prepared once and run as often as wanted.
import { ops } from '../../ops/index.ts';
import type { NumericArray } from '../../ops/op.ts';
import type { OpCall, Plan, PlanTensor, ProgramName } from '../../plan/plan.ts';
import type { Program } from '../backend.ts';
import { kernels, reference } from './kernels/index.ts';
import type { Phase, Tile } from './kernels/kernel.ts';
import type { ModuleCache } from './modules.ts';
import type { WasmStorage } from './storage.ts';

/** Work that is done in one go: no longer than other work may be kept waiting. */
export type Step = () => void;

/** Most operations of one step: about 10 ms. */
const stepFlops = 4e8;

export class WasmProgram implements Program {
  readonly dispatches: number;
  /** The steps of each op call, in order. */
  constructor(
    readonly name: ProgramName,
    readonly calls: readonly (readonly Step[])[],
  ) {
    this.dispatches = calls.reduce((sum, steps) => sum + steps.length, 0);
  }
}

export interface CompileContext {
  modules: ModuleCache;
  plan: Plan;
  storage: WasmStorage;
  tile: Tile;
}

/** Builds all modules in parallel. */
export async function compileProgram(context: CompileContext, name: ProgramName): Promise<WasmProgram> {
  const calls = context.plan.programs[name];
  if (!calls) throw new Error(`the plan has no program "${name}"`);
  return new WasmProgram(name, await Promise.all(calls.map((call) => compileCall(context, call))));
}

async function compileCall(context: CompileContext, call: OpCall): Promise<Step[]> {
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
    return [() => ops[op].reference(viewsOf(storage, tensors), attributes)];
  }
  const phases = kernel({
    attributes,
    tile,
    has: (role) => role in call.tensors,
    address: (role) => storage.address(tensorOf(role)),
  });
  const pieces = Math.ceil(ops[op].flops(attributes) / stepFlops);
  const steps = await Promise.all(phases.map((phase) => stepsOf(context.modules, phase, pieces)));
  return steps.flat();
}

/** Views are made afresh each time: those of an earlier one are lost when the memory grows. */
const viewsOf = (
  storage: WasmStorage,
  tensors: readonly (readonly [string, PlanTensor])[],
): Record<string, NumericArray> =>
  Object.fromEntries(tensors.map(([role, tensor]) => [role, storage.view(tensor)]));

/** A phase in at most `most` pieces. */
async function stepsOf(modules: ModuleCache, phase: Phase, most: number): Promise<Step[]> {
  const { blueprint, entry, args, items } = phase;
  const run = (await modules.get(blueprint))[entry];
  const pieces = Math.max(1, Math.min(items, most));
  const bound = (piece: number) => Math.floor((piece * items) / pieces);
  return Array.from({ length: pieces }, (_, piece) => {
    const all = [...args, bound(piece), bound(piece + 1)];
    return () => run(...all);
  });
}
