// One net on one device: its plan, its storage, its programs and the counters of the run. It steps, takes
// settings and hands out snapshots; when and how often is decided elsewhere.
import type { Backend, Program, Progress, Storage, TensorData } from '../backends/backend.ts';
import type { Dataset } from '../data/dataset.ts';
import { metricWords, ringLength, runState, runStateWords } from '../ops/runState.ts';
import type { NetworkReport } from '../plan/analyse.ts';
import { type CallCost, costOf } from '../plan/cost.ts';
import { headsOf } from '../plan/emitHeads.ts';
import type { OpCall, Plan, ProgramName } from '../plan/plan.ts';
import type { NetworkDocument } from '../spec/document.ts';
import { afterTest, isSteady, noPlateau, type Plateau, pullFactor, rateFactor } from '../spec/schedule.ts';
import { looksAhead, optimiserSlots, slotsOf, type TrainingDocument } from '../spec/training.ts';
import { DeviceData } from './deviceData.ts';
import { hyperOf } from './hyper.ts';
import { initialValues } from './initialise.ts';
import { Lock } from './lock.ts';
import { planFor, samePlan } from './planFor.ts';
import { RunInput } from './runInput.ts';
import { ScheduleRing } from './scheduleRing.ts';
import type { Order, Snapshot } from './snapshot.ts';

/** What one step reported. */
export interface StepMetrics {
  /** Steps done when it was reported, from 1. */
  step: number;
  /** Training examples consumed by then. */
  examples: number;
  loss: number;
  accuracy: number;
  gradientNorm: number;
  /** Losses of the auxiliary heads by name, where there are any. */
  heads?: Record<string, number>;
}

/** One call of a step, what it costs, and how long it took. */
export interface CallTime extends CallCost {
  call: OpCall;
  milliseconds: number;
}

export interface RunOptions {
  backend: Backend;
  network: NetworkDocument;
  training: TrainingDocument;
  dataset: Dataset;
  seed: number;
  /** The data set where it already lies on this backend. */
  data?: DeviceData;
  /** Weights and counters to go on from; parameters it lacks, or has in another shape, start afresh. */
  from?: Snapshot;
  /** False where only time counts: whole images are then not whitened but lost. */
  whitens?: boolean;
  /** Told of what takes long before a run can begin. */
  onProgress?: (progress: Progress) => void;
}

const sameSizes = (a: readonly number[], b: readonly number[]) =>
  a.length === b.length && a.every((size, i) => size === b[i]);

export class Run {
  /** Steps and examples queued; equal to those done once the queue has drained. */
  step: number;
  position: number;
  order: Order;
  plateau: Plateau;
  readonly lock = new Lock();
  readonly input = new RunInput(this);
  private readonly schedule = new ScheduleRing((factors) => this.write('run.schedule', factors));
  private readonly pulls = new ScheduleRing((factors) => this.write('run.pulls', factors));
  private readonly programs = new Map<ProgramName, Promise<Program>>();
  /** Names of the auxiliary heads, whose losses stand in this order in what a step reports. */
  private readonly heads: readonly string[];
  /** Steps whose metrics have been read. */
  private collected: number;
  /** Steps done when the optimiser began with an empty memory. */
  private optimiserSince = 0;
  private users = 0;
  private readonly idle: (() => void)[] = [];

  /** Allocates, compiles and initialises. On an error nothing stays allocated. */
  static async create(options: RunOptions): Promise<Run> {
    const { backend, dataset } = options;
    const { report, plan } = planFor(options, 'train');
    const data = options.data ?? new DeviceData(backend, dataset, plan);
    let storage: Storage | undefined;
    try {
      storage = backend.createStorage(plan.buffers, data.storage);
      const run = new Run(options, report, plan, data, storage);
      await Promise.all([run.program('train'), run.program('evaluateTest')]);
      if (options.whitens !== false) await run.input.prepare(options.onProgress ?? (() => {}));
      run.writeAll(options.from);
      return run;
    } catch (error) {
      storage?.destroy();
      if (!options.data) data.destroy();
      throw error;
    }
  }

  private constructor(
    readonly options: RunOptions,
    readonly report: NetworkReport,
    readonly plan: Plan,
    readonly data: DeviceData,
    readonly storage: Storage,
  ) {
    const { from, dataset } = options;
    this.step = from?.step ?? 0;
    this.position = from?.position ?? 0;
    this.order = from?.order ?? { start: 0, epoch: 0, count: dataset.train.count, passes: 0 };
    this.plateau = from?.plateau ?? noPlateau;
    this.collected = this.step;
    this.heads = headsOf(report.elements);
  }

