// The loop around a run: keeps the device busy without flooding it, reports at display rate, evaluates and
// keeps checkpoints at their intervals, stops at limits, on a pause and at a value that is not finite, and
// goes on after a lost device. Whoever listens gets events; nothing here knows a thread or a page.
import type { Backend } from '../backends/backend.ts';
import type { OpCall } from '../plan/plan.ts';
import { EngineError } from '../spec/messages.ts';
import type { TrainingDocument } from '../spec/training.ts';
import { Checkpoints } from './checkpoints.ts';
import { type Evaluation, evaluate } from './evaluate.ts';
import { Gate } from './gate.ts';
import { Lock } from './lock.ts';
import { Meter } from './meter.ts';
import { planFor } from './planFor.ts';
import { Recovery } from './recovery.ts';
import { type CallTime, Run, type RunOptions, type StepMetrics } from './run.ts';
import { requireTensors, type Snapshot } from './snapshot.ts';

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
  /** Training started or stopped. */
  onState(): void;
}

/** Aim for the work in one submission, so that a pause acts at once and a device is not stalled. */
const submissionMilliseconds = 50;
const mostStepsPerSubmission = 64;
const reportMilliseconds = 33;
const checkpointMilliseconds = 30_000;

type Stop = 'limit' | 'paused' | 'notFinite';
interface Ends {
  step: number;
  passes: number;
  time: number;
  /** Passes made when training began: "stop after" of no more than these does not stop it. */
  from: number;
}

const isLost = (error: unknown): boolean => error instanceof EngineError && error.code === 'backend.lost';

export class Trainer {
  readonly checkpoints = new Checkpoints();
  meter = new Meter();
  state: 'idle' | 'running' | 'paused' | 'failed' = 'idle';
  lastEvaluation: { accuracy: number; examples: number } | null = null;
  private readonly gate = new Gate();
  private training: Promise<void> | null = null;
  private pauseWanted = false;
  /** Starts and changes of the run take turns. */
  private readonly turns = new Lock();
  /** Grows with every start, pause and change: a start that is overtaken while it waits does not begin. */
  private orders = 0;
  private halted = false;
  private reporting: Promise<void> = Promise.resolve();
  /** Those who wait for the times of a step. */
  private readonly timings: ((times: CallTime[] | null) => void)[] = [];
  /** Those who wait until training is under way. */
  private readonly patient: (() => void)[] = [];
  private readonly recovery = new Recovery();
  private stepsPerSubmission = 1;
  private lastCheckpoint = 0;
  /** Images of a test evaluation that is due, or 0. */
  private evaluationDue = 0;

  constructor(
    public run: Run,
    private readonly events: TrainerEvents,
  ) {}

  /** Trains until a limit is reached, `pause` is called, or a value is not finite. */
  async start(limits: Limits = {}): Promise<void> {
    const order = ++this.orders;
    await this.turns.exclusive(async () => {
      await this.stop();
      if (order === this.orders) this.begin(limits);
    });
    if (order === this.orders) await this.training;
  }

  private begin(limits: Limits): void {
    this.pauseWanted = false;
    this.halted = false;
    this.setState('running');
    this.meter.resume(this.run.step, this.run.position);
    this.gate.leave();
    this.training = this.loop(this.endsOf(limits)).finally(() => {
      this.training = null;
      this.meter.pause();
      this.gate.arrive();
      this.letOn();
      for (const resolve of this.timings.splice(0)) resolve(null);
    });
  }

  /** Times the calls of the next training step; null where nothing trains. */
  async timeStep(): Promise<CallTime[] | null> {
    return this.training ? new Promise((resolve) => this.timings.push(resolve)) : null;
  }

  /**
   * Resolves when training that has begun has reported a step, at once if it has or nothing trains. What
   * can wait, such as compiling what looks inside, leaves the device to the first step until then.
   */
  async underWay(): Promise<void> {
    await this.turns.exclusive(async () => {}); // a start that has been asked for comes first
    if (this.training && this.meter.loss === null)
      await new Promise<void>((resolve) => this.patient.push(resolve));
  }

  private letOn(): void {
    for (const resolve of this.patient.splice(0)) resolve();
  }

  /** Resolves when the last step queued is done and reported. */
  pause(): Promise<void> {
    this.orders++;
    return this.stop();
  }

  private async stop(): Promise<void> {
    this.pauseWanted = true;
    await this.training?.catch(() => {});
  }

  private setState(state: Trainer['state']): void {
    this.state = state;
    this.events.onState();
  }

