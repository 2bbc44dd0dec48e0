// Every edit leaves the old document untouched and gives one that the schema accepts, with ids unique.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Element, isParallel, parseDocument, walk } from '../../engine/spec/document.ts';
import { presetOf, presets } from '../../engine/spec/presets/index.ts';
import * as edits from './edits.ts';

const conv = { type: 'conv', filters: 8, kernel: 3, padding: 1 };
const net = parseDocument({
  version: 1,
  name: 'test',
  input: { height: 32, width: 32, channels: 3 },
  layers: [
    conv,
    { type: 'relu' },
    {
      type: 'parallel',
      merge: 'add',
      branches: [[conv, { type: 'relu' }, { type: 'parallel', merge: 'concat', branches: [[conv], []] }], []],
    },
    { type: 'pool' },
    { type: 'fc' },
  ],
});
const outline = (layers: readonly Element[]): string =>
  layers
    .map((one) => (isParallel(one) ? `${one.id}(${one.branches.map(outline).join('|')})` : one.id))
    .join(' ');
const show = (document: typeof net) => outline(document.layers);
const whole = 'conv1 relu1 block1(conv2 relu2 block2(conv3|)|) pool1 fc1';

describe('finding', () => {
  test('the ids of the test net', () => expect(show(net)).toBe(whole));

  test('a layer in a block in a block', () => {
    const found = edits.find(net, 'conv3')!;
    expect(found.place).toEqual({ block: 'block2', branch: 0, index: 0 });
    expect(edits.pathTo(net, 'conv3').map((one) => one.id)).toEqual(['block1', 'block2', 'conv3']);
    expect(edits.pathTo(net, 'nothing')).toEqual([]);
  });

  test('the stack at a place', () => {
    expect(edits.stackAt(net, { block: 'block1', branch: 0 }).map((one) => one.id)).toEqual([
      'conv2',
      'relu2',
      'block2',
    ]);
    expect(edits.stackAt(net, { block: null, branch: 0 })).toBe(net.layers);
  });
});

describe('fields', () => {
  test('a change deep inside shares everything else', () => {
    const edited = edits.setField(net, 'conv3', 'filters', 9);
    expect((edits.find(edited, 'conv3')!.element as unknown as { filters: number }).filters).toBe(9);
    expect(edited.layers[0]).toBe(net.layers[0]);
    expect((edits.find(net, 'conv3')!.element as unknown as { filters: number }).filters).toBe(8);
  });

  test('the same value is no edit', () => {
    expect(edits.setField(net, 'conv1', 'filters', 8)).toBe(net);
    expect(edits.setField(net, 'nothing', 'filters', 9)).toBe(net);
  });
});

describe('insert, duplicate, remove', () => {
  test('insert gives the next free id', () => {
    const place = { block: 'block1', branch: 1, index: 0 };
    const { document, id } = edits.insert(net, place, edits.find(net, 'conv1')!.element);
    expect(id).toBe('conv4');
    expect(show(document)).toBe('conv1 relu1 block1(conv2 relu2 block2(conv3|)|conv4) pool1 fc1');
  });

  test('duplicating a block renews every id inside', () => {
    const { document, id } = edits.duplicate(net, 'block1');
    expect(id).toBe('block3');
    expect(show(document)).toBe(
      'conv1 relu1 block1(conv2 relu2 block2(conv3|)|) block3(conv4 relu3 block4(conv5|)|) pool1 fc1',
    );
  });

  test('removing, and what is selected then', () => {
    expect(show(edits.remove(net, 'block2'))).toBe('conv1 relu1 block1(conv2 relu2|) pool1 fc1');
    expect(edits.remove(net, 'nothing')).toBe(net);
    expect(edits.selectionAfterRemoval(net, 'conv1')).toBe('relu1');
    expect(edits.selectionAfterRemoval(net, 'fc1')).toBe('pool1');
    expect(edits.selectionAfterRemoval(net, 'conv3')).toBe('block2');
  });
});

