// The loop around a run: keeps the device busy without flooding it, reports at display rate, evaluates and
// keeps checkpoints at their intervals, stops at limits, on a pause, on a value that is not finite, and
// goes on after a lost device. Whoever listens gets events; nothing here knows a thread or a page.
import type { Backend } from '../backends/backend.ts';
import type { OpCall } from '../plan/plan.ts';
import type { NetworkDocument } from '../spec/document.ts';
import { EngineError } from '../spec/messages.ts';
import type { TrainingDocument } from '../spec/training.ts';
import { Checkpoints } from './checkpoints.ts';
import { type Evaluation, evaluate } from './evaluate.ts';
import { Meter } from './meter.ts';
import { Run, type RunOptions, type StepMetrics } from './run.ts';
import type { Snapshot } from './snapshot.ts';

export interface Limits {
  steps?: number;
  epochs?: number;
  seconds?: number;
}

export interface TrainerEvents {
  onMetrics(metrics: StepMetrics[]): void;
  onEvaluation(evaluation: Evaluation & { step: number; position: number }): void;
  onCheckpoints(steps: number[]): void;
  /** Training stopped by itself at a value that is not finite. */
  onNotFinite(call: OpCall | null, step: number): void;
  /** Training started, stopped or went on. */
  onState(): void;
}

/** Aim for the work in one submission, so that a pause acts at once and a device is not stalled. */
const submissionMilliseconds = 50;
const mostStepsPerSubmission = 64;
const collectMilliseconds = 33;
const checkpointMilliseconds = 30_000;

type Stop = 'limit' | 'paused' | 'notFinite';

export class Trainer {
  run: Run;
  readonly checkpoints = new Checkpoints();
  meter = new Meter();
  state: 'idle' | 'running' | 'paused' | 'failed' = 'idle';
  lastEvaluation: { accuracy: number; examples: number } | null = null;
  private pauseWanted = false;
  private training: Promise<void> | null = null;
  private stepsPerSubmission = 1;
  private lastCheckpoint = 0;
  private reporting: Promise<void> = Promise.resolve();
  private halted = false;

  constructor(
    run: Run,
    private readonly events: TrainerEvents,
  ) {
    this.run = run;
  }

  /** Trains until a limit is reached, `pause` is called, or a value is not finite. */
  async start(limits: Limits = {}): Promise<void> {
    if (this.training) await this.pause();
    this.pauseWanted = false;
    this.halted = false;
    this.reporting = Promise.resolve();
    this.setState('running');
    this.meter.resume(this.run.step, this.run.position);
    this.training = this.loop(limits).finally(() => {
      this.training = null;
      this.meter.pause();
    });
    return this.training;
  }

  /** Resolves when the last step queued is done and reported. */
  async pause(): Promise<void> {
    this.pauseWanted = true;
    await this.training?.catch(() => {});
  }

  private setState(state: Trainer['state']): void {
    this.state = state;
    this.events.onState();
  }

  private async loop(limits: Limits): Promise<void> {
    const ends = this.endsOf(limits);
    let stop: Stop | null = null;
    try {
      await this.checkpointIfDue();
      while (!stop) {
        stop = this.stopReason(ends) ?? (await this.burst(ends.step));
        if (!stop) await this.evaluateIfDue();
        if (!stop) await this.checkpointIfDue();
      }
    } catch (error) {
      this.setState('failed');
      throw error;
    }
    this.setState(stop === 'notFinite' ? 'failed' : 'paused');
  }

  private endsOf({ steps, epochs, seconds }: Limits) {
    const { stopAfterEpochs } = this.run.training;
    const passed = this.run.passesAt(this.run.position);
    const wholeRun = stopAfterEpochs > passed ? stopAfterEpochs : Number.POSITIVE_INFINITY;
    return {
      step: this.run.step + (steps ?? Number.POSITIVE_INFINITY),
      passes: Math.min(wholeRun, epochs === undefined ? Number.POSITIVE_INFINITY : passed + epochs),
      time: performance.now() + 1000 * (seconds ?? Number.POSITIVE_INFINITY),
    };
  }

  private stopReason(ends: { step: number; passes: number; time: number }): Stop | null {
    if (this.pauseWanted) return 'paused';
    const done =
      this.run.step >= ends.step ||
      this.run.passesAt(this.run.position) >= ends.passes ||
      performance.now() >= ends.time;
    return done ? 'limit' : null;
  }

  /** Steps until the next thing that must happen at an exact step. */
  private stepsUntilDue(endStep: number): number {
    const { run } = this;
    const { evaluateEvery, batch } = run.training;
    const toEvaluation =
      evaluateEvery > 0 ? evaluateEvery - (run.step % evaluateEvery) : Number.POSITIVE_INFINITY;
    const left = (1 - (run.passesAt(run.position) % 1)) * run.order.count;
    return Math.max(1, Math.min(endStep - run.step, toEvaluation, Math.ceil(left / batch - 1e-6)));
  }

  /**
   * Queues steps for about one display interval. Their report is read while the next ones run, except
   * where something must happen at this very step.
   */
  private async burst(endStep: number): Promise<Stop | null> {
    const { run } = this;
    const began = performance.now();
    let due = this.stepsUntilDue(endStep);
    run.takeArrivals();
    do {
      const steps = Math.min(due, this.stepsPerSubmission, run.room);
      await run.queue(steps);
      due -= steps;
    } while (due > 0 && run.room > 0 && performance.now() - began < collectMilliseconds && !this.pauseWanted);
    await this.reporting;
    this.reporting = this.report();
    if (due === 0 || run.room === 0 || this.pauseWanted || !this.meter.loss) await this.reporting;
    if (!this.halted) return null;
    await this.reporting;
    this.events.onNotFinite(await run.findNotFinite(), run.step + 1);
    return 'notFinite';
  }

