// What must hold of any document and settings on any backend: it trains and evaluates, or halts at a named
// op, or is refused with a diagnostic; and it leaves nothing behind.
import { expect } from 'vitest';
import type { Backend } from '../backends/backend.ts';
import { analyse } from '../plan/analyse.ts';
import type { NetworkDocument } from '../spec/document.ts';
import { EngineError } from '../spec/messages.ts';
import type { TrainingDocument } from '../spec/training.ts';
import { evaluate } from '../train/evaluate.ts';
import { Run, type RunOptions } from '../train/run.ts';
import { arbitraryClasses } from './arbitraryDocument.ts';
import { testDataset } from './dataset.ts';

export type Outcome = 'trained' | 'halted' | 'refused';

/** Takes two steps and evaluates; throws where a promise is broken. */
export async function trainAny(
  backend: Backend,
  network: NetworkDocument,
  training: TrainingDocument,
): Promise<Outcome> {
  const held = backend.allocatedBytes();
  const dataset = testDataset(network.input, arbitraryClasses, 5, 3);
  const options = { backend, network, training, dataset, seed: 1 };
  const outcome = analyse(network, arbitraryClasses).valid
    ? await train(options)
    : await expectRefusal(options);
  expect(backend.allocatedBytes()).toBe(held);
  return outcome;
}

async function expectRefusal(options: RunOptions): Promise<Outcome> {
  const error = await Run.create(options).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(EngineError);
  expect((error as EngineError).code).toBe('network.invalid');
  return 'refused';
}

async function train(options: RunOptions): Promise<Outcome> {
  const run = await Run.create(options);
  try {
    await run.queue(2);
    const { metrics, halted } = await run.collect();
    expect(metrics).toHaveLength(run.step);
    for (const { loss, accuracy, gradientNorm } of metrics) {
      expect(loss).toBeGreaterThanOrEqual(0);
      expect(gradientNorm).toBeGreaterThanOrEqual(0);
      expect(loss + gradientNorm).toBeLessThan(Number.POSITIVE_INFINITY);
      expect([0, 1, 2, 3, 4].map((right) => Math.fround(right / run.training.batch))).toContain(accuracy);
    }
    if (halted) {
      expect(await run.findNotFinite()).not.toBeNull();
      return 'halted';
    }
    expect(run.step).toBe(2);
    const evaluation = await evaluate(run, 'test');
    expect(evaluation?.examples).toBe(3);
    expect(evaluation?.confusion.flat().reduce((a, b) => a + b)).toBe(3);
    return 'trained';
  } finally {
    run.destroy();
    run.data.destroy();
  }
}
