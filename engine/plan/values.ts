// How many values a net holds for one image, as the literature counts them: one output for each layer, the image
// included. What a plan really allocates is in the ledger; this is the count that tables of papers and courses give.

import { layerOf } from '../layers/index.ts';
import { isParallel } from '../spec/document.ts';
import { volume } from '../spec/shape.ts';
import type { ElementReport, NetworkReport } from './analyse.ts';

export interface ValueCount {
  /** Whether activation functions hold an output of their own, or write over their input. */
  keepActivations: boolean;
}

/** Values of one element; of a block those of its branches, as joining them needs none. */
function valuesOf(report: ElementReport, options: ValueCount): number {
  if (isParallel(report.element)) {
    const { merge } = report.element;
    const sum = (branch: readonly ElementReport[]) =>
      branch.reduce((total, one) => total + valuesOf(one, options), 0);
    // A shortcut that only passes its input on counts with the sum that it goes into.
    const counted = report.branches.filter(
      (branch) => merge !== 'add' || branch.some((one) => one.parameterCount > 0),
    );
    return counted.reduce((total, branch) => total + sum(branch), 0);
  }
  const layer = layerOf(report.type)!;
  if (!layer.elementwise) return volume(report.output);
  return layer.family === 'activation' && options.keepActivations ? volume(report.output) : 0;
}

/** Values for one image on its way through the net, the image itself included. */
export const countValues = (report: NetworkReport, options: ValueCount): number =>
  report.elements.reduce((total, one) => total + valuesOf(one, options), volume(report.document.input));
