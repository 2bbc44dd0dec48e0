// The loss, what a step reports, and the counters.
import { normParts } from '../../ops/metrics.ts';
import { metricWords, outcomeLength, ringLength } from '../../ops/runState.ts';
import { exactly, row, sumOf, type TableRow, within } from './case.ts';
import { fractions, normals, squares, stale, state, wholes } from './values.ts';

export const lossSizes = [
  [1, 2],
  [5, 10],
  [70, 3],
  [2, 100],
] as const;

export const softmaxCrossEntropyForward: TableRow[] = lossSizes.flatMap(([batch, classes]) => {
  const rest = {
    labels: wholes(batch, classes),
    probabilities: stale(batch * classes),
    outcome: stale(2 * batch),
  };
  const x = normals(batch * classes);
  const near = within(64, 1e-6);
  const sizes = { batch, classes };
  const title = `${batch} of ${classes} classes`;
  return [
    row('softmaxCrossEntropyForward', title, sizes, { x, ...rest }, near),
    row(
      'softmaxCrossEntropyForward',
      `${title}, far apart`,
      sizes,
      { x: x.map((v) => 50 * v), ...rest },
      within(64, 1e-5),
    ),
    row('softmaxCrossEntropyForward', `${title}, all alike`, sizes, { x: x.map(() => 3), ...rest }, near),
  ];
});

export const softmaxCrossEntropyBackward: TableRow[] = lossSizes.map(([batch, classes]) =>
  row(
    'softmaxCrossEntropyBackward',
    `${batch} of ${classes} classes`,
    { batch, classes },
    {
      probabilities: fractions(batch * classes),
      labels: wholes(batch, classes),
      dx: stale(batch * classes),
    },
    within(2, 1e-7),
  ),
);

export const averageViews: TableRow[] = lossSizes.map(([batch, classes]) =>
  row(
    'averageViews',
    `${batch} of ${classes} classes, six views`,
    { batch, views: 6, classes },
    { views: normals(6 * batch * classes), shares: fractions(6), mean: stale(batch * classes) },
    sumOf(6),
  ),
);

export const outcomeOf: TableRow[] = lossSizes.map(([batch, classes]) =>
  row(
    'outcomeOf',
    `${batch} of ${classes} classes`,
    { batch, classes },
    {
      probabilities: fractions(batch * classes),
      labels: wholes(batch, classes),
      outcome: stale(2 * batch),
    },
    within(8, 1e-6),
  ),
);

export const gradientNorm: TableRow[] = [1, 63, 64, 65, 5000].map((count) =>
  row(
    'gradientNorm',
    `${count} values`,
    { count },
    { g: normals(count), partial: stale(normParts) },
    sumOf(Math.ceil(count / normParts)),
  ),
);

const metricsRow = (
  title: string,
  batch: number,
  halted: number,
  outcome: Float32Array,
  partial: number,
  words = metricWords,
) =>
  row(
    'metrics',
    title,
    { batch, words },
    {
      outcome,
      labels: wholes(batch, 3),
      partial: squares(normParts).fill(partial, 5, 6),
      state: state({ step: ringLength + 5, halted }),
      ring: normals(ringLength * words),
    },
    within(32, 1e-6),
  );

/** Losses and predicted classes of `batch` examples; the loss of the last is `last`. */
const outcomes = (batch: number, last = 0.5) => {
  const values = squares(2 * batch);
  const classes = wholes(batch, 3);
  for (let n = 0; n < batch; n++) values[2 * n + 1] = classes[n];
  values[2 * batch - 2] = last;
  return values;
};

export const metrics: TableRow[] = [
  metricsRow('batch of one', 1, 0, outcomes(1), 1),
  metricsRow('batch of 33', 33, 0, outcomes(33), 1),
  metricsRow('batch of 200', 200, 0, outcomes(200), 1),
  metricsRow('beside the losses of two heads', 33, 0, outcomes(33), 1, metricWords + 2),
  metricsRow('halted: nothing changes', 33, 1, outcomes(33), 1),
  metricsRow('halts on a loss that is NaN', 70, 0, outcomes(70, Number.NaN), 1),
  metricsRow('halts on an infinite loss', 70, 0, outcomes(70, Infinity), 1),
  metricsRow('halts on a gradient that is NaN', 3, 0, outcomes(3), Number.NaN),
  metricsRow('halts on an infinite gradient', 3, 0, outcomes(3), Infinity),
];

/** The second of two heads; a head's loss that is not finite is told as it is. */
export const headLoss: TableRow[] = [
  [1, 0.5],
  [33, 0.5],
  [200, 0.5],
  [70, Number.NaN],
].map(([batch, last]) =>
  row(
    'headLoss',
    `batch of ${batch}, the last loss ${last}`,
    { batch, words: metricWords + 2, word: metricWords + 1 },
    {
      outcome: outcomes(batch, last),
      state: state({ step: ringLength + 5 }),
      ring: normals(ringLength * (metricWords + 2)),
    },
    within(32, 1e-6),
  ),
);

export const recordOutcomes: TableRow[] = [
  [0, 100],
  [90, 100],
  [1020, 5000],
  [99, 100],
].map(([evaluateFrom, evaluateTo]) =>
  row(
    'recordOutcomes',
    `rows from ${evaluateFrom}, end at ${evaluateTo}`,
    { batch: 16 },
    {
      outcome: normals(32),
      state: state({ evaluateFrom, evaluateTo }),
      outcomes: normals(2 * outcomeLength),
    },
    within(0),
  ),
);

export const advance: TableRow[] = [0, 1].map((stopped) =>
  row(
    'advance',
    stopped ? 'halted: stands still' : 'running',
    { batch: 32 },
    { state: state({ seed: 5, step: 7, position: 224, halted: stopped, evaluateFrom: 9 }) },
    within(0),
  ),
);

export const advanceEvaluation: TableRow[] = [
  row(
    'advanceEvaluation',
    'running',
    { batch: 32 },
    { state: state({ evaluateFrom: 64, step: 3, halted: 1 }) },
    within(0),
  ),
];

export const advanceLook: TableRow[] = [0, 5, 11].map((look) =>
  row('advanceLook', `look ${look} of 12`, { looks: 12 }, { state: state({ step: 3, look }) }, exactly),
);
