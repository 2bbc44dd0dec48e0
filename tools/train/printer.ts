// What `npm run train` prints: lines for people, or with --json one object in each line for programs.
import { compact, count, duration, percent, significant } from '../../app/draw/format.ts';
import { applies } from '../../engine/spec/fields.ts';
import { trainingFields } from '../../engine/spec/training.ts';
import type { Evaluation } from '../../engine/train/evaluate.ts';
import type { StepMetrics } from '../../engine/train/run.ts';

/** What is told before the first step. */
export interface Setting {
  backend: string;
  adapter: string;
  software: boolean;
  half?: boolean | null;
  /** Why this engine computes, in words. */
  reason: string;
  network: string;
  parameters: number;
  macs: number;
  dataset: { id: string; train: number; test: number };
  /** What is not as the net's source has it. */
  note: string | null;
  seed: number;
  /** Steps done already: more than 0 where a saved run goes on. */
  step: number;
  training: Readonly<Record<string, unknown>>;
}

export interface Figures {
  step: number;
  epoch: number;
  examples: number;
  imagesPerSecond: number;
  elapsedSeconds: number;
}

export interface Printer {
  begin(setting: Setting): void;
  steps(metrics: readonly StepMetrics[], figures: Figures): void;
  evaluation(evaluation: Evaluation, total: number, step: number): void;
  saved(file: string): void;
  /** `trained`: images of this session, in `figures.elapsedSeconds` with what was evaluated meanwhile. */
  end(final: Evaluation | null, figures: Figures, trained: number): void;
}

const lineSeconds = 5;
const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;

/** Half the 95 % interval of an accuracy measured on some examples (normal approximation). */
const margin = (accuracy: number, examples: number) =>
  1.96 * Math.sqrt((accuracy * (1 - accuracy)) / examples);

const evaluationText = ({ accuracy, examples, loss }: Evaluation, total: number): string =>
  examples === total
    ? `all ${count(total)} test images: accuracy ${percent(accuracy, 2)}, loss ${significant(loss)}`
    : `${count(examples)} of ${count(total)} test images: accuracy ${percent(accuracy, 1)} ` +
      `± ${percent(margin(accuracy, examples), 1)}, loss ${significant(loss)}`;

/** Lines for people; losses and train accuracies are means over the steps since the line before. */
export function linePrinter(print: (line: string) => void): Printer {
  let since: StepMetrics[] = [];
  let printed = 0;
  let figures: Figures | null = null;

  function progress(): void {
    if (!figures || since.length === 0) return;
    const { step, examples, epoch, imagesPerSecond, elapsedSeconds } = figures;
    const loss = mean(since.map((one) => one.loss));
    const accuracy = mean(since.map((one) => one.accuracy));
    const parts = [
      `step ${count(step).padStart(6)}`,
      `images ${count(examples).padStart(8)}`,
      `epoch ${epoch.toFixed(2)}`,
      `loss ${significant(loss, 4)}`,
      `train accuracy ${percent(accuracy, 1).padStart(5)}`,
      `${significant(imagesPerSecond)} images/s`,
      duration(elapsedSeconds),
    ];
    print(parts.join('  '));
    since = [];
    printed = elapsedSeconds;
  }

  return {
    begin({
      backend,
      adapter,
      software,
      half,
      reason,
      network,
      parameters,
      macs,
      dataset,
      note,
      seed,
      step,
      training,
    }) {
      print(
        `Engine: ${backend} on ${adapter}${software ? ' (software)' : ''}${half ? ', activations in half precision' : ''}; ${reason}`,
      );
      print(
        `Net: ${network}, ${count(parameters)} parameters, ${compact(macs)} multiply-accumulates per image`,
      );
      print(`Data: ${dataset.id}, ${count(dataset.train)} training and ${count(dataset.test)} test images`);
      if (note) print(note);
      const settings = trainingFields
        .filter((field) => applies(field, training))
        .map(({ key }) => `${key}=${training[key]}`);
      print(`Training: seed=${seed} ${settings.join(' ')}`);
      if (step > 0) print(`Going on from step ${count(step)}`);
    },
    steps(metrics, now) {
      since.push(...metrics);
      figures = now;
      if (now.elapsedSeconds - printed >= lineSeconds) progress();
    },
    evaluation(evaluation, total, step) {
      progress();
      print(`step ${count(step).padStart(6)}  ${evaluationText(evaluation, total)}`);
    },
    saved: (file) => print(`Saved to ${file}`),
    end(final, { step, elapsedSeconds }, trained) {
      progress();
      print(`Done at step ${count(step)}: ${count(trained)} images in ${duration(elapsedSeconds)}`);
      if (final) print(`Whole test split: ${evaluationText(final, final.examples)}`);
    },
  };
}

/** Objects for programs: "begin", then "step" for every step, "evaluation", "saved", and "end". */
export function jsonPrinter(print: (line: string) => void): Printer {
  const say = (event: string, values: object) => print(JSON.stringify({ event, ...values }));
  return {
    begin: (setting) => say('begin', setting),
    steps(metrics, { imagesPerSecond }) {
      for (const one of metrics) say('step', { ...one, imagesPerSecond });
    },
    evaluation: (evaluation, total, step) => say('evaluation', { step, total, ...evaluation }),
    saved: (file) => say('saved', { file }),
    end: (final, figures, trained) => say('end', { ...figures, trained, test: final }),
  };
}