  get backend(): Backend {
    return this.options.backend;
  }
  get network(): NetworkDocument {
    return this.options.network;
  }
  get dataset(): Dataset {
    return this.options.dataset;
  }
  get seed(): number {
    return this.options.seed;
  }
  get training(): TrainingDocument {
    return this.options.training;
  }

  /** Passes over the training data, with a fraction, after `position` examples. */
  passesAt(position: number): number {
    const { start, count, passes } = this.order;
    return passes + (position - start) / Math.max(1, count);
  }

  program(name: ProgramName): Promise<Program> {
    const known = this.programs.get(name);
    if (known) return known;
    const program = this.backend.compile(this.plan, name, this.storage);
    this.programs.set(name, program);
    return program;
  }

  write(tensor: string, data: Float32Array | Uint32Array, from = 0): void {
    this.backend.write(this.plan, this.storage, tensor, data, from);
  }

  /** Which of several looks at an image comes next, from 0 on: what layers draw in tests is drawn anew for each. */
  setLook(look: number): void {
    this.write('run.state', Uint32Array.of(look), runState.look);
  }

  read(tensors: readonly string[]): Promise<TensorData[]> {
    return this.backend.read(this.plan, this.storage, tensors);
  }

  /** Reads tensors as they are between two programs; others may queue while the values are on their way. */
  private async readNow(tensors: readonly string[]): Promise<TensorData[]> {
    const { values } = await this.lock.exclusive(async () => ({ values: this.read(tensors) }));
    return values;
  }

  private writeAll(from: Snapshot | undefined): void {
    const { optimiser } = this.training;
    const sameOptimiser = from?.optimiser.name === optimiser;
    // What no optimiser keeps is a copy of the weights.
    const isCopy = (slot: string) => !optimiserSlots[optimiser].includes(slot);
    this.optimiserSince = sameOptimiser ? from.optimiser.since : this.step;
    for (const parameter of this.plan.parameters) {
      const saved = from?.tensors.get(parameter.name);
      const fits = saved && sameSizes(saved.shape, parameter.shape);
      const values = fits ? saved.data : initialValues(parameter, this.seed, () => this.input.firstImages());
      this.write(parameter.name, values);
      for (const slot of parameter.frozen ? [] : slotsOf(this.training)) {
        const kept =
          fits && (sameOptimiser || isCopy(slot))
            ? from?.tensors.get(`${parameter.name}.${slot}`)?.data
            : undefined;
        // Copies of the weights begin where those are, and what optimisers keep at 0.
        const data = kept ?? (isCopy(slot) ? values : undefined);
        if (data) this.write(`${parameter.name}.${slot}`, data);
      }
    }
    const state = new Uint32Array(runStateWords);
    state[runState.seed] = this.seed;
    state[runState.step] = this.step;
    state[runState.position] = this.position;
    state[runState.optimiserStart] = this.optimiserSince;
    this.write('run.state', state);
    this.writeOrder();
    this.input.writeFixed();
    this.applySettings(this.training);
  }

  private writeOrder(): void {
    const { start, epoch, count } = this.order;
    this.write('run.state', Uint32Array.of(start, epoch, count), runState.orderStart);
  }

  /** Whether new settings need another plan: other buffers or other ops. */
  needsRebuild(training: TrainingDocument): boolean {
    return !samePlan(this.training, training);
  }

  /** Takes settings that need no other plan; they hold from the next step queued. */
  applySettings(training: TrainingDocument): void {
    this.options.training = training;
    this.write('run.hyper', Float32Array.from(hyperOf(training)));
    this.forgetSchedule();
    this.input.writeSettings();
  }

  /** Takes in training images that have arrived; a larger set begins a new order from the next step on. */
  takeArrivals(): void {
    const { count } = this.dataset.train;
    this.data.sync();
    if (count === this.order.count) return;
    const passes = this.passesAt(this.position);
    this.forgetSchedule();
    const fresh = this.position === 0 ? 0 : this.order.epoch + 1;
    this.order = { start: this.position, epoch: fresh, count, passes };
    this.writeOrder();
    this.input.writeNumbers();
  }

  /** What the schedule multiplies the learning rate by in the step that begins at a position. */
  private factorAt(position: number): number {
    const perStep = this.training.batch / Math.max(1, this.order.count);
    return rateFactor(this.training, this.passesAt(position), perStep, this.plateau);
  }

  /** The learning rate of the next step. */
  get rate(): number {
    return this.training.learningRate * this.factorAt(this.position);
  }

  /** What was written ahead of the steps is not right any more. */
  private forgetSchedule(): void {
    this.schedule.forget();
    this.pulls.forget();
  }

