// Group normalisation: one group, a group for each channel, channels that fill no vector, values far from 0.
import { type GroupNormSizes, groupNormForward as op } from '../../ops/groupNorm.ts';
import { row, sumOf, type TableRow } from './case.ts';
import { normals, stale } from './values.ts';

const sizes = (batch: number, pixels: number, channels: number, groups: number): GroupNormSizes => ({
  batch,
  pixels,
  channels,
  groups,
});

const tables: Record<string, GroupNormSizes> = {
  'groups of whole vectors': sizes(3, 25, 32, 8),
  'groups across vectors': sizes(2, 12, 21, 7),
  'one group': sizes(2, 30, 10, 1),
  'a group for each channel': sizes(2, 40, 6, 6),
  'one pixel': sizes(4, 1, 12, 3),
  'one channel': sizes(2, 9, 1, 1),
  'many pixels and channels': sizes(2, 400, 68, 4),
};

const total = (a: GroupNormSizes) => a.batch * a.pixels * a.channels;
const epsilon = 1e-5;

const forwardRow = (title: string, a: GroupNormSizes, x: Float32Array): TableRow =>
  row(
    'groupNormForward',
    title,
    { ...a, epsilon },
    {
      x,
      gain: normals(a.channels),
      bias: normals(a.channels),
      y: stale(total(a)),
      moments: stale(2 * a.batch * a.groups),
    },
    sumOf(40),
  );

export const groupNormForward: TableRow[] = [
  ...Object.entries(tables).map(([title, a]) => forwardRow(title, a, normals(total(a)))),
  forwardRow(
    'values around 20',
    sizes(2, 50, 8, 2),
    normals(800).map((value) => 20 + value),
  ),
  forwardRow(
    'a NaN',
    sizes(2, 5, 8, 2),
    normals(80).map((value, i) => (i === 9 ? Number.NaN : value)),
  ),
];

/** The moments that x has, from the reference loop. */
function momentsOf(a: GroupNormSizes, x: Float32Array): Float32Array {
  const moments = new Float32Array(2 * a.batch * a.groups);
  const [gain, bias, y] = [normals(a.channels), normals(a.channels), stale(total(a))];
  op.reference({ x, gain, bias, y, moments }, { ...a, epsilon });
  return moments;
}

export const groupNormBackward: TableRow[] = Object.entries(tables).flatMap(([title, a]) => {
  const x = normals(total(a));
  const tensors = {
    x,
    dy: normals(total(a)),
    gain: normals(a.channels),
    moments: momentsOf(a, x),
    dgain: stale(a.channels),
    dbias: stale(a.channels),
  };
  const tolerance = sumOf(a.batch * a.pixels + 40);
  return [
    row('groupNormBackward', title, a, { ...tensors, dx: stale(total(a)) }, tolerance),
    row('groupNormBackward', `${title}, parameters alone`, a, tensors, tolerance),
  ];
});
