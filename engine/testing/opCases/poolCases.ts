// Pooling, ordinary and nasty: overlapping, padded, hanging over the border, with ties.
import { divisors, type PoolAttributes } from '../../ops/poolGeometry.ts';
import type { OpCase } from '../opHarness.ts';
import { exactly, row, sumOf, type TableRow, type Tolerance } from './case.ts';
import { normals, rectifieds, squares, stale, staleWords, wholes } from './values.ts';

type Pair = readonly [height: number, width: number];

const geometry = (
  batch: number,
  input: Pair,
  channels: number,
  output: Pair,
  kernel: Pair,
  stride: Pair,
  pad: Pair = [0, 0],
): PoolAttributes => ({
  batch,
  inHeight: input[0],
  inWidth: input[1],
  channels,
  outHeight: output[0],
  outWidth: output[1],
  kernelHeight: kernel[0],
  kernelWidth: kernel[1],
  strideHeight: stride[0],
  strideWidth: stride[1],
  padHeight: pad[0],
  padWidth: pad[1],
});

const geometries: Record<string, PoolAttributes> = {
  'halves the size': geometry(2, [6, 6], 5, [3, 3], [2, 2], [2, 2]),
  overlapping: geometry(2, [7, 7], 3, [3, 3], [3, 3], [2, 2]),
  'overlapping, padded': geometry(2, [5, 5], 4, [3, 3], [3, 3], [2, 2], [1, 1]),
  'last window hangs over': geometry(2, [6, 6], 3, [3, 3], [3, 3], [2, 2]),
  'padded and hanging over': geometry(1, [5, 6], 2, [3, 3], [4, 4], [3, 3], [3, 3]),
  'padded before the image only': geometry(2, [6, 7], 5, [3, 4], [3, 3], [2, 2], [1, 2]),
  'stride over kernel': geometry(2, [9, 9], 1, [3, 3], [2, 2], [4, 4]),
  'non-square everything': geometry(3, [5, 8], 6, [6, 5], [2, 3], [1, 2], [1, 1]),
  'window of one': geometry(1, [3, 4], 20, [3, 4], [1, 1], [1, 1]),
  'window larger than can be written out': geometry(1, [24, 22], 5, [6, 8], [20, 19], [3, 4], [8, 15]),
  global: geometry(2, [4, 3], 9, [1, 1], [4, 3], [1, 1]),
  'stride one, keeps the size': geometry(2, [4, 4], 3, [4, 4], [3, 3], [1, 1], [1, 1]),
  'many windows side by side': geometry(2, [21, 15], 6, [21, 15], [3, 3], [1, 1], [1, 1]),
  'wide windows side by side': geometry(1, [6, 25], 9, [4, 12], [4, 5], [1, 2], [0, 1]),
  'one column': geometry(2, [12, 1], 7, [12, 1], [3, 3], [1, 1], [1, 1]),
  'largest window': geometry(1, [65, 66], 30, [2, 3], [64, 64], [1, 1]),
  'tall window': geometry(1, [65, 18], 30, [2, 3], [64, 16], [1, 1]),
  'many channels': geometry(1, [3, 3], 8200, [2, 2], [2, 2], [1, 1]),
};

const inputs = (a: PoolAttributes) => a.batch * a.inHeight * a.inWidth * a.channels;
const outputs = (a: PoolAttributes) => a.batch * a.outHeight * a.outWidth * a.channels;

/** For each output the cell of a pixel that lies inside the image, picked by a draw. */
function winners(a: PoolAttributes): Uint32Array {
  const draws = wholes(2 * outputs(a), 1000);
  return Uint32Array.from({ length: outputs(a) }, (_, i) => {
    const pick = (o: number, kernel: number, stride: number, pad: number, size: number, draw: number) => {
      const start = o * stride - pad;
      const from = Math.max(0, start);
      const to = Math.min(size, start + kernel);
      return from + (draw % (to - from)) - start;
    };
    const ox = Math.floor(i / a.channels) % a.outWidth;
    const oy = Math.floor(i / (a.channels * a.outWidth)) % a.outHeight;
    const cellY = pick(oy, a.kernelHeight, a.strideHeight, a.padHeight, a.inHeight, draws[2 * i]);
    const cellX = pick(ox, a.kernelWidth, a.strideWidth, a.padWidth, a.inWidth, draws[2 * i + 1]);
    return cellY * a.kernelWidth + cellX;
  });
}

