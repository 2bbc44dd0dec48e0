// How steps go to the device: in submissions short enough that a pause acts at once, for one display interval at a
// time, and what they report is read while the next ones run.
import type { Meter } from './meter.ts';
import type { Run, StepMetrics } from './run.ts';

const submissionMilliseconds = 50;
const mostStepsPerSubmission = 64;
const reportMilliseconds = 33;

export class Pace {
  /** Whether a step gave a value that is not finite. */
  halted = false;
  private stepsPerSubmission = 1;
  private reporting: Promise<void> = Promise.resolve();

  constructor(
    private readonly run: Run,
    private readonly meter: Meter,
    private readonly interrupted: () => boolean,
    private readonly onReport: (metrics: StepMetrics[]) => void,
  ) {}

  /**
   * Queues at most `due` steps and resolves with how many of them are left. Their report is waited for
   * only where something must happen at this very step, and for the first one.
   */
  async burst(due: number): Promise<number> {
    const { run } = this;
    const began = performance.now();
    let left = due;
    while (
      left > 0 &&
      run.room > 0 &&
      performance.now() - began < reportMilliseconds &&
      !this.interrupted()
    ) {
      const steps = Math.min(left, this.stepsPerSubmission, run.room);
      await run.queue(steps);
      left -= steps;
    }
    await this.reporting;
    this.reporting = this.report();
    const waits = left === 0 || run.room === 0 || this.interrupted() || this.meter.loss === null;
    if (waits || this.halted) await this.reporting;
    return left;
  }

  /** Resolves when all that was queued is done and reported. */
  settled(): Promise<void> {
    return this.reporting;
  }

  private async report(): Promise<void> {
    const { metrics, halted } = await this.run.collect();
    this.halted = halted;
    this.meter.take(metrics, this.run.training.batch);
    this.adapt();
    this.onReport(metrics);
  }

  private adapt(): void {
    const perStep = this.meter.figures().millisecondsPerStep ?? submissionMilliseconds;
    const wanted = Math.floor(submissionMilliseconds / Math.max(0.01, perStep));
    this.stepsPerSubmission = Math.max(
      1,
      Math.min(mostStepsPerSubmission, 2 * this.stepsPerSubmission, wanted),
    );
  }
}
