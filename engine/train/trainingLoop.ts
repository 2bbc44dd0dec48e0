// The loop around a run: keeps the device busy without flooding it, evaluates and keeps checkpoints at their
// intervals, and stops at limits, on a pause and at a value that is not finite. Whoever listens gets events;
// nothing here knows a thread or a page, nor how one run takes another's place.
import type { OpCall } from '../plan/plan.ts';
import { EngineError } from '../spec/messages.ts';
import { Checkpoints } from './checkpoints.ts';
import { type Ends, endsOf, isAtEnd, type Limits, stepsUntilDue, testDue } from './due.ts';
import { type Evaluation, evaluate } from './evaluate.ts';
import { Gate } from './gate.ts';
import { Lock } from './lock.ts';
import { Meter } from './meter.ts';
import { Pace } from './pace.ts';
import { Recovery } from './recovery.ts';
import type { CallTime, Run, StepMetrics } from './run.ts';

export interface TrainerEvents {
  onMetrics(metrics: StepMetrics[]): void;
  onEvaluation(evaluation: Evaluation & { step: number; position: number }): void;
  onCheckpoints(steps: number[]): void;
  /** Training stopped by itself at a value that is not finite. */
  onNotFinite(call: OpCall | null, step: number): void;
  /** Training started or stopped. */
  onState(): void;
}

const checkpointMilliseconds = 30_000;

type Stop = 'limit' | 'paused' | 'notFinite';

const isLost = (error: unknown): boolean => error instanceof EngineError && error.code === 'backend.lost';

export class TrainingLoop {
  readonly checkpoints = new Checkpoints();
  meter = new Meter();
  state: 'idle' | 'running' | 'paused' | 'failed' = 'idle';
  lastEvaluation: { accuracy: number; examples: number } | null = null;
  protected pace: Pace;
  protected readonly gate = new Gate();
  protected readonly recovery = new Recovery();
  /** Starts and changes of the run take turns. */
  protected readonly turns = new Lock();
  /** Grows with every start, pause and change: a start that is overtaken while it waits does not begin. */
  protected orders = 0;
  /** Images of a test evaluation that is due, or 0. */
  protected evaluationDue = 0;
  private training: Promise<void> | null = null;
  private pauseWanted = false;
  /** Those who wait for the times of a step. */
  private readonly timings: ((times: CallTime[] | null) => void)[] = [];
  /** Those who wait until training is under way. */
  private readonly patient: (() => void)[] = [];
  private lastCheckpoint = 0;

  constructor(
    public run: Run,
    protected readonly events: TrainerEvents,
  ) {
    this.pace = this.newPace();
  }

  protected newPace(): Pace {
    return new Pace(
      this.run,
      this.meter,
      () => this.interrupted,
      (metrics) => {
        if (metrics.length > 0) this.events.onMetrics(metrics);
        this.letOn();
      },
    );
  }

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
    this.setState('running');
    this.meter.resume(this.run.step, this.run.position);
    this.gate.leave();
    this.training = this.loop(endsOf(this.run, limits)).finally(() => {
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

  protected async stop(): Promise<void> {
    this.pauseWanted = true;
    await this.training?.catch(() => {});
  }

  protected setState(state: TrainingLoop['state']): void {
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

  /** Stands still until the lost device has been left; resolves with why that cannot be, or undefined. */
  private async awaitRecovery(): Promise<unknown> {
    this.gate.arrive();
    const reason = await this.recovery.outcome();
    this.gate.leave();
    return reason;
  }

  /** One turn of the loop: whatever is due, else some steps. */
  private async round(ends: Ends): Promise<Stop | null> {
    await this.checkpointIfDue();
    if (this.evaluationDue > 0) await this.evaluateDue();
    if (!this.pauseWanted && !isAtEnd(this.run, ends)) return this.burst(ends);
    await this.pace.settled();
    return this.pauseWanted ? 'paused' : 'limit';
  }

  private async checkpointIfDue(): Promise<void> {
    const age = performance.now() - this.lastCheckpoint;
    if (this.checkpoints.last && age < checkpointMilliseconds) return;
    this.checkpoints.add(await this.run.snapshot());
    this.lastCheckpoint = performance.now();
    this.events.onCheckpoints(this.checkpoints.steps);
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

  /** Steps for about one display interval, up to what is due next. */
  private async burst(ends: Ends): Promise<Stop | null> {
    const { run, pace } = this;
    let due = stepsUntilDue(run, ends);
    run.takeArrivals();
    if (this.timings.length > 0) {
      const times = await run.timeStep();
      for (const resolve of this.timings.splice(0)) resolve(times);
      due -= 1;
    }
    const left = await pace.burst(due);
    if (pace.halted) {
      this.events.onNotFinite(await run.findNotFinite(), run.step + 1);
      return 'notFinite';
    }
    if (left === 0) this.evaluationDue = testDue(run) || this.evaluationDue;
    return null;
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
}
