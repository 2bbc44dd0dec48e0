// One training run in Node, from checked options to figures: engine, data, net, trainer and files.
import { readFile, writeFile } from 'node:fs/promises';
import type { Trial } from '../../engine/backends/faster.ts';
import type { Dataset } from '../../engine/data/dataset.ts';
import { decodeRun, encodeRun, type SavedRun } from '../../engine/formats/savedRun.ts';
import { type NetworkDocument, parseDocument } from '../../engine/spec/document.ts';
import { EngineError } from '../../engine/spec/messages.ts';
import { presetOf } from '../../engine/spec/presets/index.ts';
import type { PresetData } from '../../engine/spec/presets/preset.ts';
import { parseTraining, type TrainingDocument } from '../../engine/spec/training.ts';
import type { Limits } from '../../engine/train/due.ts';
import { type Evaluation, evaluate } from '../../engine/train/evaluate.ts';
import { planFor } from '../../engine/train/planFor.ts';
import { Run } from '../../engine/train/run.ts';
import { requireTensors } from '../../engine/train/snapshot.ts';
import { Trainer } from '../../engine/train/trainer.ts';
import { tryStep } from '../../engine/train/tryStep.ts';
import { loadDatasetFromDisk } from '../nodeDataset.ts';
import { openEngine } from './openEngine.ts';
import { type Duration, type TrainOptions, UsageError } from './options.ts';
import type { Figures, Printer } from './printer.ts';

interface Start {
  network: NetworkDocument;
  training: TrainingDocument;
  data: string;
  seed: number;
  saved?: SavedRun;
  /** What the net was made for. */
  madeFor: PresetData | null;
}

/** What to train and from where. Throws UsageError, EngineError. */
async function startOf({ source, data, seed, settings }: TrainOptions): Promise<Start> {
  const set = (base: Partial<TrainingDocument>) => parseTraining({ ...base, ...settings });
  if (source.kind === 'saved') {
    const saved = decodeRun(await readInput(source.file));
    const { network, snapshot } = saved;
    const training = set(saved.training);
    return { network, training, data: saved.dataset, seed: snapshot.seed, saved, madeFor: null };
  }
  if (source.kind === 'network') {
    const network = parseDocument(new TextDecoder().decode(await readInput(source.file)));
    return { network, training: set({}), data: data!, seed, madeFor: null };
  }
  const { network, training, data: madeFor } = presetOf(source.id);
  return { network, training: set(training), data: data!, seed, madeFor };
}

export async function readInput(file: string): Promise<Uint8Array> {
  try {
    return new Uint8Array(await readFile(file));
  } catch (error) {
    throw new UsageError(`${file} could not be read: ${(error as NodeJS.ErrnoException).code}.`);
  }
}

/** What is not as the source of a net has it, in words, or null where the data are of its kind. */
function otherThan(madeFor: PresetData | null, { info }: Dataset): string | null {
  if (madeFor === 'mnist' && info.shape.channels > 1)
    return 'This net was made for the digits of MNIST, which --data takes from a folder; it sees these images in grey.';
  if (madeFor === 'imagenet')
    return 'This net was made for ImageNet; it sees these images in the middle of an empty field.';
  return null;
}

function limitsOf(duration: Duration | null, batch: number): Limits {
  if (!duration) return {};
  const { unit, amount } = duration;
  return unit === 'examples' ? { steps: Math.ceil(amount / batch) } : { [unit]: amount };
}

/** Trains as the options say. Throws an error whose message is for people. */
export async function train(options: TrainOptions, printer: Printer): Promise<void> {
  const { network, training, data, seed, saved, madeFor } = await startOf(options);
  const dataset = await loadDatasetFromDisk(data);
  if (saved)
    requireTensors(
      saved.snapshot,
      planFor({ network, training: saved.training, dataset }, 'train').plan,
      saved.training,
    );
  const trial: Trial = (on) => tryStep({ backend: on, network, training, dataset, seed });
  const { backend, reason } = await openEngine(options.backend, options.engine, trial);
  const run = await Run.create({ backend, network, training, dataset, seed, from: saved?.snapshot });
  const [firstStep, firstExample] = [run.step, run.position];
  const session = new Session(run, printer);
  printer.begin({
    ...backend.report,
    reason,
    network: network.name,
    parameters: run.report.parameterCount,
    macs: run.report.macs,
    dataset: { id: data, train: dataset.train.count, test: dataset.test.count },
    note: otherThan(madeFor, dataset),
    seed,
    step: firstStep,
    training,
  });
  const lost = backend.lost.then((why) => {
    throw new EngineError('backend.lost', { reason: why });
  });
  const finished = session.toEnd(limitsOf(options.duration, training.batch));
  const final = await Promise.race([finished, lost]);
  if (options.save) {
    await writeFile(
      options.save,
      encodeRun({ network, training, dataset: data, snapshot: await run.snapshot() }),
    );
    printer.saved(options.save);
  }
  printer.end(final, session.figures(), run.position - firstExample);
}

/** A trainer whose events are printed. */
class Session {
  private readonly trainer: Trainer;
  private last: { step: number; evaluation: Evaluation } | null = null;
  private failure: EngineError | null = null;
  private interrupted = false;

  constructor(
    private readonly run: Run,
    printer: Printer,
  ) {
    this.trainer = new Trainer(run, {
      onMetrics: (metrics) => printer.steps(metrics, this.figures(metrics.at(-1))),
      onEvaluation: ({ step, position: _, ...evaluation }) => {
        this.last = { step, evaluation };
        printer.evaluation(evaluation, run.dataset.test.total, step);
      },
      onCheckpoints: () => {},
      onNotFinite: (call, step) => {
        const values = { step, op: call?.op ?? '-', layer: call?.layer ?? '-' };
        this.failure = new EngineError('run.notFinite', values);
      },
      onState: () => {},
    });
  }

  /** Figures at the step that was reported last, or at the end of the run. */
  figures({ step, examples } = { step: this.run.step, examples: this.run.position }): Figures {
    const { run, trainer } = this;
    const { imagesPerSecond, elapsedSeconds } = trainer.meter.figures();
    return { step, epoch: run.passesAt(examples), examples, imagesPerSecond, elapsedSeconds };
  }

  /** Trains to the limit and returns the evaluation on the whole test split, or null after Ctrl+C. */
  async toEnd(limits: Limits): Promise<Evaluation | null> {
    process.once('SIGINT', () => {
      this.interrupted = true;
      void this.trainer.pause();
    });
    await this.trainer.start(limits);
    if (this.failure) throw this.failure;
    if (this.interrupted) return null;
    const { last, run } = this;
    const known = last?.step === run.step && last.evaluation.examples === run.dataset.test.total;
    return known ? last.evaluation : evaluate(run, 'test');
  }
}
