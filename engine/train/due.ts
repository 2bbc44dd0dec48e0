// What happens at an exact step of a run: where training ends, and after which steps a test is due.
import type { Run } from './run.ts';

/** How far to train; whatever comes first. */
export interface Limits {
  steps?: number;
  epochs?: number;
  seconds?: number;
}

/** Where training that has begun ends: the same limits, counted from the run's own start. */
export interface Ends {
  step: number;
  passes: number;
  time: number;
  /** Passes made when training began: "stop after" of no more than these does not stop it. */
  from: number;
}

const none = Number.POSITIVE_INFINITY;

export function endsOf(run: Run, { steps, epochs, seconds }: Limits): Ends {
  const from = run.passesAt(run.position);
  return {
    step: run.step + (steps ?? none),
    passes: from + (epochs ?? none),
    time: performance.now() + 1000 * (seconds ?? none),
    from,
  };
}

export function isAtEnd(run: Run, ends: Ends): boolean {
  const { stopAfterEpochs } = run.training;
  const passes = stopAfterEpochs > ends.from ? Math.min(stopAfterEpochs, ends.passes) : ends.passes;
  return run.step >= ends.step || run.passesAt(run.position) >= passes || performance.now() >= ends.time;
}

/** Steps until the next thing that must happen at an exact step: a test, an epoch's end, the last step. */
export function stepsUntilDue(run: Run, { step }: Ends): number {
  const { evaluateEvery, batch } = run.training;
  const toTest = evaluateEvery > 0 ? evaluateEvery - (run.step % evaluateEvery) : none;
  const left = (1 - (run.passesAt(run.position) % 1)) * run.order.count;
  return Math.max(1, Math.min(step - run.step, toTest, Math.ceil(left / batch - 1e-6)));
}

/** Images of the test that is due where a run's last step ended an interval or an epoch, else 0. */
export function testDue(run: Run): number {
  const { evaluateEvery, evaluateImages, evaluateWholeEvery, batch } = run.training;
  const before = Math.floor(run.passesAt(Math.max(0, run.position - batch)));
  const passes = Math.floor(run.passesAt(run.position));
  if (evaluateWholeEvery > 0 && passes > before && passes % evaluateWholeEvery === 0) return none;
  return evaluateEvery > 0 && run.step % evaluateEvery === 0 ? evaluateImages : 0;
}
