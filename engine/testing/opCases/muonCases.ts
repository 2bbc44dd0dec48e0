// What Muon does beside its products, in ordinary and odd states of a run.
import { normParts } from '../../ops/metrics.ts';
import { ringLength } from '../../ops/runState.ts';
import { row, type TableRow, within } from './case.ts';
import { hyper, normals, squares, stale, state } from './values.ts';

const momentumRow = (
  title: string,
  settings: Parameters<typeof hyper>[0],
  halted = 0,
  count = 200,
): TableRow =>
  row(
    'muonMomentum',
    title,
    { count, decayFactor: 0.5 },
    {
      g: normals(count),
      w: normals(count),
      hyper: hyper({ momentum: 0.6, l2: 0.05, ...settings }),
      state: state({ step: 3, halted }),
      velocity: normals(count),
      update: stale(count),
    },
    within(4, 1e-6),
  );

export const muonMomentum = [
  momentumRow('momentum', {}),
  momentumRow('Nesterov', { nesterov: 1 }),
  momentumRow('three values', { nesterov: 1 }, 0, 3),
  momentumRow('halted: the velocity stays', { nesterov: 1 }, 1),
];

export const divideByNorm = [1, 63, 5000].map((count) =>
  row(
    'divideByNorm',
    `${count} values`,
    { count },
    { partial: squares(normParts), vector: normals(count) },
    within(64),
  ),
);

export const muonPolynomial = [1, 3, 16, 37].map((size) =>
  row(
    'muonPolynomial',
    `${size} filters`,
    { size },
    { gram: normals(size * size), square: normals(size * size), polynomial: stale(size * size) },
    within(4, 1e-6),
  ),
);

const stepRow = (title: string, renormalise: number, halted = 0): TableRow =>
  row(
    'muonStep',
    title,
    { count: 180, filters: 20, rateFactor: 2, decayFactor: 0.5, scale: 1.5, renormalise },
    {
      update: normals(180),
      partial: squares(normParts),
      hyper: hyper({ learningRate: 0.02, decay: 0.1 }),
      schedule: squares(ringLength),
      state: state({ step: ringLength + 9, halted }),
      w: normals(180),
    },
    within(64, 1e-6),
  );

export const muonStep = [
  stepRow('decayed', 0),
  stepRow('renormalised', 1),
  stepRow('halted: nothing changes', 1, 1),
];
