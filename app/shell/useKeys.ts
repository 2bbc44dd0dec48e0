// Listens for the keys of the table, and knows where they must keep quiet.
import { useEffect } from 'react';
import { usePlayground } from '../store/context.tsx';
import { combinationOf, entryFor, type Where } from './keys.ts';

/** Where every key belongs to the control itself: fields, menus, dialogs, lists. */
const typing = 'input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable=true]';
const captured = '[role=menu], [role=dialog], [role=listbox], [role=alertdialog]';
/** Controls that use Space, Enter or arrows, and leave letters free. */
const active =
  'button, a[href], summary, [role=button], [role=switch], [role=radio], [role=tab], [role=slider]';
const ownKeys = new Set(['Space', 'Enter', 'ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight']);

/** A layer's row or chip in the network panel: a button whose keys are those of the table. */
const row = '[data-row]';

export function isAllowed(target: Element | null, combination: string): (where: Where) => boolean {
  const none = () => false;
  if (!target || target.matches('body')) return (where) => where !== 'row';
  if (target.closest(captured)) return none;
  if (target.matches(typing)) {
    const leaves = combination === 'Escape' || combination === 'Ctrl+Enter';
    return leaves ? (where) => where !== 'row' && (where === 'anywhere' || inNetwork(target)) : none;
  }
  if (target.matches(row)) return () => true;
  if (target.matches(active) && ownKeys.has(combination)) return none;
  if (target.closest('[role=separator], [role=grid]') && ownKeys.has(combination)) return none;
  return (where) => where === 'anywhere' || (where === 'network' && inNetwork(target));
}

const inNetwork = (target: Element): boolean => target.closest('[data-panel=network]') !== null;

/** Writes on the root element whether keys or a pointer were used last. */
function noteInput(): () => void {
  const root = document.documentElement;
  const keys = () => root.setAttribute('data-input', 'keys');
  const pointer = () => root.setAttribute('data-input', 'pointer');
  window.addEventListener('keydown', keys, true);
  window.addEventListener('pointerdown', pointer, true);
  return () => {
    window.removeEventListener('keydown', keys, true);
    window.removeEventListener('pointerdown', pointer, true);
  };
}

/** Escape closes an open help text too, and is marked as handled by it; what else it does still holds. */
const onlyHelpClosed = (combination: string): boolean =>
  combination === 'Escape' && document.querySelector(captured) === null;

export function useKeys(): void {
  const playground = usePlayground();
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      const combination = combinationOf(event);
      if (event.isComposing || (event.defaultPrevented && !onlyHelpClosed(combination))) return;
      const entry = entryFor(combination, isAllowed(event.target as Element | null, combination));
      if (!entry?.run) return;
      event.preventDefault();
      entry.run(playground);
    };
    window.addEventListener('keydown', listen);
    const stopNoting = noteInput();
    return () => {
      window.removeEventListener('keydown', listen);
      stopNoting();
    };
  }, [playground]);
}
