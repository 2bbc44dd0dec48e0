// Locally connected layers, ordinary and nasty, for all three passes.
import { type LocalAttributes, localPositions, localWeights } from '../../ops/local.ts';
import { row, sumOf, type TableRow } from './case.ts';
import { normals, stale } from './values.ts';

type Size = readonly [height: number, width: number];

const geometry = (
  batch: number,
  input: Size,
  channels: Size,
  kernel: Size,
  stride: Size = [1, 1],
  pad: Size = [0, 0],
): LocalAttributes => ({
  batch,
  inHeight: input[0],
  inWidth: input[1],
  inChannels: channels[0],
  outHeight: Math.floor((input[0] - kernel[0] + 2 * pad[0]) / stride[0]) + 1,
  outWidth: Math.floor((input[1] - kernel[1] + 2 * pad[1]) / stride[1]) + 1,
  outChannels: channels[1],
  kernelHeight: kernel[0],
  kernelWidth: kernel[1],
  strideHeight: stride[0],
  strideWidth: stride[1],
  padHeight: pad[0],
  padWidth: pad[1],
});

const geometries: Record<string, LocalAttributes> = {
  'keeps the size': geometry(2, [6, 6], [5, 8], [3, 3], [1, 1], [1, 1]),
  'many channels, batch of nine': geometry(9, [4, 3], [18, 37], [3, 3], [1, 1], [1, 1]),
  'one of everything': geometry(1, [1, 1], [1, 1], [1, 1]),
  'stride over kernel': geometry(3, [9, 9], [2, 3], [2, 2], [4, 4]),
  'stride two, pixels left unread': geometry(2, [8, 8], [4, 9], [3, 3], [2, 2]),
  'non-square everything': geometry(7, [5, 8], [3, 6], [2, 3], [1, 2], [1, 2]),
  'padding larger than needed': geometry(2, [3, 4], [3, 5], [5, 5], [1, 1], [4, 4]),
};

const tables = Object.entries(geometries).map(([title, a]) => ({
  title,
  a,
  x: a.batch * a.inHeight * a.inWidth * a.inChannels,
  y: a.batch * localPositions(a) * a.outChannels,
  w: localPositions(a) * localWeights(a),
  bias: localPositions(a) * a.outChannels,
  window: a.kernelHeight * a.kernelWidth,
}));

export const localForward: TableRow[] = tables.flatMap(({ title, a, x, y, w, bias, window }) => {
  const tensors = { x: normals(x), w: normals(w), y: stale(y) };
  const near = sumOf(window * a.inChannels + 1);
  return [
    row('localForward', title, a, { ...tensors, bias: normals(bias) }, near),
    row('localForward', `${title}, no bias`, a, tensors, near),
  ];
});

export const localBackwardInput: TableRow[] = tables.map(({ title, a, x, y, w, window }) =>
  row(
    'localBackwardInput',
    title,
    a,
    { dy: normals(y), w: normals(w), dx: stale(x) },
    sumOf(window * a.outChannels),
  ),
);

export const localBackwardWeight: TableRow[] = tables.flatMap(({ title, a, x, y, w, bias }) => {
  const tensors = { x: normals(x), dy: normals(y), dw: stale(w) };
  return [
    row('localBackwardWeight', title, a, { ...tensors, dbias: stale(bias) }, sumOf(a.batch)),
    row('localBackwardWeight', `${title}, no bias`, a, tensors, sumOf(a.batch)),
  ];
});