const tables = Object.entries(geometries);

export const maxPoolForward: TableRow[] = tables.flatMap(([title, a]) => {
  const results = { y: stale(outputs(a)), winner: staleWords(outputs(a)) };
  const ties = Float32Array.from(wholes(inputs(a), 2));
  const signed = ties.map((value) => (value ? 0 : -0));
  const oneNaN = normals(inputs(a)).fill(Number.NaN, inputs(a) - 1);
  const spoilt = normals(inputs(a)).map((value, i) => [value, Number.NaN, -Infinity, Infinity][i % 4]);
  return [
    row('maxPoolForward', title, a, { x: normals(inputs(a)), ...results }, exactly),
    row('maxPoolForward', `${title}, ties`, a, { x: ties, ...results }, exactly),
    row('maxPoolForward', `${title}, all alike`, a, { x: stale(inputs(a)), ...results }, exactly),
    row('maxPoolForward', `${title}, zeros of both signs`, a, { x: signed, ...results }, exactly),
    row('maxPoolForward', `${title}, one NaN`, a, { x: oneNaN, ...results }, exactly),
    row('maxPoolForward', `${title}, NaN and infinities`, a, { x: spoilt, ...results }, exactly),
  ];
});

/** A backward pass as it is, and ending in the gradient of a ReLU. */
const withAndWithoutMask = (
  op: 'maxPoolBackward' | 'averagePoolBackward' | 'l2PoolBackward',
  title: string,
  a: PoolAttributes,
  tensors: OpCase['tensors'],
  near: Tolerance,
): TableRow[] => [
  row(op, title, a, tensors, near),
  row(op, `${title}, masked`, a, { ...tensors, mask: rectifieds(inputs(a)) }, near),
];

const windowOf = (a: PoolAttributes) => a.kernelHeight * a.kernelWidth;
/** Most windows that cover a pixel. */
const covers = (a: PoolAttributes) =>
  Math.ceil(a.kernelHeight / a.strideHeight) * Math.ceil(a.kernelWidth / a.strideWidth);

export const maxPoolBackward: TableRow[] = tables.flatMap(([title, a]) =>
  withAndWithoutMask(
    'maxPoolBackward',
    title,
    a,
    { dy: normals(outputs(a)), winner: winners(a), dx: stale(inputs(a)) },
    sumOf(covers(a)),
  ),
);

const withDivisors = tables.flatMap(([title, a]) =>
  divisors.map((name, divisor): [string, PoolAttributes & { divisor: number }] => [
    `${title}, divisor ${name}`,
    { ...a, divisor },
  ]),
);

export const averagePoolForward: TableRow[] = withDivisors.map(([title, a]) =>
  row('averagePoolForward', title, a, { x: normals(inputs(a)), y: stale(outputs(a)) }, sumOf(windowOf(a))),
);

export const averagePoolBackward: TableRow[] = withDivisors.flatMap(([title, a]) =>
  withAndWithoutMask(
    'averagePoolBackward',
    title,
    a,
    { dy: normals(outputs(a)), dx: stale(inputs(a)) },
    sumOf(covers(a)),
  ),
);

export const l2PoolForward: TableRow[] = tables.flatMap(([title, a]) => {
  const y = stale(outputs(a));
  const near = sumOf(windowOf(a));
  return [
    row('l2PoolForward', title, a, { x: normals(inputs(a)), y }, near),
    row('l2PoolForward', `${title}, all zero`, a, { x: new Float32Array(inputs(a)), y }, exactly),
  ];
});

/** A window in four gives 0, and then nothing to its pixels. */
export const l2PoolBackward: TableRow[] = tables.flatMap(([title, a]) => {
  const y = squares(outputs(a)).map((value, i) => (i % 4 === 3 ? 0 : value + 0.5));
  const tensors = { x: normals(inputs(a)), y, dy: normals(outputs(a)), dx: stale(inputs(a)) };
  return withAndWithoutMask('l2PoolBackward', title, a, tensors, sumOf(4 * covers(a)));
});
