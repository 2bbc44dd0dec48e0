// Undo: one step for each edit, one for a whole visit to a field, and back again.
import { expect, test } from 'vitest';
import type { NetworkDocument } from '../../engine/spec/document.ts';
import { presetOf } from '../../engine/spec/presets/index.ts';
import { createEditorStore, editorCommands } from './editor.ts';

const { network } = presetOf('linear');
const named = (name: string): NetworkDocument => ({ ...network, name });

function setUp() {
  const store = createEditorStore(network);
  return { store, commands: editorCommands(store), draft: () => store.getState().draft.name };
}

test('edits are undone and redone one by one', () => {
  const { commands, draft } = setUp();
  for (const name of ['a', 'b', 'c']) commands.edit(named(name));
  commands.undo();
  commands.undo();
  expect(draft()).toBe('a');
  commands.redo();
  expect(draft()).toBe('b');
  commands.edit(named('d'));
  commands.redo();
  expect(draft()).toBe('d');
  for (let i = 0; i < 5; i++) commands.undo();
  expect(draft()).toBe(network.name);
});

test('edits of one group are one undo; another group, or none, begins a new one', () => {
  const { commands, draft, store } = setUp();
  for (const name of ['a', 'b', 'c']) commands.edit(named(name), 'visit-1');
  expect(store.getState().past).toHaveLength(1);
  commands.edit(named('d'), 'visit-2');
  commands.edit(named('e'));
  commands.edit(named('f'));
  expect(store.getState().past).toHaveLength(4);
  commands.undo();
  commands.undo();
  commands.undo();
  expect(draft()).toBe('c');
  commands.undo();
  expect(draft()).toBe(network.name);
});

test('after an undo the same group begins anew', () => {
  const { commands, draft } = setUp();
  commands.edit(named('a'), 'visit');
  commands.undo();
  commands.edit(named('b'), 'visit');
  commands.undo();
  expect(draft()).toBe(network.name);
});

test('the same document is no edit, and undo has a bottom and an end', () => {
  const { commands, store } = setUp();
  commands.edit(network);
  commands.undo();
  commands.redo();
  expect(store.getState()).toMatchObject({ draft: network, past: [], future: [] });
  for (let i = 0; i < 250; i++) commands.edit(named(String(i)));
  expect(store.getState().past).toHaveLength(200);
});

test('an edit ends the preview; another net folds nothing and selects its first layer', () => {
  const { commands, store } = setUp();
  commands.preview(named('fix'));
  commands.edit(named('a'));
  expect(store.getState().preview).toBeNull();
  commands.fold('block1', true);
  commands.replace(presetOf('small-resnet').network);
  expect(store.getState()).toMatchObject({ selected: 'conv1', open: true, folded: [] });
});
