// What the worker does: one trainer on one backend over one data set, commanded by the protocol's
// requests. Everything that a request changes is either done whole or not at all.
import type { Backend } from '../backends/backend.ts';
import type { Trial } from '../backends/faster.ts';
import { listEngines, type OpenedBackend, openBackend } from '../backends/open.ts';
import type { Dataset } from '../data/dataset.ts';
import { decodeRun, encodeRun } from '../formats/savedRun.ts';
import { needsAllImages } from '../spec/inputSteps.ts';
import type { TrainingDocument } from '../spec/training.ts';
import { Run, type RunOptions } from '../train/run.ts';
import { Trainer } from '../train/trainer.ts';
import { tryStep } from '../train/tryStep.ts';
import { networkFor, statusOf } from './datasets.ts';
import { detailOf } from './failure.ts';
import { Looks } from './looks.ts';
import type { Requests, RequestType, RunStatus } from './protocol.ts';

type Handlers = { [T in RequestType]: (payload: Requests[T][0]) => Promise<Requests[T][1]> };

export class Engine extends Looks implements Handlers {
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

  private announce({ backend, detail, ...why }: OpenedBackend): void {
    this.send({ type: 'engine', device: backend.report, detail: detailOf(detail), ...why });
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

  /** Starts afresh with changes: a new generation, step 0, initial weights. */
  private async afresh(changes: Partial<RunOptions>): Promise<RunStatus> {
    await this.trainer.goTo(undefined, changes);
    this.generation++;
    return this.changed();
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

  async backends() {
    const entries = await listEngines(this.platform);
    return entries.map((entry) => ({ ...entry, detail: detailOf(entry.detail) }));
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