  private scheduleSteps(steps: number): void {
    const { step, position, training } = this;
    const factorAt = (other: number) => this.factorAt(position + (other - step) * training.batch);
    this.schedule.ensure(step, steps, isSteady(training), factorAt);
    if (!looksAhead(training)) return;
    const epochAt = (other: number) => this.passesAt(position + (other - step) * training.batch);
    this.pulls.ensure(step, steps, false, (other) => pullFactor(training, other, epochAt(other)));
  }

  /** Takes note of a test on the whole split, which may lower the rate of the steps to come. */
  takeAccuracy(accuracy: number): void {
    this.plateau = afterTest(this.plateau, accuracy, this.training);
    this.forgetSchedule();
  }

  /** Queues training steps; at most `ringLength` may be queued between two calls of `collect`. */
  async queue(steps: number): Promise<void> {
    const train = await this.program('train');
    await this.lock.exclusive(async () => {
      this.scheduleSteps(steps);
      await this.backend.run(train, steps);
      this.step += steps;
      this.position += steps * this.training.batch;
    });
  }

  /** Does one training step and resolves with the time each of its calls took. */
  async timeStep(): Promise<CallTime[]> {
    const train = await this.program('train');
    return this.lock.exclusive(async () => {
      this.scheduleSteps(1);
      const milliseconds = await this.backend.time(train);
      this.step += 1;
      this.position += this.training.batch;
      return this.plan.programs.train!.map((call, i) => ({
        call,
        milliseconds: milliseconds[i],
        ...costOf(this.plan, call),
      }));
    });
  }

  /** Steps that may still be queued before `collect` must be called. */
  get room(): number {
    return ringLength - (this.step - this.collected);
  }

  /**
   * What the steps queued so far reported, once they are done; others may be queued meanwhile. `halted` is
   * true where one gave a value that is not finite: parameters are then those before that step, and so are
   * the counters.
   */
  async collect(): Promise<{ metrics: StepMetrics[]; halted: boolean }> {
    const [state, ring] = await this.readNow(['run.state', 'run.metrics']);
    const done = state[runState.step];
    const halted = state[runState.halted] === 1;
    const metrics: StepMetrics[] = [];
    const { heads } = this;
    const { batch } = this.training;
    for (let step = this.collected; step < done; step++) {
      const entry = (step % ringLength) * (metricWords + heads.length);
      metrics.push({
        step: step + 1,
        examples: state[runState.position] - (done - step - 1) * batch,
        loss: ring[entry],
        accuracy: ring[entry + 1],
        gradientNorm: ring[entry + 2],
        ...(heads.length > 0 && {
          heads: Object.fromEntries(heads.map((name, i) => [name, ring[entry + metricWords + i]])),
        }),
      });
    }
    this.collected = done;
    if (halted) {
      this.step = done;
      this.position = state[runState.position];
    }
    return { metrics, halted };
  }

  /** The op of a halted step that first gave a value that is not finite, or null if a replay finds none. */
  async findNotFinite(): Promise<OpCall | null> {
    const index = await this.lock.exclusive(() =>
      this.backend.findNotFinite(this.plan, 'train', this.storage),
    );
    return this.plan.programs.train![index] ?? null;
  }

  /** Weights, optimiser state and counters after all that is queued. */
  async snapshot(): Promise<Snapshot> {
    const slots = slotsOf(this.training);
    const named = this.plan.parameters.flatMap(({ name, shape, frozen }) =>
      [name, ...(frozen ? [] : slots).map((slot) => `${name}.${slot}`)].map((tensor) => ({ tensor, shape })),
    );
    const names = named.map(({ tensor }) => tensor);
    const [state, ...data] = await this.readNow(['run.state', ...names]);
    return {
      seed: this.seed,
      step: state[runState.step],
      position: state[runState.position],
      order: this.order,
      plateau: this.plateau,
      optimiser: { name: this.training.optimiser, since: this.optimiserSince },
      tensors: new Map(
        named.map(({ tensor, shape }, i) => [tensor, { shape, data: data[i] as Float32Array }]),
      ),
    };
  }

  /** Runs work that looks at this run from beside the loop: its buffers stay until the work is done. */
  async use<T>(work: () => Promise<T>): Promise<T> {
    this.users++;
    try {
      return await work();
    } finally {
      this.users--;
      if (this.users === 0) for (const resolve of this.idle.splice(0)) resolve();
    }
  }

  /** Frees everything but the data set, which `data` owns, once nobody looks at it any more. */
  async destroy(): Promise<void> {
    if (this.users > 0) await new Promise<void>((resolve) => this.idle.push(resolve));
    this.storage.destroy();
  }
}
