// Settings of pooling layers, and of other layers that look through windows but convolutions.
import { conv, fc, parallel, pool, relu, row, shape, sigmoid, tanh } from './case.ts';

export const poolCases = [
  row('max', shape(4, 4, 2), [conv({ padding: 1 }), pool()]),
  row('average', shape(4, 4, 2), [conv({ padding: 1 }), pool({ kind: 'average' })]),
  row('max, overlapping, padded', shape(5, 5, 2), [
    conv({ padding: 1 }),
    pool({ kernel: 3, stride: 2, padding: 1 }),
  ]),
  row('average, overlapping, padded', shape(5, 5, 2), [
    conv({ padding: 1 }),
    pool({ kind: 'average', kernel: 3, stride: 2, padding: 1 }),
  ]),
  row('max, last window hangs over', shape(6, 6, 2), [
    conv({ padding: 1 }),
    pool({ kernel: 3, rounding: 'ceil' }),
  ]),
  row('average, last window hangs over', shape(6, 6, 2), [
    conv({ padding: 1 }),
    pool({ kind: 'average', kernel: 3, rounding: 'ceil' }),
  ]),
  row('average, padded on both sides and hanging over', shape(5, 6, 1), [
    conv({ padding: 1 }),
    pool({ kind: 'average', kernel: 4, stride: 3, padding: 3, rounding: 'ceil' }),
  ]),
  ...['max', 'average', 'l2'].map((kind) =>
    row(`${kind}, padded before the image only`, shape(6, 7, 2), [
      conv({ padding: 1 }),
      pool({ kind, kernel: 3, padding: [1, 2], rounding: 'leading' }),
    ]),
  ),
  row('max, stride over kernel', shape(7, 7, 1), [conv({ padding: 1 }), pool({ kernel: 2, stride: 5 })]),
  row('average, stride over kernel, rounded down', shape(7, 7, 1), [
    conv({ padding: 1 }),
    pool({ kind: 'average', kernel: 2, stride: 4, rounding: 'floor' }),
  ]),
  row('max, non-square everything', shape(5, 6, 2), [
    conv({ padding: 1 }),
    pool({ kernel: [2, 3], stride: [1, 2], padding: [1, 0], rounding: 'ceil' }),
  ]),
  row('average, non-square everything', shape(5, 6, 2), [
    conv({ padding: 1 }),
    pool({ kind: 'average', kernel: [2, 3], stride: [1, 2], padding: [1, 0], rounding: 'ceil' }),
  ]),
  row('max, window of one', shape(3, 3, 2), [conv({ padding: 1 }), pool({ kernel: 1, stride: 1 })]),
  row('average, global', shape(3, 4, 2), [
    conv({ padding: 1 }),
    pool({ kind: 'average', kernel: [3, 4], stride: 1 }),
  ]),
  row('max, window larger than the image, hanging over', shape(2, 2, 2), [
    conv({ padding: 1 }),
    pool({ kernel: 3, stride: 2, rounding: 'ceil' }),
  ]),
  row('average over the padded image, padded on both sides and hanging over', shape(5, 6, 1), [
    conv({ padding: 1 }),
    pool({ kind: 'average', divisor: 'padded', kernel: 4, stride: 3, padding: 3, rounding: 'ceil' }),
  ]),
  row('average over the whole window, padded and hanging over', shape(6, 5, 2), [
    conv({ padding: 1 }),
    pool({ kind: 'average', divisor: 'window', kernel: 3, stride: 2, padding: 1, rounding: 'ceil' }),
  ]),
  row('l2, overlapping', shape(5, 5, 2), [conv({ padding: 1 }), pool({ kind: 'l2', kernel: 3, stride: 2 })]),
  row('l2, padded and hanging over, before relu', shape(6, 5, 2), [
    conv({ padding: 1 }),
    pool({ kind: 'l2', kernel: [3, 2], stride: [2, 3], padding: 1, rounding: 'ceil' }),
    relu,
  ]),
  row('l2 over zeros, which give it nothing', shape(5, 5, 2), [
    conv({ padding: 1 }),
    relu,
    pool({ kind: 'l2', kernel: 2, stride: 1 }),
  ]),
  ...['max', 'average', 'l2'].map((kind) =>
    row(`${kind}, global, its own size not looked at`, shape(3, 4, 2), [
      conv({ padding: 1 }),
      pool({ kind, window: 'global', kernel: 5, stride: 3, padding: 7 }),
    ]),
  ),
  row('max on the input itself, batch of one', shape(4, 4, 1), [pool(), conv({ kernel: 1 })], 1),
  row('max before relu', shape(4, 4, 2), [conv({ padding: 1 }), pool(), relu]),
  row('max after relu, and another', shape(4, 4, 2), [conv({ padding: 1 }), sigmoid, pool(), pool()]),
];

