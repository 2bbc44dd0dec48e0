// What the worker does: one trainer on one backend over one data set, commanded by the protocol's
// requests. Everything that a request changes is either done whole or not at all.
import type { Backend } from '../backends/backend.ts';
import type { Trial } from '../backends/faster.ts';
import { listEngines, type OpenedBackend, openBackend, type Platform } from '../backends/open.ts';
import type { Dataset } from '../data/dataset.ts';
import { decodeRun, encodeRun } from '../formats/savedRun.ts';
import { measurePeak } from '../inspect/peak.ts';
import { bytesByKind } from '../plan/plan.ts';
import { needsAllImages } from '../spec/inputSteps.ts';
import { EngineError, notFinite } from '../spec/messages.ts';
import type { TrainingDocument } from '../spec/training.ts';
import { predictRange } from '../train/evaluate.ts';
import { previewBatch } from '../train/preview.ts';
import { Run, type RunOptions } from '../train/run.ts';
import { Trainer, type TrainerEvents } from '../train/trainer.ts';
import { tryStep } from '../train/tryStep.ts';
import { type DatasetHost, Datasets, networkFor, statusOf } from './datasets.ts';
import { exampleOf, requireImage, samplesOf } from './examples.ts';
import { failureOf } from './failure.ts';
import { HeldInspector } from './heldInspector.ts';
import type { Event, Requests, RequestType, RunStatus } from './protocol.ts';

type Handlers = { [T in RequestType]: (payload: Requests[T][0]) => Promise<Requests[T][1]> };

const statusMilliseconds = 100;

export class Engine implements Handlers {
  readonly sets: Datasets;
  private platform: Platform;
  private opened: Trainer | null = null;
  private generation = 0;
  private readonly inspector = new HeldInspector(() => this.sendMemory());
  private statusSent = 0;
  /** Why the run last stopped by itself. */
  private stopped: EngineError | null = null;

