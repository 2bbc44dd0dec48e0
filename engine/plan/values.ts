// How many values a net holds for one image, as the literature counts them: one output for each layer, the image
// included. What a plan really allocates is in the ledger; this is the count that tables of papers and courses give.
import { layerOf } from '../layers/index.ts';
import { isParallel } from '../spec/document.ts';
import { volume } from '../spec/shape.ts';
import type { ElementReport, NetworkReport } from './analyse.ts';

export interface ValueOptions {
  /** Whether activation functions hold an output of their own, or write over their input. */
  keepActivations: boolean;
}

/** A layer that holds values of its own, and how many. */
export interface ValueRow {
  report: ElementReport;
  values: number;
}

/** The layers that count, in order. Joining the branches of a block needs no values of its own. */
export function* valueRows(reports: readonly ElementReport[], options: ValueOptions): Generator<ValueRow> {
  for (const report of reports) {
    if (isParallel(report.element)) {
      // A shortcut that only passes its input on counts with the sum that it goes into.
      const isShortcut = (branch: readonly ElementReport[]) =>
        report.element.merge === 'add' && branch.every(({ parameterCount }) => parameterCount === 0);
      for (const branch of report.branches) if (!isShortcut(branch)) yield* valueRows(branch, options);
      continue;
    }
    const { elementwise, family } = layerOf(report.type)!;
    if (!elementwise || (options.keepActivations && family === 'activation'))
      yield { report, values: volume(report.output) };
  }
}

/** Values for one image on its way through the net, the image itself included. */
export function countValues(report: NetworkReport, options: ValueOptions): number {
  let total = volume(report.document.input);
  for (const { values } of valueRows(report.elements, options)) total += values;
  return total;
}
