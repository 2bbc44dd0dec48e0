// Receptive fields against what the arithmetic gives by hand, and against where gradients flow.
import { expect, test } from 'vitest';
import { analyse } from '../../engine/plan/analyse.ts';
import { parseDocument } from '../../engine/spec/document.ts';
import { presetOf } from '../../engine/spec/presets/index.ts';
import { receptiveField } from './receptiveField.ts';

const report = (layers: unknown[], size = 32) =>
  analyse(parseDocument({ version: 1, input: { height: size, width: size, channels: 3 }, layers }), 10);
const sides = (box: ReturnType<typeof receptiveField>) => box && [box.x0, box.y0, box.x1, box.y1];

test('the ConvNetJS net: 5, then 6, then 14 pixels wide', () => {
  const net = analyse(presetOf('convnetjs-cifar10').network, 10);
  expect(sides(receptiveField(net, 'conv1', 12, 14))).toEqual([10, 12, 15, 17]);
  expect(sides(receptiveField(net, 'relu1', 12, 14))).toEqual([10, 12, 15, 17]);
  expect(sides(receptiveField(net, 'pool1', 6, 7))).toEqual([10, 12, 16, 18]);
  expect(sides(receptiveField(net, 'conv2', 8, 8))).toEqual([10, 10, 24, 24]);
  expect(sides(receptiveField(net, 'fc1', 0, 0))).toEqual([0, 0, 32, 32]);
  expect(sides(receptiveField(net, 'softmax', 0, 0))).toEqual([0, 0, 32, 32]);
  expect(sides(receptiveField(net, 'input', 3, 4))).toEqual([3, 4, 4, 5]);
  expect(receptiveField(net, 'conv9', 0, 0)).toBeNull();
});

test('padding is no part of the image', () => {
  const net = report([{ type: 'conv', kernel: 5, padding: 2 }]);
  expect(sides(receptiveField(net, 'conv1', 0, 31))).toEqual([0, 29, 3, 32]);
});

test('stride and oblong kernels', () => {
  const net = report([{ type: 'conv', kernel: [1, 7], stride: [1, 2], padding: [0, 3], rounding: 'floor' }]);
  expect(sides(receptiveField(net, 'conv1', 5, 9))).toEqual([7, 9, 14, 10]);
});

test('a pool whose last window hangs over ends at the image', () => {
  const net = report([{ type: 'pool', kernel: 3, stride: 2, rounding: 'ceil' }]);
  expect(sides(receptiveField(net, 'pool1', 15, 15))).toEqual([30, 30, 32, 32]);
});

test('a global pool sees the whole image, whatever its kernel says', () => {
  const net = report([{ type: 'pool', window: 'global', kernel: 2 }]);
  expect(sides(receptiveField(net, 'pool1', 0, 0))).toEqual([0, 0, 32, 32]);
});

test('layers that work pixel by pixel look at one, and a norm within maps at its square', () => {
  const pixel = [{ type: 'maxout', group: 3 }, { type: 'padChannels' }, { type: 'lrn' }];
  expect(sides(receptiveField(report(pixel), 'lrn1', 9, 4))).toEqual([9, 4, 10, 5]);
  const within = [{ type: 'lrn', region: 'within', size: 3 }];
  expect(sides(receptiveField(report(within), 'lrn1', 9, 4))).toEqual([8, 3, 11, 6]);
});

test('a block sees what its widest branch sees, and a layer inside it only its own way', () => {
  const conv = (kernel: number) => ({ type: 'conv', kernel, padding: (kernel - 1) / 2, filters: 3 });
  const net = report([conv(3), { type: 'parallel', merge: 'add', branches: [[conv(3), conv(5)], []] }]);
  expect(sides(receptiveField(net, 'block1', 16, 16))).toEqual([12, 12, 21, 21]);
  expect(sides(receptiveField(net, 'conv2', 16, 16))).toEqual([14, 14, 19, 19]);
  expect(sides(receptiveField(net, 'conv3', 16, 16))).toEqual([12, 12, 21, 21]);
});

test('auxiliary heads see by themselves, and widen nothing after them', () => {
  const head = { type: 'parallel', merge: 'head', branches: [[], [{ type: 'fc' }]] };
  const net = report([{ type: 'conv', kernel: 3, padding: 1 }, head, { type: 'relu' }]);
  expect(sides(receptiveField(net, 'relu1', 16, 16))).toEqual([15, 15, 18, 18]);
  expect(sides(receptiveField(net, 'fc1', 0, 0))).toEqual([0, 0, 32, 32]);
});
