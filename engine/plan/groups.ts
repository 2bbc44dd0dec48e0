// Which parameters learn alike: one call updates each such group, so their values lie side by side in the arena.
import type { OpName } from '../ops/index.ts';
import type { OptimiserName } from '../spec/training.ts';
import type { PlanParameter } from './plan.ts';

export interface ParameterGroup {
  /** The op that updates it. */
  op: OpName;
  rateFactor: number;
  decayFactor: number;
  parameters: readonly PlanParameter[];
}

/** The groups of the parameters that learn, each where its first member stands. */
export function groupsOf(parameters: readonly PlanParameter[], optimiser: OptimiserName): ParameterGroup[] {
  const groups = new Map<string, PlanParameter[]>();
  for (const parameter of parameters.filter(({ frozen }) => !frozen)) {
    const key = `${parameter.rateFactor} ${parameter.decayFactor}`;
    groups.set(key, [...(groups.get(key) ?? []), parameter]);
  }
  return [...groups.values()].map((members) => {
    const [{ rateFactor, decayFactor }] = members;
    return { op: optimiser, rateFactor, decayFactor, parameters: members };
  });
}