  constructor(
    host: DatasetHost & Platform,
    private readonly send: (event: Event) => void,
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

  private fail(error: unknown, more: Partial<Extract<Event, { type: 'failed' }>> = {}): void {
    this.send({ type: 'failed', generation: this.generation, failure: failureOf(error), ...more });
  }

  // ---- opening -------------------------------------------------------------------------------------

  async open({
    network,
    training,
    dataset: id,
    seed,
    backend: choice,
    options,
    datasetsUrl,
  }: Requests['open'][0]) {
    this.sets.from(datasetsUrl);
    this.platform = { ...this.platform, ...options };
    const arriving = this.sets.open(id);
    const trial: Trial = async (backend) =>
      tryStep({ backend, network, training, dataset: await arriving, seed });
    const [opened, dataset] = await Promise.all([openBackend(choice, this.platform, trial), arriving]);
    if (needsAllImages(training)) await this.sets.complete(dataset);
    const { onProgress } = this.platform;
    const run = await Run.create({ backend: opened.backend, network, training, dataset, seed, onProgress });
    this.generation++;
    this.sets.use(dataset);
    this.opened = new Trainer(run, this.reports());
    this.send({ type: 'dataset', dataset: statusOf(dataset) });
    this.announce(opened);
    this.sendMemory();
    return this.currentStatus();
  }

  /** What the trainer reports, as events of the present generation. */
  private reports(): TrainerEvents {
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

  private announce({ backend, ...why }: OpenedBackend): void {
    this.send({ type: 'engine', device: backend.report, ...why });
    void backend.lost.then((reason) => this.recover(backend, reason));
  }

  /** The same engine on a device opened anew, or another engine where it is gone; and the run goes on from the last checkpoint. */
  private async recover(lost: Backend, reason: string): Promise<void> {
    if (this.trainer.run.backend !== lost) return;
    try {
      this.inspector.drop();
      const same = openBackend(lost.report.backend, this.platform);
      const opened = await same.catch(() => openBackend('auto', this.platform));
      const step = await this.trainer.recover(opened.backend);
      this.announce(opened);
      this.send({ type: 'rewound', generation: this.generation, step });
      this.send({ type: 'recovered', reason, step });
      this.changed();
    } catch (error) {
      this.fail(error);
    }
  }

  // ---- state ---------------------------------------------------------------------------------------

  private currentStatus(): RunStatus {
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

  private sendStatus(now = false): void {
    if (!now && performance.now() - this.statusSent < statusMilliseconds) return;
    this.statusSent = performance.now();
    this.send({ type: 'status', status: this.currentStatus() });
  }

  /** After anything that may have replaced the run: tells of memory and status. */
  private changed(): RunStatus {
    this.inspector.dropOthers(this.trainer.run);
    this.sendMemory();
    this.sendStatus(true);
    return this.currentStatus();
  }

  private sendMemory(): void {
    const { run } = this.trainer;
    const inside = this.inspector.owned;
    const allocated = bytesByKind([...run.data.storage.owned, ...run.storage.owned, ...inside]);
    this.send({ type: 'memory', allocated, inspection: inside.reduce((sum, { bytes }) => sum + bytes, 0) });
  }

  /** Starts afresh with changes: a new generation, step 0, initial weights. */
  private async afresh(changes: Partial<RunOptions>): Promise<RunStatus> {
    await this.trainer.goTo(undefined, changes);
    this.generation++;
    return this.changed();
  }

  async status() {
    return this.currentStatus();
  }

  // ---- net, settings, data, engine -----------------------------------------------------------------

  async setNetwork({ network, weights, training = this.trainer.run.training }: Requests['setNetwork'][0]) {
    if (needsAllImages(training)) await this.sets.complete(this.trainer.run.dataset);
    if (weights === 'fresh') return this.afresh({ network, training });
    await this.trainer.rebuild({ network, training });
    return this.changed();
  }

  async setTraining({ training }: Requests['setTraining'][0]) {
    if (needsAllImages(training)) await this.sets.complete(this.trainer.run.dataset);
    const { run } = this.trainer;
    const before = run.training;
    await this.trainer.setTraining(training);
    if (run.step > 0)
      for (const field of Object.keys(training) as (keyof TrainingDocument)[]) {
        const [from, to] = [before[field], training[field]];
        if (from === to) continue;
        this.send({
          type: 'changed',
          generation: this.generation,
          change: { step: run.step, field, from, to },
        });
      }
    return this.changed();
  }

  datasets() {
    return this.sets.list();
  }

  async setDataset({ id }: Requests['setDataset'][0]) {
    return this.takeDataset(await this.sets.open(id));
  }

  async importDataset({ files }: Requests['importDataset'][0]) {
    return this.takeDataset(await this.sets.import(files));
  }

  private async takeDataset(dataset: Dataset) {
    const { run } = this.trainer;
    const network = networkFor(run, dataset);
    try {
      if (needsAllImages(run.training)) await this.sets.complete(dataset);
      await this.afresh({ dataset, network });
    } finally {
      this.sets.use(this.trainer.run.dataset);
    }
    const status = statusOf(dataset);
    this.send({ type: 'dataset', dataset: status });
    return { dataset: status, network };
  }

  async samples({ perClass }: Requests['samples'][0]) {
    return samplesOf(this.trainer.run.dataset, perClass);
  }

  previewBatch({ count }: Requests['previewBatch'][0]) {
    const { run } = this.trainer;
    return run.use(() => previewBatch(run, count));
  }

  backends() {
    return listEngines(this.platform);
  }

  async setBackend({ id, options }: Requests['setBackend'][0]) {
    const platform = { ...this.platform, ...options };
    const old = this.trainer.run.backend;
    const trial: Trial = (backend) =>
      this.trainer.undisturbed(({ network, training, dataset, seed }) =>
        tryStep({ backend, network, training, dataset, seed }),
      );
    const opened = await openBackend(id, platform, trial);
    try {
      await this.trainer.rebuild({ backend: opened.backend });
    } catch (error) {
      opened.backend.destroy();
      throw error;
    }
    this.platform = platform;
    this.announce(opened);
    const status = this.changed();
    old.destroy();
    return status;
  }

  // ---- running -------------------------------------------------------------------------------------

  async start(limits: Requests['start'][0]) {
    await this.trainer.start(limits);
    if (this.trainer.state === 'failed' && this.stopped) throw this.stopped;
    return this.currentStatus();
  }

  async pause() {
    await this.trainer.pause();
    return this.currentStatus();
  }

  step({ count }: Requests['step'][0]) {
    return this.start({ steps: count });
  }

  async reset({ seed }: Requests['reset'][0]) {
    return this.afresh(seed === undefined ? {} : { seed });
  }

  async rewindTo({ step }: Requests['rewindTo'][0]) {
    await this.trainer.goTo(this.trainer.checkpointAt(step));
    this.send({ type: 'rewound', generation: this.generation, step });
    return this.changed();
  }

  // ---- looking -------------------------------------------------------------------------------------

  async evaluate({ split, limit }: Requests['evaluate'][0]) {
    return (await this.trainer.evaluateNow(split, limit))!;
  }

  async predict({ image }: Requests['predict'][0]) {
    await this.trainer.underWay();
    const { run } = this.trainer;
    const bytes = requireImage(run.dataset, image);
    const { probabilities } = await run.use(async () =>
      (await this.inspector.of(run)).inspect({ image: bytes, label: 0 }, []),
    );
    return { label: probabilities.indexOf(Math.max(...probabilities)), probabilities };
  }

  async predictions({ from, count }: Requests['predictions'][0]) {
    const { run } = this.trainer;
    const [step, generation] = [run.step, this.generation];
    const rows = await run.use(() => predictRange(run, from, count));
    const images = rows.map((probabilities, i) => ({
      index: from + i,
      ...exampleOf(run, from + i),
      probabilities,
    }));
    return { step, generation, images };
  }

  async inspect({ example, tensors }: Requests['inspect'][0]) {
    await this.trainer.underWay();
    const { run } = this.trainer;
    const { generation } = this;
    const shown = exampleOf(run, example);
    const looked = await run.use(async () => (await this.inspector.of(run)).inspect(shown, tensors));
    return { generation, ...shown, ...looked };
  }

  async tensor({ name, gradient, example = 0 }: Requests['tensor'][0]) {
    const { tensors } = await this.inspect({ example, tensors: [gradient ? `${name}.gradient` : name] });
    return tensors[0];
  }

  // ---- speed ---------------------------------------------------------------------------------------

  async timeStep() {
    const times = await this.trainer.timeStep();
    if (!times) return null;
    const calls = times.map(({ call: { layer, op, pass }, ...rest }) => ({ layer, op, pass, ...rest }));
    return { calls };
  }

  measurePeak() {
    return this.trainer.undisturbed((run) => measurePeak(run.backend));
  }

  // ---- files ---------------------------------------------------------------------------------------

  async save() {
    const { run } = this.trainer;
    const snapshot = await run.snapshot();
    const { network, training, dataset } = run;
    const file = encodeRun({ network, training, dataset: dataset.info.id, snapshot });
    return { file, step: snapshot.step };
  }

  async load({ file }: Requests['load'][0]) {
    const { network, training, dataset: id, snapshot } = decodeRun(file);
    const known = this.trainer.run.dataset;
    const dataset = known.info.id === id ? known : await this.sets.open(id);
    try {
      // The order of the images depends on how many there are: to go on exactly, all must be here.
      await this.sets.complete(dataset);
      const { seed } = snapshot;
      await this.trainer.load(snapshot, {
        network,
        training,
        seed,
        ...(dataset === known ? {} : { dataset }),
      });
    } finally {
      this.sets.use(this.trainer.run.dataset);
    }
    this.generation++;
    this.send({ type: 'dataset', dataset: statusOf(dataset) });
    this.send({ type: 'rewound', generation: this.generation, step: snapshot.step });
    this.changed();
    return { network, training, dataset: id, seed: snapshot.seed };
  }
}
