// The walk of the arrow keys through a net with a block in a block.
import { describe, expect, test } from 'vitest';
import { parseDocument } from '../../engine/spec/document.ts';
import { beside, leftOf, mainRows, placeAfter, rightOf } from './selection.ts';

const draft = parseDocument({
  version: 1,
  input: { height: 8, width: 8, channels: 3 },
  layers: [
    { type: 'conv', padding: 1 },
    {
      type: 'parallel',
      merge: 'concat',
      branches: [
        [{ type: 'relu' }, { type: 'tanh' }],
        [],
        [{ type: 'parallel', branches: [[{ type: 'sigmoid' }], []] }],
      ],
    },
    { type: 'fc' },
  ],
});
const at = (selected: string, open = true, folded: string[] = []) => ({ draft, selected, open, folded });

test('the main rows are input, the layers and softmax', () => {
  expect(mainRows(draft)).toEqual(['input', 'conv1', 'block1', 'fc1', 'softmax']);
});

describe('up and down', () => {
  test.each([
    ['input', 1, 'conv1'],
    ['input', -1, 'input'],
    ['softmax', 1, 'softmax'],
    ['block1', 1, 'fc1'],
    ['relu1', 1, 'tanh1'],
    ['relu1', -1, 'block1'],
    ['tanh1', 1, 'fc1'],
    ['sigmoid1', -1, 'block2'],
    ['sigmoid1', 1, 'fc1'],
  ] as const)('from %s going %d: %s', (from, direction, to) => {
    expect(beside(draft, from, direction)).toBe(to);
  });

  test('from nowhere', () => expect(beside(draft, null, 1)).toBe('input'));
});

describe('right and left', () => {
  test('right opens, unfolds, enters, and goes past empty branches', () => {
    expect(rightOf(at('conv1', false))).toEqual({ kind: 'open', open: true });
    expect(rightOf(at('conv1'))).toBeNull();
    expect(rightOf(at('block1', true, ['block1']))).toEqual({ kind: 'fold', block: 'block1', folded: false });
    expect(rightOf(at('block1'))).toEqual({ kind: 'select', id: 'relu1' });
    expect(rightOf(at('tanh1'))).toEqual({ kind: 'select', id: 'block2' });
    expect(rightOf(at('block2'))).toEqual({ kind: 'select', id: 'sigmoid1' });
    expect(rightOf(at('sigmoid1'))).toBeNull();
  });

  test('left leads back the same way', () => {
    expect(leftOf(at('sigmoid1'))).toEqual({ kind: 'select', id: 'block2' });
    expect(leftOf(at('block2'))).toEqual({ kind: 'select', id: 'relu1' });
    expect(leftOf(at('tanh1'))).toEqual({ kind: 'select', id: 'block1' });
    expect(leftOf(at('block1'))).toEqual({ kind: 'open', open: false });
    expect(leftOf(at('block1', false))).toEqual({ kind: 'fold', block: 'block1', folded: true });
    expect(leftOf(at('block1', false, ['block1']))).toBeNull();
    expect(leftOf(at('input', false))).toBeNull();
  });
});

test('what is inserted comes after the selection', () => {
  expect(placeAfter(draft, 'conv1')).toEqual({ block: null, branch: 0, index: 1 });
  expect(placeAfter(draft, 'tanh1')).toEqual({ block: 'block1', branch: 0, index: 2 });
  expect(placeAfter(draft, 'input')).toEqual({ block: null, branch: 0, index: 0 });
  expect(placeAfter(draft, 'softmax')).toEqual({ block: null, branch: 0, index: 3 });
});