describe('moving', () => {
  const place = (block: string | null, branch: number, index: number) => ({ block, branch, index });

  test('within a stack, the index counting the layer itself', () => {
    expect(show(edits.move(net, 'conv1', place(null, 0, 2)))).toBe(
      'relu1 conv1 block1(conv2 relu2 block2(conv3|)|) pool1 fc1',
    );
    expect(edits.move(net, 'conv1', place(null, 0, 0))).toBe(net);
    expect(edits.move(net, 'conv1', place(null, 0, 1))).toBe(net);
  });

  test('into and out of branches', () => {
    const inside = edits.move(net, 'pool1', place('block2', 1, 0));
    expect(show(inside)).toBe('conv1 relu1 block1(conv2 relu2 block2(conv3|pool1)|) fc1');
    expect(show(edits.move(inside, 'pool1', place(null, 0, 3)))).toBe(whole);
  });

  test('a block does not go into itself', () => {
    expect(edits.move(net, 'block1', place('block2', 0, 0))).toBe(net);
    expect(edits.move(net, 'block1', place('block1', 1, 0))).toBe(net);
  });

  test('down step by step visits every place of a drawn net, and up leads back', () => {
    const down = [
      'relu1 conv1 block1(conv2 relu2 block2(conv3|)|) pool1 fc1',
      'relu1 block1(conv1 conv2 relu2 block2(conv3|)|) pool1 fc1',
      'relu1 block1(conv2 conv1 relu2 block2(conv3|)|) pool1 fc1',
      'relu1 block1(conv2 relu2 conv1 block2(conv3|)|) pool1 fc1',
      'relu1 block1(conv2 relu2 block2(conv1 conv3|)|) pool1 fc1',
      'relu1 block1(conv2 relu2 block2(conv3 conv1|)|) pool1 fc1',
      'relu1 block1(conv2 relu2 block2(conv3|conv1)|) pool1 fc1',
      'relu1 block1(conv2 relu2 block2(conv3|) conv1|) pool1 fc1',
      'relu1 block1(conv2 relu2 block2(conv3|)|conv1) pool1 fc1',
      'relu1 block1(conv2 relu2 block2(conv3|)|) conv1 pool1 fc1',
      'relu1 block1(conv2 relu2 block2(conv3|)|) pool1 conv1 fc1',
      'relu1 block1(conv2 relu2 block2(conv3|)|) pool1 fc1 conv1',
    ];
    let document = net;
    for (const step of down) {
      document = edits.moveBy(document, 'conv1', 1);
      expect(show(document)).toBe(step);
    }
    expect(edits.moveBy(document, 'conv1', 1)).toBe(document);
    for (const step of down.toReversed().slice(1)) {
      document = edits.moveBy(document, 'conv1', -1);
      expect(show(document)).toBe(step);
    }
  });

  test('folded blocks are passed', () => {
    expect(show(edits.moveBy(net, 'relu1', 1, ['block1']))).toBe(
      'conv1 block1(conv2 relu2 block2(conv3|)|) relu1 pool1 fc1',
    );
  });
});

describe('branches', () => {
  const branches = (document: typeof net) =>
    (edits.find(document, 'block1')!.element as unknown as { branches: unknown[] }).branches.length;

  test('from two to sixteen', () => {
    let document = net;
    for (let count = 3; count <= 16; count++) {
      document = edits.addBranch(document, 'block1');
      expect(branches(document)).toBe(count);
    }
    expect(edits.addBranch(document, 'block1')).toBe(document);
    expect(branches(edits.removeBranch(document, 'block1', 0))).toBe(15);
    expect(edits.removeBranch(net, 'block1', 0)).toBe(net);
  });
});

test('any series of edits leaves valid documents with unique ids', () => {
  const sources = [net, ...presets.map((preset) => preset.network)];
  const action = fc.record({
    kind: fc.constantFrom('remove', 'duplicate', 'up', 'down', 'insert', 'move', 'branch'),
    a: fc.nat(30),
    b: fc.nat(30),
  });
  fc.assert(
    fc.property(fc.constantFrom(...sources), fc.array(action, { maxLength: 12 }), (start, actions) => {
      const before = JSON.stringify(start);
      let document = start;
      for (const { kind, a, b } of actions) {
        const all = [...walk(document.layers)];
        if (all.length === 0 || all.length > 200) break;
        const id = all[a % all.length].id;
        const target = edits.find(document, all[b % all.length].id)!;
        document = {
          remove: () => edits.remove(document, id),
          duplicate: () => edits.duplicate(document, id).document,
          up: () => edits.moveBy(document, id, -1),
          down: () => edits.moveBy(document, id, 1),
          insert: () => edits.insert(document, target.place, edits.find(document, id)!.element).document,
          move: () => edits.move(document, id, target.place),
          branch: () => edits.addBranch(document, id),
        }[kind]!();
      }
      expect(JSON.stringify(start)).toBe(before);
      const depth = (layers: readonly Element[]): number =>
        Math.max(0, ...layers.map((one) => (isParallel(one) ? 1 + depth(one.branches.flat()) : 0)));
      fc.pre(depth(document.layers) <= 8);
      expect(parseDocument(document)).toEqual(document);
    }),
    { numRuns: 200 },
  );
});

test('the default preset can be found by all its ids', () => {
  const { network } = presetOf('small-inception');
  for (const { id } of walk(network.layers)) expect(edits.find(network, id)!.element.id).toBe(id);
});
