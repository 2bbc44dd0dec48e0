// The losses beside the cross-entropy, few classes and many, and scores that are no numbers.
import type { OpName } from '../../ops/index.ts';
import { row, sumOf, type TableRow, within } from './case.ts';
import { lossSizes } from './lossCases.ts';
import { fractions, normals, squares, stale, wholes } from './values.ts';

/** Softmax probabilities of random scores. */
function probabilities(batch: number, classes: number): Float32Array {
  const values = fractions(batch * classes);
  return values.map((value, i) => {
    const row = Math.floor(i / classes) * classes;
    return value / values.subarray(row, row + classes).reduce((sum, one) => sum + one, 0);
  });
}

/** A row for each size, `tensors` and `more` attributes given. */
const rowsOf = (
  op: OpName,
  tensors: (batch: number, classes: number) => TableRow['tensors'],
  more: Record<string, number> = {},
): TableRow[] =>
  lossSizes.map(([batch, classes]) =>
    row(
      op,
      `${batch} of ${classes} classes`,
      { batch, classes, ...more },
      { ...tensors(batch, classes), labels: wholes(batch, classes) },
      sumOf(classes),
    ),
  );

const scores = (batch: number, classes: number) => ({
  x: normals(batch * classes),
  outcome: squares(2 * batch),
});

const notANumber = (op: OpName, more: Record<string, number>): TableRow =>
  row(
    op,
    'a score that is not a number',
    { batch: 2, classes: 3, ...more },
    {
      x: Float32Array.of(1, Number.NaN, 2, 1, 2, 3),
      outcome: Float32Array.of(Number.NaN, 1, 0.5, 2),
      labels: Uint32Array.of(0, 2),
    },
    within(4),
  );

export const hingeForward = [
  ...rowsOf('hingeForward', scores, { margin: 1 }),
  ...rowsOf('hingeForward', scores, { margin: 0.25 }),
  notANumber('hingeForward', { margin: 1 }),
];
export const hingeBackward = [1, 0.25].flatMap((margin) =>
  rowsOf('hingeBackward', (batch, classes) => ({ x: normals(batch * classes), dx: stale(batch * classes) }), {
    margin,
  }),
);
export const squaredErrorForward = rowsOf('squaredErrorForward', (batch, classes) => ({
  probabilities: probabilities(batch, classes),
  outcome: squares(2 * batch),
}));
export const squaredErrorBackward = rowsOf('squaredErrorBackward', (batch, classes) => ({
  probabilities: probabilities(batch, classes),
  dx: stale(batch * classes),
}));
export const labelSmoothingForward = [
  ...rowsOf('labelSmoothingForward', scores, { smoothing: 0.2 }),
  notANumber('labelSmoothingForward', { smoothing: 0.1 }),
];
export const labelSmoothingBackward = rowsOf(
  'labelSmoothingBackward',
  (batch, classes) => ({ dx: normals(batch * classes) }),
  { smoothing: 0.2 },
);
