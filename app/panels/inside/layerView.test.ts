// What is shown of each kind of layer, and that every tensor asked for exists in the plan that is inspected.
import { expect, test } from 'vitest';
import { analyse, walkReports } from '../../../engine/plan/analyse.ts';
import { buildPlan } from '../../../engine/plan/build.ts';
import { parseDocument } from '../../../engine/spec/document.ts';
import { classesLearned } from '../../../engine/spec/placing.ts';
import { presetOf, presets } from '../../../engine/spec/presets/index.ts';
import { layerView } from './layerView.ts';

const modes = ['values', 'relu', 'gradients'] as const;
const network = (layers: unknown[]) =>
  analyse(parseDocument({ version: 1, input: { height: 32, width: 32, channels: 3 }, layers }), 10);
const convnet = analyse(presetOf('convnetjs-cifar10').network, 10);

test('every layer of every preset, in every mode, asks for tensors that the inspected plan has', () => {
  for (const preset of presets) {
    const report = analyse(preset.network, classesLearned(preset.training, 10));
    const { tensors } = buildPlan(report, {
      purpose: 'inspect',
      training: preset.training,
      data: { train: 0, test: 0 },
    });
    for (const id of ['input', 'softmax', ...[...walkReports(report.elements)].map((one) => one.id)])
      for (const mode of modes) {
        const view = layerView(report, id, mode)!;
        for (const tensor of [view.filters?.tensor, view.maps?.tensor, view.aliveTensor])
          if (tensor) expect(tensors.has(tensor), `${preset.id}: ${tensor} (${mode})`).toBe(true);
        const { shape } = tensors.get(view.maps!.tensor)!;
        expect(shape.slice(1)).toEqual([
          view.maps!.shape.height,
          view.maps!.shape.width,
          view.maps!.shape.channels,
        ]);
        if (view.filters) {
          const weight = tensors.get(view.filters.tensor)!;
          const size = weight.shape.reduce((a, b) => a * b, 1);
          const { offset, stride, count } = view.filters.slice(view.cells - 1, view.filters.inputs - 1);
          expect(offset + (count - 1) * stride).toBe(size - 1);
        }
      }
  }
});

test('the first convolution is seen in colour, deeper ones plane by plane', () => {
  expect(layerView(convnet, 'conv1', 'values')).toMatchObject({
    cell: 'filter',
    cells: 16,
    filters: { tensor: 'conv1.weight', kind: 'rgb', inputs: 3 },
    maps: { tensor: 'conv1.output', direction: 'signed' },
    modes,
    follower: 'relu1',
    aliveTensor: 'conv1.output',
  });
  expect(layerView(convnet, 'conv2', 'values')!.filters).toMatchObject({ kind: 'planes', inputs: 16 });
});

test('after the activation: its output, one way after relu, signed after tanh', () => {
  expect(layerView(convnet, 'conv1', 'relu')!.maps).toMatchObject({
    tensor: 'relu1.output',
    direction: 'oneWay',
  });
  const tanh = network([{ type: 'conv', padding: 1 }, { type: 'tanh' }, { type: 'fc', units: 10 }]);
  expect(layerView(tanh, 'conv1', 'relu')).toMatchObject({
    maps: { tensor: 'tanh1.output', direction: 'signed' },
    aliveTensor: null,
  });
  expect(layerView(convnet, 'pool1', 'relu')).toMatchObject({
    mode: 'values',
    modes: ['values', 'gradients'],
  });
});

test('gradients of weights and of maps are signed', () => {
  expect(layerView(convnet, 'conv1', 'gradients')).toMatchObject({
    filters: { tensor: 'conv1.weight.gradient' },
    maps: { tensor: 'conv1.output.gradient', direction: 'signed' },
  });
});

test('values that cannot be negative are shown one way, through pools, dropout and blocks', () => {
  expect(layerView(convnet, 'pool1', 'values')!.maps!.direction).toBe('oneWay');
  expect(layerView(network([{ type: 'pool' }]), 'pool1', 'values')!.maps!.direction).toBe('signed');
  const inception = analyse(presetOf('small-inception').network, 10);
  expect(layerView(inception, 'block1', 'values')!.maps!.direction).toBe('oneWay');
  const residual = analyse(presetOf('small-resnet').network, 10);
  expect(layerView(residual, 'block1', 'values')!.maps!.direction).toBe('signed');
  // What a head gives goes nowhere.
  const head = { type: 'parallel', merge: 'head', branches: [[], [{ type: 'fc', units: 10 }]] };
  const headed = network([{ type: 'relu' }, head, { type: 'fc', units: 10 }]);
  expect(layerView(headed, 'block1', 'values')!.maps!.direction).toBe('oneWay');
});

test('a fully connected layer: units over the map before it; classes if it is the last', () => {
  expect(layerView(convnet, 'fc1', 'values')).toMatchObject({
    cell: 'class',
    cells: 10,
    filters: { kind: 'planes', inputs: 20 },
  });
  const linear = analyse(presetOf('linear').network, 10);
  expect(layerView(linear, 'fc1', 'values')!.filters).toMatchObject({ kind: 'rgb', inputs: 3 });
  const deep = network([{ type: 'fc', units: 64 }, { type: 'relu' }, { type: 'fc', units: 10 }]);
  expect(layerView(deep, 'fc1', 'values')).toMatchObject({ cell: 'unit', cells: 64 });
  expect(layerView(deep, 'fc2', 'values')!.filters!.slice(9, 0)).toMatchObject({
    height: 8,
    width: 8,
    count: 64,
  });
});

test('input and softmax, and a layer that is not in the net', () => {
  expect(layerView(convnet, 'input', 'gradients')).toMatchObject({
    cell: 'channel',
    cells: 3,
    maps: { tensor: 'input.output.gradient' },
  });
  expect(layerView(convnet, 'softmax', 'gradients')).toMatchObject({
    mode: 'values',
    cell: 'class',
    maps: { tensor: 'softmax.output', direction: 'oneWay' },
  });
  expect(layerView(convnet, 'conv9', 'values')).toBeNull();
});