  private async loop(ends: Ends): Promise<void> {
    let stop: Stop | null = null;
    while (!stop)
      try {
        await this.gate.pass();
        stop = await this.round(ends);
      } catch (error) {
        const reason = isLost(error) ? await this.awaitRecovery() : error;
        if (reason === undefined) continue;
        this.setState('failed');
        throw reason;
      }
    this.setState(stop === 'notFinite' ? 'failed' : 'paused');
  }

  /** One turn of the loop: whatever is due, else some steps. */
  private async round(ends: Ends): Promise<Stop | null> {
    await this.checkpointIfDue();
    if (this.evaluationDue > 0) await this.evaluateDue();
    return this.stopReason(ends) ?? this.burst(ends.step);
  }

  /** The test that is due; one on the whole split may end a plateau. */
  private async evaluateDue(): Promise<void> {
    const limit = this.evaluationDue;
    const evaluation = await this.evaluateTest(limit, () => this.interrupted);
    if (evaluation && limit === Number.POSITIVE_INFINITY) this.run.takeAccuracy(evaluation.accuracy);
  }

  private get interrupted(): boolean {
    return this.pauseWanted || this.gate.wanted;
  }

  private endsOf({ steps, epochs, seconds }: Limits): Ends {
    const none = Number.POSITIVE_INFINITY;
    const from = this.run.passesAt(this.run.position);
    return {
      step: this.run.step + (steps ?? none),
      passes: from + (epochs ?? none),
      time: performance.now() + 1000 * (seconds ?? none),
      from,
    };
  }

  private stopReason(ends: Ends): Stop | null {
    if (this.pauseWanted) return 'paused';
    const { run } = this;
    const { stopAfterEpochs } = run.training;
    const passes = stopAfterEpochs > ends.from ? Math.min(stopAfterEpochs, ends.passes) : ends.passes;
    const done =
      run.step >= ends.step || run.passesAt(run.position) >= passes || performance.now() >= ends.time;
    return done ? 'limit' : null;
  }

