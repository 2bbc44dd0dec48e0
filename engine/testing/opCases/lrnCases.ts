// Local response normalisation over channels and within maps: windows larger than what there is, channels that fill
// no vector, other powers than the usual one, and values that are not finite.
import type { OpName } from '../../ops/index.ts';
import { type LrnAttributes, lrnValues } from '../../ops/lrn.ts';
import { row, type TableRow, within } from './case.ts';
import { normals, stale } from './values.ts';

const geometry = (
  batch: number,
  height: number,
  width: number,
  channels: number,
  size: number,
  [alpha, beta, k] = [0.5, 0.75, 2],
): LrnAttributes => ({ batch, height, width, channels, size, alpha, beta, k });

const geometries: Record<string, LrnAttributes> = {
  usual: geometry(2, 6, 6, 16, 5),
  'as published': geometry(1, 5, 5, 96, 5, [1e-4, 0.75, 2]),
  'more than a block': geometry(3, 9, 9, 64, 9),
  'channels beyond whole vectors': geometry(2, 5, 4, 23, 5),
  'two channels': geometry(2, 5, 6, 2, 3),
  'one channel, one pixel': geometry(1, 1, 1, 1, 5),
  'window of one': geometry(2, 3, 4, 9, 1),
  'window over all': geometry(2, 3, 4, 6, 31),
  'wide window': geometry(1, 7, 8, 40, 11),
  'power of a half': geometry(2, 4, 4, 10, 3, [2, 0.5, 1]),
  'power of 1, small k': geometry(2, 4, 4, 10, 5, [0.1, 1, 0.1]),
  'nothing added': geometry(2, 4, 4, 10, 5, [0, 0.75, 2]),
};

const tolerance = within(24, 2e-6);

const forward = (op: OpName): TableRow[] => [
  ...Object.entries(geometries).map(([title, a]) =>
    row(op, title, a, { x: normals(lrnValues(a)), y: stale(lrnValues(a)) }, tolerance),
  ),
  ...Object.entries({ NaN: Number.NaN, infinity: Number.POSITIVE_INFINITY }).map(([title, odd]) => {
    const a = geometry(1, 4, 4, 18, 3);
    const x = normals(lrnValues(a)).map((value, i) => (i === 131 ? odd : value));
    return row(op, title, a, { x, y: stale(lrnValues(a)) }, tolerance);
  }),
];

const backward = (op: OpName): TableRow[] =>
  Object.entries(geometries).map(([title, a]) => {
    const n = lrnValues(a);
    return row(op, title, a, { x: normals(n), dy: normals(n), dx: stale(n) }, tolerance);
  });

export const lrnAcrossForward = forward('lrnAcrossForward');
export const lrnAcrossBackward = backward('lrnAcrossBackward');
export const lrnWithinForward = forward('lrnWithinForward');
export const lrnWithinBackward = backward('lrnWithinBackward');
