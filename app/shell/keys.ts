// Every key of the page, once: this table is what the handler follows and what the "?" dialog shows. Keys
// never act while something is being typed, nor inside menus, dialogs and controls that use them themselves.
import * as network from '../editor/commands.ts';
import type { Playground } from '../store/context.tsx';
import type { Tab } from '../store/view.ts';
import { stepBeside } from './chartCursor.ts';
import { openDialog } from './dialogs.ts';
import { goTo } from './goTo.ts';
import { epoch, rewind, step, toggleTraining } from './runCommands.ts';

/** Where focus has to be: nowhere in particular, in the network panel or nowhere, or on a layer's row. */
export type Where = 'anywhere' | 'network' | 'row';

export interface KeyEntry {
  /** Names the text of the "?" dialog: keys.ID. */
  id: string;
  /** Combinations as `combinationOf` writes them. */
  keys: readonly string[];
  where: Where;
  /** Absent where the control that has focus handles the key itself. */
  run?: (playground: Playground) => void;
}

const insideModes = ['values', 'relu', 'gradients'] as const;

const nextInside = ({ view }: Playground) =>
  view.setState(({ inside }) => ({
    inside: insideModes[(insideModes.indexOf(inside) + 1) % insideModes.length],
  }));

const testImages = ({ run }: Playground): number => Math.max(1, run.getState().dataset?.test.count ?? 1);

const moveExample = (playground: Playground, by: number) => {
  const count = testImages(playground);
  playground.view.setState(({ example }) => ({ example: (example + by + count) % count }));
};

const randomExample = (playground: Playground) =>
  playground.view.setState({ example: Math.floor(Math.random() * testImages(playground)) });

const moveCursor = ({ view, history }: Playground, direction: -1 | 1, among: 'points' | 'checkpoints') =>
  view.setState(({ cursor }) => ({
    cursor:
      stepBeside(
        history[among].map((point) => point.step),
        cursor,
        direction,
      ) ?? (direction === 1 ? null : cursor),
  }));

const panels: readonly Tab[] = ['network', 'run', 'inside', 'ledger', 'predictions'];

export const keys: readonly KeyEntry[] = [
  { id: 'train', keys: ['Space'], where: 'anywhere', run: toggleTraining },
  { id: 'step', keys: ['S'], where: 'anywhere', run: step },
  { id: 'epoch', keys: ['Shift+S'], where: 'anywhere', run: epoch },
  { id: 'rewind', keys: ['0'], where: 'anywhere', run: rewind },
  { id: 'previousLayer', keys: ['ArrowUp'], where: 'network', run: (p) => network.selectBeside(p, -1) },
  { id: 'nextLayer', keys: ['ArrowDown'], where: 'network', run: (p) => network.selectBeside(p, 1) },
  { id: 'closeCard', keys: ['ArrowLeft'], where: 'network', run: network.closeOrLeave },
  { id: 'openCard', keys: ['ArrowRight'], where: 'network', run: network.openOrEnter },
  { id: 'insert', keys: ['I'], where: 'anywhere', run: network.openSlotAfter },
  { id: 'duplicate', keys: ['D'], where: 'anywhere', run: network.duplicateSelected },
  { id: 'delete', keys: ['Delete', 'Backspace'], where: 'network', run: network.deleteSelected },
  { id: 'moveUp', keys: ['Alt+ArrowUp'], where: 'anywhere', run: (p) => network.moveSelected(p, -1) },
  { id: 'moveDown', keys: ['Alt+ArrowDown'], where: 'anywhere', run: (p) => network.moveSelected(p, 1) },
  { id: 'editField', keys: ['Enter'], where: 'row', run: network.enterField },
  { id: 'leaveField', keys: ['Escape'], where: 'network', run: network.leave },
  { id: 'fieldStep', keys: ['ArrowUp', 'ArrowDown'], where: 'anywhere' },
  { id: 'fieldTen', keys: ['Shift+ArrowUp', 'Shift+ArrowDown'], where: 'anywhere' },
  { id: 'fix', keys: ['F'], where: 'anywhere', run: network.applyFirstFix },
  { id: 'undo', keys: ['Ctrl+Z'], where: 'anywhere', run: ({ actions }) => actions.undo() },
  { id: 'redo', keys: ['Ctrl+Shift+Z', 'Ctrl+Y'], where: 'anywhere', run: ({ actions }) => actions.redo() },
  { id: 'apply', keys: ['Ctrl+Enter'], where: 'anywhere', run: network.applyDraft },
  { id: 'insideMode', keys: ['V'], where: 'anywhere', run: nextInside },
  { id: 'previousImage', keys: ['['], where: 'anywhere', run: (p) => moveExample(p, -1) },
  { id: 'nextImage', keys: [']'], where: 'anywhere', run: (p) => moveExample(p, 1) },
  { id: 'randomImage', keys: ['R'], where: 'anywhere', run: randomExample },
  { id: 'cursorLeft', keys: [','], where: 'anywhere', run: (p) => moveCursor(p, -1, 'points') },
  { id: 'cursorRight', keys: ['.'], where: 'anywhere', run: (p) => moveCursor(p, 1, 'points') },
  {
    id: 'checkpointLeft',
    keys: ['Shift+,'],
    where: 'anywhere',
    run: (p) => moveCursor(p, -1, 'checkpoints'),
  },
  {
    id: 'checkpointRight',
    keys: ['Shift+.'],
    where: 'anywhere',
    run: (p) => moveCursor(p, 1, 'checkpoints'),
  },
  {
    id: 'table',
    keys: ['T'],
    where: 'anywhere',
    run: ({ view }) => view.setState(({ table }) => ({ table: !table })),
  },
  ...panels.map(
    (id, index): KeyEntry => ({
      id: `go.${id}`,
      keys: [String(index + 1)],
      where: 'anywhere',
      run: (p) => goTo(p, id),
    }),
  ),
  { id: 'speed', keys: ['P'], where: 'anywhere', run: () => openDialog('speed') },
  { id: 'guide', keys: ['L'], where: 'anywhere', run: () => openDialog('guide') },
  { id: 'help', keys: ['?'], where: 'anywhere', run: () => openDialog('keys') },
];

/** What of a keyboard event names a key. */
export type Pressed = Pick<KeyboardEvent, 'key' | 'code' | 'shiftKey' | 'altKey' | 'ctrlKey' | 'metaKey'>;

/** Keys whose Shift form is another character on most layouts, by their place on the keyboard. */
const shiftedByCode: Record<string, string> = { Comma: ',', Period: '.' };

/** "Ctrl+Shift+Z", "Alt+ArrowUp", "Space", "?": Shift is named only where it does not change the character. */
export function combinationOf(event: Pressed): string {
  const { key, code, shiftKey, altKey, ctrlKey, metaKey } = event;
  const plain = key === ' ' ? 'Space' : key.length === 1 ? key.toUpperCase() : key;
  const named = plain.length > 1 || /[\p{L}\p{N}]/u.test(plain);
  const shifted = shiftKey ? shiftedByCode[code] : undefined;
  const modifiers = [
    ctrlKey || metaKey ? 'Ctrl' : '',
    altKey ? 'Alt' : '',
    shiftKey && (named || shifted) ? 'Shift' : '',
  ].filter(Boolean);
  return [...modifiers, shifted ?? plain].join('+');
}

/** The entry that a combination calls where focus is, if any. */
export const entryFor = (combination: string, allowed: (where: Where) => boolean): KeyEntry | undefined =>
  keys.find((entry) => entry.run && entry.keys.includes(combination) && allowed(entry.where));
