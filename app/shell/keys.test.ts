// The table of keys: nothing is bound twice, what the keyboard sends is what the table says, and keys keep
// quiet where a control needs them.
import { describe, expect, test } from 'vitest';
import { combinationOf, entryFor, keys, type Where } from './keys.ts';
import { isAllowed } from './useKeys.ts';

const pressed = (key: string, more: Partial<KeyboardEvent> = {}) => ({
  key,
  code: '',
  shiftKey: false,
  altKey: false,
  ctrlKey: false,
  metaKey: false,
  ...more,
});

test.each([
  [pressed(' '), 'Space'],
  [pressed('s'), 'S'],
  [pressed('S', { shiftKey: true }), 'Shift+S'],
  [pressed('z', { ctrlKey: true }), 'Ctrl+Z'],
  [pressed('z', { metaKey: true }), 'Ctrl+Z'],
  [pressed('Z', { ctrlKey: true, shiftKey: true }), 'Ctrl+Shift+Z'],
  [pressed('ArrowUp', { altKey: true }), 'Alt+ArrowUp'],
  [pressed('?', { shiftKey: true, code: 'Slash' }), '?'],
  [pressed('[', { code: 'BracketLeft' }), '['],
  [pressed('<', { shiftKey: true, code: 'Comma' }), 'Shift+,'],
  [pressed('.', { code: 'Period' }), '.'],
  [pressed('0'), '0'],
])('%o is %s', (event, combination) => {
  expect(combinationOf(event)).toBe(combination);
});

test('no key acts twice', () => {
  const bound = keys.filter((entry) => entry.run).flatMap((entry) => entry.keys);
  expect(new Set(bound).size).toBe(bound.length);
  expect(new Set(keys.map((entry) => entry.id)).size).toBe(keys.length);
});

test('every combination can be typed', () => {
  for (const combination of keys.flatMap((entry) => entry.keys))
    expect(combination).toMatch(/^(Ctrl\+)?(Alt\+)?(Shift\+)?([A-Z]\w+|[A-Z0-9?,.[\]])$/);
});

/** An element that is in the elements of these selectors and matches the first. */
const element = (self: string, ...around: string[]) =>
  ({
    matches: (selector: string) => selector.split(/,\s*/).some((one) => one.startsWith(self)),
    closest: (selector: string) =>
      [self, ...around].some((part) => selector.split(/,\s*/).includes(part)) ? {} : null,
  }) as unknown as Element;

describe('where keys act', () => {
  const network = '[data-panel=network]';
  const acts = (target: Element, combination: string) =>
    entryFor(combination, isAllowed(target, combination))?.id;

  test('on a row all of them', () => {
    const row = element('[data-row]', network);
    expect(acts(row, 'Space')).toBe('train');
    expect(acts(row, 'Enter')).toBe('editField');
    expect(acts(row, 'ArrowDown')).toBe('nextLayer');
  });

  test('in a field none but those that leave it', () => {
    const field = element('input:not([type=checkbox]', network);
    expect(acts(field, 'S')).toBeUndefined();
    expect(acts(field, 'ArrowUp')).toBeUndefined();
    expect(acts(field, 'Ctrl+Z')).toBeUndefined();
    expect(acts(field, 'Escape')).toBe('leaveField');
    expect(acts(field, 'Ctrl+Enter')).toBe('apply');
  });

  test('on a button all but those that it needs', () => {
    const button = element('button');
    expect(acts(button, 'Space')).toBeUndefined();
    expect(acts(button, 'S')).toBe('step');
    expect(acts(button, 'Delete')).toBeUndefined();
  });

  test('in menus and dialogs none', () => {
    for (const role of ['[role=menu]', '[role=dialog]', '[role=listbox]'])
      expect(acts(element('button', role), 'S')).toBeUndefined();
  });

  test('outside of the network panel no key of its list', () => {
    const elsewhere = isAllowed(element('section'), 'ArrowDown');
    expect((['anywhere', 'network', 'row'] satisfies Where[]).map(elsewhere)).toEqual([true, false, false]);
  });
});
