// Finds the op that first produced a NaN or infinity, by replaying a halted step call by call. A halted
// run has not updated its parameters nor moved its counters, so the replay is that very step.
import { ops } from '../ops/index.ts';
import { isFloat, type Plan, type ProgramName, tensorOf } from '../plan/plan.ts';
import type { Backend, Storage } from './backend.ts';

/**
 * Index of the first call whose float results hold a value that is not finite, or -1. Of the update pass
 * only what changes nothing else is run, which is the norm of the gradient, so parameters stay as they are.
 * `runCall` runs one call and may return before it is done.
 */
export async function firstNotFinite(
  backend: Pick<Backend, 'read'>,
  plan: Plan,
  name: ProgramName,
  storage: Storage,
  runCall: (index: number) => Promise<void>,
): Promise<number> {
  for (const [index, call] of plan.programs[name]!.entries()) {
    const { writes, updates } = ops[call.op];
    if (call.pass === 'update' && updates.length > 0) return -1;
    await runCall(index);
    const results = [...writes, ...updates]
      .flatMap((role) => call.tensors[role] ?? [])
      .filter((tensor) => isFloat(tensorOf(plan, tensor)));
    const values = await backend.read(plan, storage, results);
    if (values.some((data) => !(data as Float32Array).every(Number.isFinite))) return index;
  }
  return -1;
}
