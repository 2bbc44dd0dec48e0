// Activations, with their settings at ends and in between, over ordinary values and those at which they go wrong.
import type { OpName } from '../../ops/index.ts';
import { exactly, row, type TableRow, type Tolerance, within } from './case.ts';
import { fractions, normals, stale, staleWords, wholes } from './values.ts';

const counts = [1, 63, 64, 65, 1000];

/** Values at which activations go wrong: zeros of both signs, tiny, huge, infinite and not a number. */
const corners = Float32Array.of(
  0,
  -0,
  1e-30,
  -1e-30,
  0.19,
  -0.21,
  5,
  -20,
  90,
  -90,
  3e38,
  -3e38,
  Infinity,
  -Infinity,
  Number.NaN,
);

type Settings = Readonly<Record<string, number>>;

const titleOf = (title: string, settings: Settings): string =>
  [title, ...Object.entries(settings).map(([key, value]) => `${key} ${value}`)].join(', ');

const forward = (op: OpName, tolerance: Tolerance, settings: Settings = {}): TableRow[] => [
  ...counts.map((count) =>
    row(op, titleOf(`${count} values`, settings), { count, ...settings }, { y: normals(count) }, tolerance),
  ),
  row(
    op,
    titleOf('corner values', settings),
    { count: corners.length, ...settings },
    { y: corners },
    tolerance,
  ),
];

const backward = (
  op: OpName,
  draw: (count: number) => Float32Array,
  tolerance: Tolerance,
  settings: Settings = {},
): TableRow[] =>
  counts.map((count) =>
    row(
      op,
      titleOf(`${count} values`, settings),
      { count, ...settings },
      { y: draw(count), dx: normals(count) },
      tolerance,
    ),
  );

export const reluForward = forward('reluForward', exactly);
export const reluBackward: TableRow[] = [
  ...backward('reluBackward', normals, exactly),
  row(
    'reluBackward',
    'corner values',
    { count: corners.length },
    { y: corners, dx: normals(corners.length) },
    exactly,
  ),
];
export const tanhForward = forward('tanhForward', within(8, 1e-7));
export const tanhBackward = backward('tanhBackward', (n) => normals(n).map(Math.tanh), within(4, 1e-6));
export const sigmoidForward = forward('sigmoidForward', within(16, 1e-7));
export const sigmoidBackward = backward('sigmoidBackward', fractions, within(4));

const slopes = [0.01, Math.fround(1 / 3), 1];
export const leakyReluForward = slopes.flatMap((slope) => forward('leakyReluForward', within(1), { slope }));
export const leakyReluBackward = slopes.flatMap((slope) =>
  backward('leakyReluBackward', normals, within(1), { slope }),
);

const alphas = [0, 1, 2.5];
export const eluForward = alphas.flatMap((alpha) => forward('eluForward', within(16, 1e-7), { alpha }));
export const eluBackward = alphas.flatMap((alpha) =>
  backward('eluBackward', (n) => normals(n).map((y) => Math.max(y, -alpha)), within(4, 1e-6), { alpha }),
);

const stretches = [
  { amplitude: 1.7159, steepness: 0.6667 },
  { amplitude: 0.25, steepness: 3 },
];
export const scaledTanhForward = stretches.flatMap((one) =>
  forward('scaledTanhForward', within(16, 3e-7), one),
);
export const scaledTanhBackward = stretches.flatMap((one) =>
  backward(
    'scaledTanhBackward',
    (n) => normals(n).map((y) => one.amplitude * Math.tanh(y)),
    within(8, 2e-6),
    one,
  ),
);

export const scale = [0.125, 1].flatMap((factor) => forward('scale', within(1), { factor }));

/** Values all over the range in which the curve bends. */
const spread = (count: number): Float32Array => normals(count).map((value) => 3 * value);

const gelu = (op: OpName, result: (count: number) => Record<string, Float32Array>): TableRow[] =>
  [0, 1].flatMap((tanhForm) => [
    ...counts.map((count) =>
      row(
        op,
        titleOf(`${count} values`, { tanhForm }),
        { count, tanhForm },
        { x: spread(count), ...result(count) },
        within(16, 1e-6),
      ),
    ),
    row(
      op,
      titleOf('corner values', { tanhForm }),
      { count: corners.length, tanhForm },
      { x: corners, ...result(corners.length) },
      within(16, 1e-6),
    ),
  ]);
export const geluForward = gelu('geluForward', (n) => ({ y: stale(n) }));
export const geluBackward = gelu('geluBackward', (n) => ({ dx: normals(n) }));

const groups = [
  { count: 1, group: 1 },
  { count: 3, group: 2 },
  { count: 1000, group: 2 },
  { count: 70, group: 3 },
  { count: 4101, group: 5 },
  { count: 6, group: 256 },
];
export const maxoutForward: TableRow[] = groups.flatMap(({ count, group }) => {
  const n = count * group;
  const results = { y: stale(count), winner: staleWords(count) };
  const spoilt = normals(n).map((value, i) => [value, Number.NaN, -Infinity, Infinity][i % 4]);
  return Object.entries({
    '': normals(n),
    ', ties': Float32Array.from(wholes(n, 2)),
    ', spoilt': spoilt,
  }).map(([title, x]) =>
    row('maxoutForward', `${count} of ${group}${title}`, { count, group }, { x, ...results }, exactly),
  );
});
export const maxoutBackward: TableRow[] = groups.map(({ count, group }) =>
  row(
    'maxoutBackward',
    `${count} of ${group}`,
    { count, group },
    { dy: normals(count), winner: wholes(count, group), dx: stale(count * group) },
    exactly,
  ),
);
