// The run that the worker holds, and what the page is told of it: status, memory, and whatever the trainer reports.
import type { Platform } from '../backends/open.ts';
import type { Dataset } from '../data/dataset.ts';
import { bytesByKind } from '../plan/plan.ts';
import { EngineError, notFinite } from '../spec/messages.ts';
import type { Trainer } from '../train/trainer.ts';
import type { TrainerEvents } from '../train/trainingLoop.ts';
import { type DatasetHost, Datasets, statusOf } from './datasets.ts';
import { failureOf } from './failure.ts';
import { HeldInspector } from './heldInspector.ts';
import type { Event, RunStatus } from './protocol.ts';

const statusMilliseconds = 100;

export class Session {
  readonly sets: Datasets;
  protected platform: Platform;
  protected opened: Trainer | null = null;
  protected generation = 0;
  protected readonly inspector = new HeldInspector(() => this.sendMemory());
  private statusSent = 0;
  /** Why the run last stopped by itself. */
  protected stopped: EngineError | null = null;

  constructor(
    host: DatasetHost & Platform,
    protected readonly send: (event: Event) => void,
  ) {
    this.platform = { ...host, onProgress: (progress) => send({ type: 'progress', progress }) };
    this.sets = new Datasets(
      host,
      (dataset) => this.hasRoomFor(dataset) && this.send({ type: 'dataset', dataset: statusOf(dataset) }),
      (error) => this.fail(error),
    );
  }

  get trainer(): Trainer {
    if (!this.opened) throw new EngineError('backend.notOpen');
    return this.opened;
  }

  /** Whether a data set is the one trained on, or may become it. */
  private hasRoomFor(dataset: Dataset): boolean {
    return !this.opened || this.opened.run.dataset === dataset;
  }

  protected fail(error: unknown, more: Partial<Extract<Event, { type: 'failed' }>> = {}): void {
    this.send({ type: 'failed', generation: this.generation, failure: failureOf(error), ...more });
  }

  /** What the trainer reports, as events of the present generation. */
  protected reports(): TrainerEvents {
    return {
      onMetrics: (metrics) => {
        this.send({ type: 'points', generation: this.generation, points: metrics });
        this.sendStatus();
      },
      onEvaluation: ({ step, position, loss, accuracy, examples, views }) => {
        const total = this.trainer.run.dataset.test.total;
        const evaluation = { step, examples: position, loss, accuracy, count: examples, total, views };
        this.send({ type: 'evaluated', generation: this.generation, evaluation });
        this.sendStatus(true);
      },
      onCheckpoints: (steps) =>
        this.send({
          type: 'checkpoints',
          generation: this.generation,
          checkpoints: steps.map((step) => ({ step })),
        }),
      onNotFinite: (call, step) => {
        const checkpoint = this.trainer.checkpoints.last?.step;
        this.stopped = notFinite(step, call);
        this.fail(this.stopped, { layer: call?.layer || undefined, op: call?.op, checkpoint });
      },
      onState: () => this.sendStatus(true),
    };
  }

  protected currentStatus(): RunStatus {
    const { run, meter, state, lastEvaluation } = this.trainer;
    const { backend, adapter } = run.backend.report;
    return {
      generation: this.generation,
      state,
      backend,
      adapter,
      seed: run.seed,
      step: run.step,
      epoch: run.passesAt(run.position),
      examples: run.position,
      rate: run.rate,
      ...meter.figures(),
      testAccuracy: lastEvaluation?.accuracy ?? null,
      testExamples: lastEvaluation?.examples ?? 0,
    };
  }

  protected sendStatus(now = false): void {
    if (!now && performance.now() - this.statusSent < statusMilliseconds) return;
    this.statusSent = performance.now();
    this.send({ type: 'status', status: this.currentStatus() });
  }

  /** After anything that may have replaced the run: tells of memory and status. */
  protected changed(): RunStatus {
    this.inspector.dropOthers(this.trainer.run);
    this.sendMemory();
    this.sendStatus(true);
    return this.currentStatus();
  }

  protected sendMemory(): void {
    const { run } = this.trainer;
    const inside = this.inspector.owned;
    const allocated = bytesByKind([...run.data.storage.owned, ...run.storage.owned, ...inside]);
    this.send({ type: 'memory', allocated, inspection: inside.reduce((sum, { bytes }) => sum + bytes, 0) });
  }
}
