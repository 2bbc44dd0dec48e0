// Which parameters learn alike: one call updates each such group, so their values lie side by side in the arena.
import type { OptimiserName } from '../spec/training.ts';
import type { PlanParameter } from './plan.ts';

export interface ParameterGroup {
  /** What updates it: Muon is for the filters of convolutions, and all else learns by SGD beside it. */
  optimiser: OptimiserName;
  rateFactor: number;
  decayFactor: number;
  parameters: readonly PlanParameter[];
}

const optimiserOf = ({ filters }: PlanParameter, chosen: OptimiserName): OptimiserName =>
  chosen === 'muon' && !filters ? 'sgd' : chosen;

/** The groups of the parameters that learn, each where its first member stands. */
export function groupsOf(parameters: readonly PlanParameter[], chosen: OptimiserName): ParameterGroup[] {
  const groups = new Map<string, PlanParameter[]>();
  for (const parameter of parameters.filter(({ frozen }) => !frozen)) {
    const key = `${optimiserOf(parameter, chosen)} ${parameter.rateFactor} ${parameter.decayFactor}`;
    groups.set(key, [...(groups.get(key) ?? []), parameter]);
  }
  return [...groups.values()].map((members) => {
    const [{ rateFactor, decayFactor }] = members;
    return { optimiser: optimiserOf(members[0], chosen), rateFactor, decayFactor, parameters: members };
  });
}
