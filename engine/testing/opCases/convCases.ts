// Convolutions, ordinary and nasty, for all three passes, with and without what may end them.
import type { ConvAttributes } from '../../ops/convGeometry.ts';
import { row, sumOf, type TableRow } from './case.ts';
import { normals, rectifieds, stale } from './values.ts';

type Size = readonly [height: number, width: number];
interface Geometry {
  batch?: number;
  input: Size;
  channels: readonly [input: number, output: number];
  kernel: Size;
  stride?: Size;
  pad?: Size;
  dilation?: Size;
  groups?: number;
}

/** Sizes of a convolution whose output is rounded down. */
function attributesOf(geometry: Geometry): ConvAttributes {
  const { batch = 2, input, channels, kernel, groups = 1 } = geometry;
  const { stride = [1, 1], pad = [0, 0], dilation = [1, 1] } = geometry;
  const out = (axis: 0 | 1) => {
    const span = dilation[axis] * (kernel[axis] - 1) + 1;
    return Math.floor((input[axis] - span + 2 * pad[axis]) / stride[axis]) + 1;
  };
  return {
    batch,
    inHeight: input[0],
    inWidth: input[1],
    inChannels: channels[0],
    outHeight: out(0),
    outWidth: out(1),
    outChannels: channels[1],
    kernelHeight: kernel[0],
    kernelWidth: kernel[1],
    strideHeight: stride[0],
    strideWidth: stride[1],
    padHeight: pad[0],
    padWidth: pad[1],
    dilationHeight: dilation[0],
    dilationWidth: dilation[1],
    groups,
  };
}

const geometries: Record<string, Geometry> = {
  'keeps the size': { input: [6, 6], channels: [3, 8], kernel: [3, 3], pad: [1, 1] },
  '5×5, 3 to 16 channels': { input: [9, 9], channels: [3, 16], kernel: [5, 5], pad: [2, 2] },
  '5×5, 16 to 20 channels': { input: [6, 6], channels: [16, 20], kernel: [5, 5], pad: [2, 2] },
  'one pixel, one channel, batch of one': { batch: 1, input: [1, 1], channels: [1, 1], kernel: [1, 1] },
  '1×1 kernel': { input: [5, 3], channels: [5, 7], kernel: [1, 1] },
  'stride over kernel': { input: [9, 9], channels: [2, 3], kernel: [2, 2], stride: [3, 3] },
  'stride two, pixels left unread': { input: [8, 8], channels: [4, 9], kernel: [3, 3], stride: [2, 2] },
  'non-square everything': {
    batch: 3,
    input: [7, 10],
    channels: [5, 3],
    kernel: [3, 2],
    stride: [1, 2],
    pad: [2, 1],
  },
  'padding larger than needed': { input: [4, 4], channels: [3, 5], kernel: [5, 5], pad: [4, 4] },
  'kernel as large as the padded image': { input: [3, 2], channels: [2, 3], kernel: [5, 4], pad: [1, 1] },
  'two groups of ten, stride two': {
    input: [7, 7],
    channels: [8, 20],
    kernel: [3, 3],
    stride: [2, 2],
    pad: [1, 1],
    groups: 2,
  },
  depthwise: { input: [5, 5], channels: [9, 9], kernel: [3, 3], pad: [1, 1], groups: 9 },
  dilated: { input: [9, 9], channels: [5, 12], kernel: [3, 3], pad: [2, 2], dilation: [2, 2] },
  'dilated down only, padded by more than needed': {
    input: [9, 6],
    channels: [3, 4],
    kernel: [3, 2],
    pad: [5, 1],
    dilation: [3, 1],
  },
  'dilated, non-square everything, two groups': {
    batch: 3,
    input: [10, 13],
    channels: [6, 8],
    kernel: [2, 3],
    stride: [2, 3],
    pad: [1, 4],
    dilation: [3, 2],
    groups: 2,
  },
  'dilated, many channels': { input: [7, 8], channels: [34, 35], kernel: [3, 3], dilation: [2, 3] },
  'batch of nine': { batch: 9, input: [4, 4], channels: [3, 4], kernel: [3, 3], pad: [1, 1] },
  'wide: more than one tile of channels': { input: [3, 3], channels: [33, 70], kernel: [2, 2] },
  'many pixels and channels': {
    batch: 9,
    input: [16, 14],
    channels: [34, 35],
    kernel: [3, 2],
    pad: [1, 1],
  },
  'fully connected': { batch: 7, input: [1, 1], channels: [45, 10], kernel: [1, 1] },
  'fully connected, batch of one': { batch: 1, input: [1, 1], channels: [130, 3], kernel: [1, 1] },
};

interface Arrays {
  a: ConvAttributes;
  x: number;
  w: number;
  y: number;
}

const tables = Object.entries(geometries).map(([title, geometry]): [string, Arrays] => {
  const a = attributesOf(geometry);
  const x = a.batch * a.inHeight * a.inWidth * a.inChannels;
  const w = a.kernelHeight * a.kernelWidth * (a.inChannels / a.groups) * a.outChannels;
  return [title, { a, x, w, y: a.batch * a.outHeight * a.outWidth * a.outChannels }];
});

const cells = (a: ConvAttributes) => a.kernelHeight * a.kernelWidth;

export const convForward: TableRow[] = tables.flatMap(([title, { a, x, w, y }]) => {
  const tensors = { x: normals(x), w: normals(w), y: stale(y) };
  const bias = normals(a.outChannels);
  const near = sumOf((cells(a) * a.inChannels) / a.groups + 1);
  return [
    row('convForward', title, { ...a, relu: 0 }, { ...tensors, bias }, near),
    row('convForward', `${title}, ReLU, no bias`, { ...a, relu: 1 }, tensors, near),
  ];
});

export const convBackwardInput: TableRow[] = tables.flatMap(([title, { a, x, w, y }]) => {
  const tensors = { dy: normals(y), w: normals(w), dx: stale(x) };
  const near = sumOf((cells(a) * a.outChannels) / a.groups);
  return [
    row('convBackwardInput', title, a, tensors, near),
    row('convBackwardInput', `${title}, masked`, a, { ...tensors, mask: rectifieds(x) }, near),
  ];
});

export const convBackwardWeight: TableRow[] = tables.flatMap(([title, { a, x, w, y }]) => {
  const tensors = { x: normals(x), dy: normals(y), dw: stale(w) };
  const near = sumOf(a.batch * a.outHeight * a.outWidth);
  return [
    row('convBackwardWeight', title, a, { ...tensors, dbias: stale(a.outChannels) }, near),
    row('convBackwardWeight', `${title}, no bias`, a, tensors, near),
  ];
});