const fractional = (settings: object = {}) => ({ type: 'fractionalPool', ...settings });
export const fractionalCases = [
  row('overlapping', shape(6, 5, 2), [conv({ padding: 1 }), fractional()]),
  row('overlapping, random', shape(6, 7, 1), [conv({ padding: 1 }), fractional({ boundaries: 'random' })]),
  row('disjoint', shape(5, 6, 2), [conv({ padding: 1 }), fractional({ ratio: 1.5, overlapping: false })]),
  row('disjoint, random, then another', shape(7, 6, 1), [
    conv({ padding: 1 }),
    fractional({ ratio: 1.4, overlapping: false, boundaries: 'random' }),
    fractional({ overlapping: false }),
  ]),
  row('one pixel stays one', shape(1, 1, 3), [
    conv({ kernel: 1 }),
    fractional({ ratio: 1, overlapping: false }),
  ]),
  row(
    'two pixels become one, batch of one',
    shape(2, 2, 2),
    [conv({ kernel: 1 }), fractional({ ratio: 2 })],
    1,
  ),
];

const local = (settings: object = {}) => ({ type: 'local', filters: 2, kernel: 3, ...settings });
export const localCases = [
  row('keeps the size', shape(4, 4, 2), [conv({ padding: 1 }), local({ padding: 1 })]),
  row('stride over kernel', shape(7, 7, 1), [local({ kernel: 2, stride: 3, rounding: 'floor' })]),
  row('no bias, then relu', shape(4, 4, 2), [local({ bias: false }), relu]),
  row('non-square everything', shape(6, 5, 2), [
    local({ kernel: [3, 2], stride: [1, 2], padding: [2, 1], rounding: 'floor' }),
  ]),
  row('two deep, batch of three', shape(5, 5, 1), [local({ filters: 3 }), tanh, local({ kernel: 2 })], 3),
  row('frozen, behind one that learns', shape(4, 4, 1), [conv({ padding: 1 }), local({ frozen: true })]),
];

const partial = (settings: object = {}) => ({ type: 'partialConv', kernel: 3, ...settings });
export const partialCases = [
  row('on the input', shape(4, 4, 6), [partial()]),
  row('padded, non-square, stride two', shape(5, 4, 6), [
    partial({ kernel: [3, 2], stride: 2, padding: [1, 1], rounding: 'floor' }),
    relu,
  ]),
  row(
    'behind one that learns, no bias, batch of one',
    shape(3, 3, 1),
    [conv({ kernel: 1, filters: 6 }), partial({ bias: false })],
    1,
  ),
  row('frozen, behind one that learns', shape(3, 3, 1), [
    conv({ kernel: 1, filters: 6 }),
    partial({ frozen: true }),
  ]),
];

const flatten = (order: string) => ({ type: 'flatten', order });
export const flattenCases = [
  row('as it lies', shape(3, 2, 2), [conv({ kernel: 1 }), flatten('heightWidthChannel'), fc(4)]),
  row('as it lies, then relu', shape(3, 3, 2), [conv(), flatten('heightWidthChannel'), relu]),
  row('channel by channel', shape(3, 2, 2), [conv({ kernel: 1, filters: 3 }), flatten('channelHeightWidth')]),
  row('both on the input', shape(2, 3, 2), [flatten('channelHeightWidth'), flatten('heightWidthChannel')]),
  row('in the branches of a block', shape(2, 3, 2), [
    conv({ kernel: 1 }),
    parallel('concat', [flatten('channelHeightWidth'), tanh], [flatten('heightWidthChannel'), relu]),
  ]),
];
