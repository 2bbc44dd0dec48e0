// Measures contestants against each other: first a few steps of each whose losses are compared, then
// windows in turn, A, B, C, A, B, C, so that what disturbs the machine disturbs all of them.

import type { Trained } from './protocol.ts';
import { largestDifference, median, spread, typicalLosses } from './statistics.ts';

/** Somebody who can be told to get ready and to train. */
export interface Runner {
  readonly name: string;
  prepare(limitSeconds: number): Promise<void>;
  train(steps: number, limitSeconds: number): Promise<Trained>;
  stop(): Promise<void>;
}

export interface Conditions {
  /** Windows for each contestant, at least three. */
  windows: number;
  windowSeconds: number;
  /** Longest that getting ready, and one call of `train`, may take. */
  limitSeconds: number;
}

export interface Result {
  name: string;
  /** Losses of the first steps. */
  losses: number[];
  /** Median over the windows. */
  millisecondsPerStep: number;
  /** The fastest window. */
  leastPerStep: number;
  /** (slowest - fastest) / median */
  spread: number;
  stepsPerWindow: number;
}

export type Outcome = Result | { name: string; error: string };
export const failed = (outcome: Outcome): outcome is { name: string; error: string } => 'error' in outcome;

/** The first loss shows the forward pass, the second the gradients, the third the momentum. */
const comparedSteps = 3;

interface Started {
  runner: Runner;
  losses: number[];
  stepsPerWindow: number;
  windows: number[];
}

async function start(runner: Runner, { windowSeconds, limitSeconds }: Conditions): Promise<Started> {
  await runner.prepare(limitSeconds);
  const losses: number[] = [];
  let last = 0;
  for (let step = 0; step < comparedSteps; step++) {
    const trained = await runner.train(1, limitSeconds);
    losses.push(...trained.losses);
    last = trained.milliseconds;
  }
  // Single steps of a fast contestant say little: a tenth of a window says how many make a whole one.
  const window = 1000 * windowSeconds;
  if (last < window / 10) {
    const some = Math.max(1, Math.round(window / 10 / Math.max(last, 0.1)));
    last = (await runner.train(some, limitSeconds)).milliseconds / some;
  }
  const stepsPerWindow = Math.max(1, Math.round(window / Math.max(last, 1e-3)));
  return { runner, losses, stepsPerWindow, windows: [] };
}

/** Outcomes in the order of the runners. One that fails stops there and then, and says why. */
export async function contest(runners: readonly Runner[], conditions: Conditions): Promise<Outcome[]> {
  const errors = new Map<Runner, string>();
  const attempt = async (runner: Runner, work: () => Promise<void>) => {
    if (errors.has(runner)) return;
    try {
      await work();
    } catch (error) {
      errors.set(runner, error instanceof Error ? error.message : String(error));
      await runner.stop();
    }
  };
  const started: Started[] = [];
  for (const runner of runners)
    await attempt(runner, async () => {
      started.push(await start(runner, conditions));
    });
  for (let window = 0; window < conditions.windows; window++)
    for (const { runner, stepsPerWindow, windows } of started)
      await attempt(runner, async () => {
        const { milliseconds, losses } = await runner.train(stepsPerWindow, conditions.limitSeconds);
        if (!losses.every(Number.isFinite)) throw new Error('a loss was not finite');
        windows.push(milliseconds / stepsPerWindow);
      });
  return runners.map((runner) => {
    const { name } = runner;
    const error = errors.get(runner);
    if (error !== undefined) return { name, error };
    const { losses, windows, stepsPerWindow } = started.find((one) => one.runner === runner)!;
    return {
      ...{ name, losses, stepsPerWindow, spread: spread(windows) },
      ...{ millisecondsPerStep: median(windows), leastPerStep: Math.min(...windows) },
    };
  });
}

/** For each outcome that has losses, how far they are from what most contestants found. */
export function lossDifferences(outcomes: readonly Outcome[]): Map<string, number> {
  const results = outcomes.filter((one): one is Result => !failed(one));
  const typical = typicalLosses(results.map(({ losses }) => losses));
  return new Map(results.map(({ name, losses }) => [name, largestDifference(losses, typical)]));
}
