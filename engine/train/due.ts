// What happens at an exact step of a run: where training ends, and after which steps a test is due.
import type { Run } from './run.ts';

/** What of a run says where it is. */
type Course = Pick<Run, 'step' | 'position' | 'training' | 'order' | 'passesAt'>;

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

/** Passes made at a position, with what a division may have rounded away: they reach what they should. */
const passesMade = (run: Course, position = run.position): number => run.passesAt(position) + 1e-9;

export function endsOf(run: Course, { steps, epochs, seconds }: Limits): Ends {
  const from = run.passesAt(run.position);
  return {
    step: run.step + (steps ?? none),
    passes: from + (epochs ?? none),
    time: performance.now() + 1000 * (seconds ?? none),
    from,
  };
}

/** Passes after which training ends. */
function passesAtEnd({ training: { stopAfterEpochs } }: Course, { passes, from }: Ends): number {
  return stopAfterEpochs > from ? Math.min(stopAfterEpochs, passes) : passes;
}

export const isAtEnd = (run: Course, ends: Ends): boolean =>
  run.step >= ends.step || passesMade(run) >= passesAtEnd(run, ends) || performance.now() >= ends.time;

/** Steps until the next thing that must happen at an exact step: a test, an epoch's end, the last step. */
export function stepsUntilDue(run: Course, ends: Ends): number {
  const { evaluateEvery, batch } = run.training;
  const toTest = evaluateEvery > 0 ? evaluateEvery - (run.step % evaluateEvery) : none;
  const made = passesMade(run);
  const next = Math.min(Math.floor(made) + 1, passesAtEnd(run, ends));
  const toPasses = Math.ceil(((next - made) * run.order.count) / batch);
  return Math.max(1, Math.min(ends.step - run.step, toTest, toPasses));
}

/** Images of the test that is due where a run's last step ended an interval or an epoch, else 0. */
export function testDue(run: Course): number {
  const { evaluateEvery, evaluateImages, evaluateWholeEvery, batch } = run.training;
  const before = Math.floor(passesMade(run, Math.max(0, run.position - batch)));
  const passes = Math.floor(passesMade(run));
  if (evaluateWholeEvery > 0 && passes > before && passes % evaluateWholeEvery === 0) return none;
  return evaluateEvery > 0 && run.step % evaluateEvery === 0 ? evaluateImages : 0;
}