  /** Steps until the next thing that must happen at an exact step: an evaluation, an epoch's end, a limit. */
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
    if (this.timings.length > 0) {
      const times = await run.timeStep();
      for (const resolve of this.timings.splice(0)) resolve(times);
      due -= 1;
    }
    while (due > 0 && run.room > 0 && performance.now() - began < reportMilliseconds && !this.interrupted) {
      const steps = Math.min(due, this.stepsPerSubmission, run.room);
      await run.queue(steps);
      due -= steps;
    }
    await this.reporting;
    this.reporting = this.report();
    if (due === 0 || run.room === 0 || this.interrupted || this.meter.loss === null) await this.reporting;
    if (this.halted) {
      await this.reporting;
      this.events.onNotFinite(await run.findNotFinite(), run.step + 1);
      return 'notFinite';
    }
    if (due === 0) this.noteEvaluation();
    return null;
  }

  private async report(): Promise<void> {
    const { run } = this;
    const { metrics, halted } = await run.collect();
    this.halted = halted;
    this.meter.take(metrics, run.training.batch);
    this.adapt();
    if (metrics.length > 0) this.events.onMetrics(metrics);
    this.letOn();
  }

  private adapt(): void {
    const perStep = this.meter.figures().millisecondsPerStep ?? submissionMilliseconds;
    const wanted = Math.floor(submissionMilliseconds / Math.max(0.01, perStep));
    this.stepsPerSubmission = Math.max(
      1,
      Math.min(mostStepsPerSubmission, 2 * this.stepsPerSubmission, wanted),
    );
  }

  /** Notes an evaluation where this step ends an interval or an epoch. */
  private noteEvaluation(): void {
    const { run } = this;
    const { evaluateEvery, evaluateImages, evaluateWholeEvery, batch } = run.training;
    const before = Math.floor(run.passesAt(Math.max(0, run.position - batch)));
    const passes = Math.floor(run.passesAt(run.position));
    if (evaluateWholeEvery > 0 && passes > before && passes % evaluateWholeEvery === 0)
      this.evaluationDue = Number.POSITIVE_INFINITY;
    else if (evaluateEvery > 0 && run.step % evaluateEvery === 0) this.evaluationDue = evaluateImages;
  }

  private async evaluateTest(limit: number, stop: () => boolean): Promise<Evaluation | null> {
    const { step, position } = this.run;
    const evaluation = await this.measure('test', limit, stop);
    if (!evaluation) return null;
    this.evaluationDue = 0;
    if (evaluation.examples === 0) return null;
    this.lastEvaluation = { accuracy: evaluation.accuracy, examples: evaluation.examples };
    this.events.onEvaluation({ ...evaluation, step, position });
    return evaluation;
  }

  /** Evaluates on demand; training waits meanwhile, so that the figure belongs to one step. */
  evaluateNow(split: 'train' | 'test', limit?: number): Promise<Evaluation | null> {
    return this.gate.holding(() =>
      split === 'test'
        ? this.evaluateTest(limit ?? Number.POSITIVE_INFINITY, () => false)
        : this.measure(split, limit),
    );
  }

  /** Evaluates; the time it takes does not count in the rates of training. */
  private async measure(
    split: 'train' | 'test',
    limit?: number,
    stop?: () => boolean,
  ): Promise<Evaluation | null> {
    const evaluation = await evaluate(this.run, split, limit, stop);
    this.meter.restart(this.run.step, this.run.position);
    return evaluation;
  }

  /** Work for which training stands still; the time it takes does not count in the rates of training. */
  undisturbed<T>(work: (run: Run) => Promise<T>): Promise<T> {
    return this.gate.holding(async () => {
      const { run } = this;
      const result = await run.lock.exclusive(() => work(run));
      this.meter.restart(run.step, run.position);
      return result;
    });
  }

  private async checkpointIfDue(): Promise<void> {
    const age = performance.now() - this.lastCheckpoint;
    if (this.checkpoints.last && age < checkpointMilliseconds) return;
    this.checkpoints.add(await this.run.snapshot());
    this.lastCheckpoint = performance.now();
    this.events.onCheckpoints(this.checkpoints.steps);
  }

  /** Takes new settings: at once where the plan stays, else by way of a snapshot. Training goes on. */
  async setTraining(training: TrainingDocument): Promise<void> {
    if (this.run.needsRebuild(training)) await this.rebuild({ training });
    else this.run.applySettings(training);
  }

  /** The same run with another net, settings or backend: weights that fit are kept, training goes on. */
  async rebuild(changes: Partial<RunOptions>): Promise<void> {
    this.requireFit(changes);
    return this.gate.holding(async () => this.replaceRun({ from: await this.run.snapshot(), ...changes }));
  }

  private optionsWith(changes: Partial<RunOptions>): RunOptions {
    const { from: _, data: __, ...options } = this.run.options;
    const sameData = !changes.backend && !changes.dataset;
    return { ...options, ...(sameData ? { data: this.run.data } : {}), ...changes };
  }

  /** Throws before anything is stopped or freed if a net, its settings and the data do not go together. */
  private requireFit(changes: Partial<RunOptions>): void {
    planFor(this.optionsWith(changes), 'train');
  }

  /** Puts a new run in the place of the present one; if it cannot be made, the present one stays. */
  private async replaceRun(changes: Partial<RunOptions>): Promise<void> {
    const old = this.run;
    this.run = await Run.create(this.optionsWith(changes));
    this.recovery.forget();
    await old.destroy();
    if (this.run.data !== old.data) old.data.destroy();
    this.stepsPerSubmission = 1;
    this.reporting = Promise.resolve();
    this.meter.restart(this.run.step, this.run.position);
  }

  /** Starts over from a snapshot, or with none from the initial weights; pauses training. */
  async goTo(from: Snapshot | undefined, changes: Partial<RunOptions> = {}): Promise<void> {
    this.requireFit(changes);
    this.orders++;
    await this.turns.exclusive(async () => {
      await this.stop();
      await this.gate.holding(() => this.replaceRun({ ...changes, from }));
      if (from) this.checkpoints.dropAfter(from.step);
      else this.checkpoints.clear();
      this.meter = new Meter();
      this.lastEvaluation = null;
      this.evaluationDue = 0;
      this.events.onCheckpoints(this.checkpoints.steps);
      this.setState(from ? 'paused' : 'idle');
    });
  }

  /** Goes on from a snapshot that another run left; throws "file.mismatch" where its tensors do not fit. */
  async load(from: Snapshot, changes: Partial<RunOptions>): Promise<void> {
    const options = this.optionsWith(changes);
    requireTensors(from, planFor(options, 'train').plan, options.training);
    await this.goTo(from, changes);
    this.checkpoints.clear();
    this.checkpoints.add(from);
    this.events.onCheckpoints(this.checkpoints.steps);
  }

  /** Stands still until the lost device has been left; resolves with why that cannot be, or undefined. */
  private async awaitRecovery(): Promise<unknown> {
    this.gate.arrive();
    const reason = await this.recovery.outcome();
    this.gate.leave();
    return reason;
  }

  /** After the device was lost: goes on from the last checkpoint on a new one; returns its step. */
  async recover(backend: Backend): Promise<number> {
    await this.recovery.attempt(() =>
      this.gate.holding(() => this.replaceRun({ backend, from: this.checkpoints.last })),
    );
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
