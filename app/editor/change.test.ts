// What the page says of an edit that is not running yet.
import { expect, test } from 'vitest';
import { parseDocument } from '../../engine/spec/document.ts';
import { presetOf } from '../../engine/spec/presets/index.ts';
import { changesBetween } from './change.ts';
import { addBranch, duplicate, insert, move, moveBy, remove, setField, setLoss } from './edits.ts';

const { network } = presetOf('convnetjs-cifar10');
const { network: residual } = presetOf('small-resnet');

test('no change, no words', () => {
  expect(changesBetween(network, network)).toEqual([]);
  expect(changesBetween(residual, parseDocument(JSON.stringify(residual)))).toEqual([]);
});

test('a setting', () => {
  expect(changesBetween(network, setField(network, 'conv2', 'filters', 24))).toEqual([
    { kind: 'field', layer: 'conv2', type: 'conv', field: 'filters', from: 20, to: 24 },
  ]);
});

test('a layer added, deleted, moved', () => {
  const place = { block: null, branch: 0, index: 2 };
  const { document } = insert(network, place, network.layers[0]);
  expect(changesBetween(network, document)).toEqual([{ kind: 'added', layer: 'conv4', after: 'relu1' }]);
  expect(changesBetween(document, network)).toEqual([{ kind: 'deleted', layer: 'conv4' }]);
  expect(changesBetween(network, moveBy(network, 'pool1', 1))).toHaveLength(1);
  expect(changesBetween(network, move(network, 'conv1', { block: null, branch: 0, index: 6 }))).toEqual([
    { kind: 'moved', layer: 'conv1' },
  ]);
});

test('a block is one change, whatever is in it', () => {
  const { document } = duplicate(residual, 'block1');
  expect(changesBetween(residual, document)).toEqual([{ kind: 'added', layer: 'block4', after: 'block1' }]);
  expect(changesBetween(residual, remove(residual, 'block2'))).toEqual([
    { kind: 'deleted', layer: 'block2' },
  ]);
});

test('inside a block', () => {
  expect(changesBetween(residual, addBranch(residual, 'block1'))).toEqual([
    { kind: 'branches', layer: 'block1', from: 2, to: 3 },
  ]);
  expect(changesBetween(residual, setField(residual, 'block1', 'merge', 'concat'))).toEqual([
    { kind: 'field', layer: 'block1', type: 'parallel', field: 'merge', from: 'add', to: 'concat' },
  ]);
  const heads = setField(residual, 'block1', 'merge', 'head');
  expect(changesBetween(heads, setField(heads, 'block1', 'weight', 0.5))).toEqual([
    { kind: 'field', layer: 'block1', type: 'parallel', field: 'weight', from: 0.3, to: 0.5 },
  ]);
  const inside = move(residual, 'relu1', { block: 'block1', branch: 1, index: 0 });
  expect(changesBetween(residual, inside)).toEqual([{ kind: 'moved', layer: 'relu1' }]);
});

test('another loss is one change, and each of its settings is one', () => {
  const before = parseDocument({ version: 1, input: { height: 1, width: 1, channels: 1 }, layers: [] });
  const hinge = setLoss(before, { type: 'hinge' });
  const field = { kind: 'field', layer: 'softmax', type: 'loss' };
  expect(changesBetween(before, hinge)).toEqual([{ ...field, field: 'type', from: 'softmax', to: 'hinge' }]);
  const wider = setLoss(hinge, { ...hinge.loss, margin: 2 });
  expect(changesBetween(hinge, wider)).toEqual([{ ...field, field: 'margin', from: 1, to: 2 }]);
});
