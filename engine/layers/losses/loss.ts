// What a loss is: how far the scores of the last layer are from the labels. All of them show softmax probabilities and
// predict the largest score; a definition says what is measured instead of, or beside, the cross-entropy.
import type { Field, Settings } from '../../spec/fields.ts';
import type { Emitter, Tensor } from '../emitter.ts';

/** Scores [batch, 1, 1, classes], their softmax, labels [batch], and loss and prediction of each example. */
export interface LossTensors {
  x: Tensor;
  probabilities: Tensor;
  labels: Tensor;
  outcome: Tensor;
}

// A type and not an interface, so that it can be an op's attributes.
export type LossSizes = { batch: number; classes: number };

export interface LossDefinition<F extends readonly Field[] = readonly Field[]> {
  type: string;
  fields: F;
  /** Whether it is measured on the scores; else on the probabilities. */
  ofScores: boolean;
  /** Its value for scores that are all alike, and the formula of that where it has a plain one. */
  chance(settings: Settings<F>, classes: number): { value: number; formula: string };
  /** Emits what makes it of the cross-entropy in `outcome`; `learning` is false in tests, which measure it plain. */
  forward(
    emitter: Emitter,
    settings: Settings<F>,
    tensors: LossTensors,
    sizes: LossSizes,
    learning: boolean,
  ): void;
  /** Emits the gradient of its mean over the batch. */
  backward(emitter: Emitter, settings: Settings<F>, tensors: LossTensors, dx: Tensor, sizes: LossSizes): void;
}

/** Keeps the field list's literal types, so that `settings` is typed inside the definition. */
export const defineLoss = <const F extends readonly Field[]>(definition: LossDefinition<F>): LossDefinition =>
  definition as unknown as LossDefinition;
