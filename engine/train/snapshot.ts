// A run at one moment: counters, weights and optimiser state, by tensor name and free of any device, plan
// or batch size. Checkpoints, saved files, a change of batch size, of engine, and a lost device all go
// through it.
import type { Plan } from '../plan/plan.ts';
import { EngineError } from '../spec/messages.ts';
import type { Plateau } from '../spec/schedule.ts';
import { type OptimiserName, slotsOf, type TrainingDocument } from '../spec/training.ts';

/** How the training examples are walked: see `orderedExample` in ops/gather.ts. */
export interface Order {
  /** Examples consumed when this order began. */
  start: number;
  /** Number of its first pass, which keys its shuffle. */
  epoch: number;
  /** Examples in it. */
  count: number;
  /** Passes made before it began, with a fraction. */
  passes: number;
}

export interface Snapshot {
  seed: number;
  step: number;
  /** Training examples consumed. */
  position: number;
  order: Order;
  plateau: Plateau;
  /** Whose state is among the tensors, and the steps done when that began empty. */
  optimiser: { name: OptimiserName; since: number };
  /** "conv1.weight", and optimiser state as "conv1.weight.velocity". */
  tensors: ReadonlyMap<string, { shape: readonly number[]; data: Float32Array }>;
}

/** Bytes of its tensors. */
export const snapshotBytes = (snapshot: Snapshot): number =>
  [...snapshot.tensors.values()].reduce((sum, { data }) => sum + data.byteLength, 0);

/** Whether all its values are finite; an update may overflow one step before a loss shows it. */
export const isFiniteSnapshot = (snapshot: Snapshot): boolean =>
  [...snapshot.tensors.values()].every(({ data }) => data.every(Number.isFinite));

const text = (shape: readonly number[] | undefined) => shape?.join('×') ?? '–';

/**
 * Throws EngineError "file.mismatch" unless the snapshot holds every parameter of a plan, and its
 * optimiser state, in its shape.
 */
export function requireTensors({ tensors }: Snapshot, plan: Plan, training: TrainingDocument): void {
  const slots = slotsOf(training).map((one) => `.${one}`);
  for (const { name, shape, frozen } of plan.parameters)
    for (const slot of ['', ...(frozen ? [] : slots)]) {
      const actual = text(tensors.get(name + slot)?.shape);
      const expected = text(shape);
      if (actual !== expected)
        throw new EngineError('file.mismatch', { name: name + slot, actual, expected });
    }
}
