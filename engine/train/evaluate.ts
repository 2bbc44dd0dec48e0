// Evaluation: a split, or the first part of it, run forward in order; loss, accuracy and confusion.

import { imageBytes, type SplitName } from '../data/dataset.ts';
import { outcomeLength, runState } from '../ops/runState.ts';
import type { ProgramName } from '../plan/plan.ts';
import type { Corner } from '../spec/placing.ts';
import { volume } from '../spec/shape.ts';
import type { TrainingDocument } from '../spec/training.ts';
import type { Run } from './run.ts';
import { answerOf } from './testImage.ts';

export interface Evaluation {
  examples: number;
  /** Mean loss, label smoothing left out. */
  loss: number;
  accuracy: number;
  /** How often each image was looked at. */
  views: TrainingDocument['testViews'];
  /** confusion[true class][predicted class], or cells where places are learned. */
  confusion: number[][];
}

/** Time that one block of an evaluation may take, so that a pause or a request is not kept waiting. */
const blockMilliseconds = 200;

/**
 * Evaluates the first `limit` examples. Resolves with null when `stop` answered true between two blocks.
 */
export async function evaluate(
  run: Run,
  split: SplitName,
  limit = Number.POSITIVE_INFINITY,
  stop: () => boolean = () => false,
): Promise<Evaluation | null> {
  const examples = Math.min(limit, run.dataset[split].count);
  const classes = run.plan.classes;
  const confusion = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
  let loss = 0;
  let right = 0;
  let batches = 1;
  for (let from = 0; from < examples; ) {
    if (stop()) return null;
    const to = Math.min(examples, from + batches * run.plan.batch);
    const began = performance.now();
    const outcomes = await runBlock(run, split, from, to);
    for (let example = from; example < to; example++) {
      const entry = 2 * (example % outcomeLength);
      const [label, predicted] = [answerOf(run, split, example), outcomes[entry + 1]];
      loss += outcomes[entry];
      confusion[label][predicted]++;
      if (label === predicted) right++;
    }
    from = to;
    const perBatch = (performance.now() - began) / batches;
    const most = Math.max(1, Math.floor(outcomeLength / run.plan.batch));
    batches = Math.max(1, Math.min(most, 2 * batches, Math.floor(blockMilliseconds / perBatch)));
  }
  const views = run.training.testViews;
  return { examples, views, loss: loss / examples, accuracy: right / examples, confusion };
}

async function runBlock(run: Run, split: SplitName, from: number, to: number): Promise<Float32Array> {
  const program = await run.program(split === 'test' ? 'evaluateTest' : 'evaluateTrain');
  return run.lock.exclusive(async () => {
    run.write('run.state', Uint32Array.of(from, to), runState.evaluateFrom);
    await run.backend.run(program, Math.ceil((to - from) / run.plan.batch));
    const [outcomes] = await run.read(['run.outcomes']);
    return outcomes as Float32Array;
  });
}

/** Class probabilities of test images from..from+count-1, one row each. */
export async function predictRange(run: Run, from: number, count: number): Promise<Float32Array[]> {
  const to = Math.min(from + count, run.dataset.test.count);
  return inBatches(run, 'evaluateTest', from, to, (start) =>
    run.write('run.state', Uint32Array.of(start, to), runState.evaluateFrom),
  );
}

/** Class probabilities of test images 0..corners-1 as seen through windows that begin at these places of theirs. */
export async function predictThrough(run: Run, corners: readonly Corner[]): Promise<Float32Array[]> {
  const { dataset, network, plan } = run;
  const size = volume(network.input);
  const x = new Float32Array(plan.batch * size);
  const read = run.input.reader;
  return inBatches(run, 'classify', 0, corners.length, (start) => {
    for (const [row, corner] of corners.slice(start, start + plan.batch).entries())
      x.set(read(imageBytes(dataset.test, dataset.info.shape, start + row), corner), row * size);
    run.write('input.output', x);
  });
}

/** Runs a program that leaves probabilities, batch by batch of from..to-1, and collects a row of each image. */
async function inBatches(
  run: Run,
  name: ProgramName,
  from: number,
  to: number,
  prepare: (start: number) => void,
): Promise<Float32Array[]> {
  const program = await run.program(name);
  const { batch, classes } = run.plan;
  const rows: Float32Array[] = [];
  for (let start = from; start < to; start += batch)
    await run.lock.exclusive(async () => {
      prepare(start);
      await run.backend.run(program, 1);
      const [probabilities] = await run.read(['softmax.output']);
      for (let row = 0; row < Math.min(batch, to - start); row++)
        rows.push((probabilities as Float32Array).slice(row * classes, (row + 1) * classes));
    });
  return rows;
}
