// The running figures of a run: images per second over the last seconds, time per step, and the running
// train accuracy over about the last thousand examples.
import type { StepMetrics } from './run.ts';

const windowSeconds = 5;
const accuracyExamples = 1000;

export class Meter {
  loss: number | null = null;
  elapsedSeconds = 0;
  private recent: { examples: number; accuracy: number }[] = [];
  /** Moments at which steps were known to be done. */
  private marks: { seconds: number; step: number; examples: number }[] = [];
  private runningSince: number | null = null;
  private perStep: number | null = null;

  constructor(private readonly now: () => number = () => performance.now()) {}

  /** Training begins or goes on; time from now on counts. */
  resume(step: number, examples: number): void {
    this.runningSince = this.now();
    this.marks = [{ seconds: this.runningSince / 1000, step, examples }];
  }

  /** The run goes on in another form, at these counters: rates are measured anew. */
  restart(step: number, examples: number): void {
    if (this.runningSince !== null) this.marks = [{ seconds: this.now() / 1000, step, examples }];
  }

  pause(): void {
    this.elapsedSeconds = this.elapsed();
    this.runningSince = null;
    this.marks = [];
  }

  private elapsed(): number {
    const since = this.runningSince === null ? 0 : (this.now() - this.runningSince) / 1000;
    return this.elapsedSeconds + since;
  }

  take(metrics: readonly StepMetrics[], batch: number): void {
    const last = metrics.at(-1);
    if (!last) return;
    this.loss = last.loss;
    this.recent.push(...metrics.map(({ accuracy }) => ({ examples: batch, accuracy })));
    const seconds = this.now() / 1000;
    this.marks.push({ seconds, step: last.step, examples: last.examples });
    let examples = this.recent.reduce((sum, one) => sum + one.examples, 0);
    while (this.recent.length > 1 && examples - this.recent[0].examples >= accuracyExamples)
      examples -= this.recent.shift()!.examples;
    while (this.marks.length > 2 && seconds - this.marks[1].seconds > windowSeconds) this.marks.shift();
  }

  figures(): {
    imagesPerSecond: number;
    millisecondsPerStep: number | null;
    elapsedSeconds: number;
    loss: number | null;
    trainAccuracy: number | null;
  } {
    const [first, last] = [this.marks[0], this.marks.at(-1)];
    const seconds = first && last ? last.seconds - first.seconds : 0;
    if (seconds > 0) this.perStep = (1000 * seconds) / Math.max(1, last!.step - first.step);
    const examples = this.recent.reduce((sum, one) => sum + one.examples, 0);
    const right = this.recent.reduce((sum, one) => sum + one.examples * one.accuracy, 0);
    return {
      imagesPerSecond: seconds > 0 ? (last!.examples - first.examples) / seconds : 0,
      millisecondsPerStep: this.perStep,
      elapsedSeconds: this.elapsed(),
      loss: this.loss,
      trainAccuracy: examples > 0 ? right / examples : null,
    };
  }
}
