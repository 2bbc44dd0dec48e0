// The updates and what bounds them, each in ordinary and odd states of a run, over a range that decays and one that does not.
import { type OpName, ops } from '../../ops/index.ts';
import { normParts } from '../../ops/metrics.ts';
import { ringLength } from '../../ops/runState.ts';
import { row, sumOf, type TableRow, within } from './case.ts';
import { hyper, normals, squares, state } from './values.ts';

const settings = { learningRate: 0.01, momentum: 0.9, beta2: 0.999, rho: 0.95, epsilon: 1e-6 };
const count = 200;

/** Slots that hold means of squares. */
const positive = ['square', 'delta'];

const rowOf = (
  op: OpName,
  title: string,
  counters: Parameters<typeof state>[0],
  changes: { hyper?: Parameters<typeof hyper>[0]; rateFactor?: number; decayFactor?: number },
  ulps: number,
): TableRow => {
  const { hyper: own, rateFactor = 1, decayFactor = 1 } = changes;
  const slots = ops[op].updates.map((slot) => [
    slot,
    positive.includes(slot) ? squares(count).map((value) => value + 0.01) : normals(count),
  ]);
  return row(
    op,
    title,
    { count, rateFactor, decayFactor },
    {
      g: normals(count),
      hyper: hyper({ ...settings, ...own }),
      schedule: squares(ringLength),
      state: state(counters),
      ...Object.fromEntries(slots),
    },
    within(ulps, 1e-6),
  );
};

/** Rows of any optimiser; the quotients of some lose a few units more in the last place. */
const rowsOf = (op: OpName, ulps: number): TableRow[] => [
  rowOf(op, 'first step', { step: 0 }, {}, ulps),
  rowOf(op, 'third step, coupled decay', { step: 2 }, { hyper: { l2: 0.05 } }, ulps),
  rowOf(op, 'third step, decoupled decay', { step: 2 }, { hyper: { decay: 0.05 } }, ulps),
  rowOf(
    op,
    'a range with factors of its own',
    { step: 2 },
    { hyper: { l2: 0.05 }, rateFactor: 2, decayFactor: 0.25 },
    ulps,
  ),
  rowOf(op, 'step 100,000', { step: 99_999 }, {}, ulps),
  rowOf(op, 'third step of its own', { step: 502, optimiserStart: 500 }, {}, ulps),
  rowOf(op, 'halted: nothing changes', { step: 4, halted: 1 }, {}, ulps),
];

export const sgd = [
  ...rowsOf('sgd', 4),
  rowOf('sgd', 'Nesterov', { step: 3 }, { hyper: { nesterov: 1, l2: 0.05 } }, 4),
];
export const adagrad = rowsOf('adagrad', 8);
export const rmsprop = rowsOf('rmsprop', 8);
export const adadelta = rowsOf('adadelta', 16);
export const adam = rowsOf('adam', 8);
export const lion = rowsOf('lion', 4);

const clipRow = (title: string, clipNorm: number, count: number): TableRow =>
  row(
    'clipGradient',
    title,
    { count },
    { partial: squares(normParts), hyper: hyper({ clipNorm }), g: normals(count) },
    within(64),
  );

export const clipGradient = [
  clipRow('longer than the limit', 1.5, 1000),
  clipRow('one value', 0.1, 1),
  clipRow('shorter: nothing changes', 1000, 70),
];

const limitRow = (
  title: string,
  [rows, filters]: readonly [number, number],
  filterLimit: number,
  halted = 0,
): TableRow =>
  row(
    'limitFilters',
    title,
    { rows, filters },
    { hyper: hyper({ filterLimit }), state: state({ halted }), w: normals(rows * filters) },
    sumOf(rows),
  );

/** The root mean square of normal values is about 1: some filters are over the limit, and some are not. */
export const limitFilters = [
  limitRow('whole vectors', [27, 64], 1),
  limitRow('one filter', [75, 1], 0.5),
  limitRow('three filters', [9, 3], 1),
  limitRow('a last vector that is not whole', [18, 37], 1),
  limitRow('every filter', [50, 20], 0.1),
  limitRow('halted: nothing changes', [27, 16], 0.1, 1),
];

const averageRow = (title: string, averaging: number, { step = 5000, halted = 0 } = {}): TableRow =>
  row(
    'averageWeights',
    title,
    { count },
    {
      ...{ hyper: hyper({ averaging }), state: state({ step, halted }) },
      ...{ w: normals(count), average: normals(count) },
    },
    within(4, 1e-6),
  );

export const averageWeights = [
  averageRow('as the setting says', 0.99),
  averageRow('first step', 0.99, { step: 0 }),
  averageRow('one of the first steps', 0.99, { step: 30 }),
  averageRow('halted: nothing changes', 0.99, { halted: 1 }),
];

const lookaheadRow = (title: string, pull: number, halted = 0): TableRow =>
  row(
    'lookahead',
    title,
    { count },
    {
      pulls: new Float32Array(ringLength).fill(pull, 9, 10),
      state: state({ step: ringLength + 9, halted }),
      w: normals(count),
      slow: normals(count),
    },
    within(4, 1e-6),
  );

export const lookahead = [
  lookaheadRow('part of the way', 0.3),
  lookaheadRow('all the way', 1),
  lookaheadRow('a step without', 0),
  lookaheadRow('halted: nothing changes', 0.3, 1),
];
