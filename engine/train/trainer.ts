// Training that its run may be exchanged under: other settings, another net, data set or engine, a step to go back
// to, a saved run, a new device for a lost one. Whatever it is, another run takes the place of the present one, by
// way of a snapshot where training goes on.
import type { Backend } from '../backends/backend.ts';
import { EngineError } from '../spec/messages.ts';
import type { TrainingDocument } from '../spec/training.ts';
import { Meter } from './meter.ts';
import { planFor } from './planFor.ts';
import { Run, type RunOptions } from './run.ts';
import { requireTensors, type Snapshot } from './snapshot.ts';
import { TrainingLoop } from './trainingLoop.ts';

export class Trainer extends TrainingLoop {
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
  private async replaceRun(changes: Partial<RunOptions>, meter = this.meter): Promise<void> {
    const old = this.run;
    this.run = await Run.create(this.optionsWith(changes));
    this.meter = meter;
    this.pace = this.newPace();
    this.recovery.forget();
    await old.destroy();
    if (this.run.data !== old.data) old.data.destroy();
    this.meter.restart(this.run.step, this.run.position);
  }

  /** Starts over from a snapshot, or with none from the initial weights; pauses training. */
  async goTo(from: Snapshot | undefined, changes: Partial<RunOptions> = {}): Promise<void> {
    this.requireFit(changes);
    this.orders++;
    await this.turns.exclusive(async () => {
      await this.stop();
      await this.gate.holding(() => this.replaceRun({ ...changes, from }, new Meter()));
      if (from) this.checkpoints.dropAfter(from.step);
      else this.checkpoints.clear();
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