  private async report(): Promise<void> {
    const { run } = this;
    const { metrics, halted } = await run.collect();
    this.halted = halted;
    this.meter.take(metrics, run.training.batch);
    this.adapt();
    if (metrics.length > 0) this.events.onMetrics(metrics);
  }

  private adapt(): void {
    const perStep = this.meter.figures().millisecondsPerStep ?? submissionMilliseconds;
    const wanted = Math.floor(submissionMilliseconds / Math.max(0.01, perStep));
    this.stepsPerSubmission = Math.max(
      1,
      Math.min(mostStepsPerSubmission, 2 * this.stepsPerSubmission, wanted),
    );
  }

  private async evaluateIfDue(): Promise<void> {
    const { run } = this;
    const { evaluateEvery, evaluateImages, evaluateWholeEvery, batch } = run.training;
    const before = run.passesAt(Math.max(0, run.position - batch));
    const passes = run.passesAt(run.position);
    const crossed = Math.floor(passes) > Math.floor(before);
    if (evaluateWholeEvery > 0 && crossed && Math.floor(passes) % evaluateWholeEvery === 0)
      await this.evaluateTest(Number.POSITIVE_INFINITY);
    else if (evaluateEvery > 0 && run.step % evaluateEvery === 0) await this.evaluateTest(evaluateImages);
  }

  private async evaluateTest(limit: number): Promise<void> {
    const { step, position } = this.run;
    const evaluation = await evaluate(this.run, 'test', limit, () => this.pauseWanted);
    if (!evaluation || evaluation.examples === 0) return;
    this.lastEvaluation = { accuracy: evaluation.accuracy, examples: evaluation.examples };
    this.events.onEvaluation({ ...evaluation, step, position });
  }

  /** Evaluates now, training or not. */
  async evaluateNow(limit: number): Promise<void> {
    const wasRunning = this.state === 'running';
    if (wasRunning) await this.pause();
    this.pauseWanted = false;
    await this.evaluateTest(limit);
    if (wasRunning) void this.start().catch(() => {});
  }

  private async checkpointIfDue(): Promise<void> {
    if (performance.now() - this.lastCheckpoint < checkpointMilliseconds && this.checkpoints.last) return;
    await this.checkpoint();
  }

  async checkpoint(): Promise<void> {
    this.checkpoints.add(await this.run.snapshot());
    this.lastCheckpoint = performance.now();
    this.events.onCheckpoints(this.checkpoints.steps);
  }

  /** Takes new settings, at once where the plan stays, else by way of a snapshot; training goes on. */
  async setTraining(training: TrainingDocument): Promise<void> {
    if (this.run.needsRebuild(training)) await this.rebuild({ training });
    else this.run.applySettings(training);
  }

  /** Takes another net, keeping the weights of layers whose shapes did not change; training goes on. */
  setNetwork(network: NetworkDocument): Promise<void> {
    return this.rebuild({ network });
  }

  /** The same run on another backend. */
  setBackend(backend: Backend): Promise<void> {
    return this.rebuild({ backend });
  }

  private async rebuild(changes: Partial<RunOptions>): Promise<void> {
    const wasRunning = this.state === 'running';
    await this.pause();
    const from = await this.run.snapshot();
    await this.replaceRun({ from, ...changes });
    if (wasRunning) void this.start().catch(() => {});
  }

  /** Puts a new run in the place of the present one; if it cannot be made, the present one stays. */
  async replaceRun(changes: Partial<RunOptions>): Promise<void> {
    const { backend, network, training, dataset, seed, data } = this.run;
    const sameData = !changes.backend && !changes.dataset;
    const options = { backend, network, training, dataset, seed, ...(sameData ? { data } : {}), ...changes };
    const old = this.run;
    this.run = await Run.create(options);
    old.destroy();
    if (!sameData) old.data.destroy();
    this.stepsPerSubmission = 1;
  }

  /** Back to a snapshot, or with none to the initial weights. */
  async goTo(from: Snapshot | undefined, seed = this.run.seed): Promise<void> {
    await this.pause();
    await this.replaceRun({ from, seed });
    if (!from) this.checkpoints.clear();
    this.meter = new Meter();
    this.lastEvaluation = null;
    this.setState(from ? 'paused' : 'idle');
  }

  /** After the device was lost: goes on from the last checkpoint on a new one. */
  async recover(backend: Backend): Promise<number> {
    const wasRunning = this.state === 'running';
    await this.pause();
    const from = this.checkpoints.last;
    await this.replaceRun({ backend, from });
    this.setState(this.run.step > 0 ? 'paused' : 'idle');
    if (wasRunning) void this.start().catch(() => {});
    return this.run.step;
  }

  /** The snapshot of a checkpoint; throws where there is none. */
  checkpointAt(step: number): Snapshot {
    const found = this.checkpoints.at(step);
    if (!found)
      throw new EngineError('checkpoint.unknown', { step, known: this.checkpoints.steps.join(', ') });
    return found;
  }
}
