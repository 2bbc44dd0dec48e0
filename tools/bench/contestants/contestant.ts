// What a contestant is: something that builds the net of a problem and trains it. It runs in a worker.
import type { Problem } from '../problem.ts';

export interface Contestant {
  /**
   * Does so many training steps and waits for them; step i takes batch i of the problem, modulo their
   * number. Returns the loss of each, measured before its update: the mean over the batch.
   */
  train(steps: number): Promise<number[]>;
  destroy(): void;
}

export type Prepare = (problem: Problem) => Promise<Contestant>;
