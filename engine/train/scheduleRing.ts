// Keeps the ring "run.schedule" ahead of the steps that are queued: a factor of the learning rate for each step, so
// that a step needs no word from the host. A rate that does not change is written once.
import { ringLength } from '../ops/runState.ts';

export class ScheduleRing {
  /** The device has the factors of steps before this one. */
  private known = 0;

  constructor(private readonly write: (factors: Float32Array) => void) {}

  /** Settings or data have changed: what was written ahead is not right any more. */
  forget(): void {
    this.known = 0;
  }

  /** Makes sure of the factors of the steps from `first` on, `steps` of them, at most `ringLength`. */
  ensure(first: number, steps: number, steady: boolean, factorAt: (step: number) => number): void {
    if (first + steps <= this.known) return;
    const factors = new Float32Array(ringLength);
    for (let step = first; step < first + ringLength; step++) factors[step % ringLength] = factorAt(step);
    this.write(factors);
    this.known = steady ? Number.POSITIVE_INFINITY : first + ringLength;
  }
}
