// The list of all losses. A new one is one file here and one line in this list.
import { hinge } from './hinge.ts';
import type { LossDefinition } from './loss.ts';
import { softmax } from './softmax.ts';
import { squared } from './squared.ts';

export const losses: readonly LossDefinition[] = [softmax, hinge, squared];

const byType = new Map(losses.map((loss) => [loss.type, loss]));

/** The definition of a type, or undefined if there is none. */
export const lossOf = (type: string): LossDefinition | undefined => byType.get(type);

/** What the loss of a document is for scores that are all alike, and how that is computed. */
export const chanceOf = (loss: { type: string }, classes: number): { value: number; formula: string } =>
  lossOf(loss.type)!.chance(loss as never, classes);
