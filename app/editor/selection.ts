// How the arrow keys walk through a net, as pure functions of the editor's state: up and down through a
// stack and out of its block, right into a card, its drawing and its branches, left out again.
import { type Element, isParallel, type NetworkDocument } from '../../engine/spec/document.ts';
import type { EditorState, Place } from '../store/editor.ts';
import { find } from './edits.ts';

type Walk = Pick<EditorState, 'draft' | 'selected' | 'open' | 'folded'>;

/** What an arrow key does: selects, opens or closes the card, folds or unfolds a block. */
export type WalkStep =
  | { kind: 'select'; id: string }
  | { kind: 'open'; open: boolean }
  | { kind: 'fold'; block: string; folded: boolean };

/** The rows of the main stack, top to bottom. */
export const mainRows = (draft: NetworkDocument): string[] => [
  'input',
  ...draft.layers.map((element) => element.id),
  'softmax',
];

/** The layer above (-1) or below (1): within a branch as far as it goes, then the block or what follows it. */
export function beside(draft: NetworkDocument, selected: string | null, direction: -1 | 1): string {
  const found = selected === null ? null : find(draft, selected);
  if (found && found.place.block !== null)
    return found.siblings[found.place.index + direction]?.id ?? outOf(draft, found.place.block, direction);
  const rows = mainRows(draft);
  const at = selected === null ? -1 : rows.indexOf(selected);
  return rows[Math.min(rows.length - 1, Math.max(0, at + direction))];
}

/** Up out of a branch is its block; down is what follows the block, outside of all blocks that end there. */
function outOf(draft: NetworkDocument, block: string, direction: -1 | 1): string {
  const outer = find(draft, block);
  if (direction === -1 || !outer) return block;
  const next = outer.siblings[outer.place.index + 1];
  if (next) return next.id;
  return outer.place.block === null ? 'softmax' : outOf(draft, outer.place.block, direction);
}

/** Right: unfolds a block, opens a card, enters the first branch with layers, goes one branch on. */
export function rightOf({ draft, selected, open, folded }: Walk): WalkStep | null {
  if (selected === null) return null;
  const found = find(draft, selected);
  const block = found && isParallel(found.element) ? found.element : null;
  if (block && folded.includes(selected)) return { kind: 'fold', block: selected, folded: false };
  if (!open) return { kind: 'open', open: true };
  const inside = block?.branches.find((branch) => branch.length > 0);
  if (inside) return { kind: 'select', id: inside[0].id };
  const next = found && branchBeside(draft, found.place, 1);
  return next ? { kind: 'select', id: next } : null;
}

/** Left: goes one branch back, out of the first one to the block; closes a card, then folds a block. */
export function leftOf({ draft, selected, open, folded }: Walk): WalkStep | null {
  if (selected === null) return null;
  const found = find(draft, selected);
  if (found && found.place.block !== null)
    return { kind: 'select', id: branchBeside(draft, found.place, -1) ?? found.place.block };
  if (open) return { kind: 'open', open: false };
  const unfolded = found && isParallel(found.element) && !folded.includes(selected);
  return unfolded ? { kind: 'fold', block: selected, folded: true } : null;
}

/** The element at the same height in the nearest branch with layers in a direction, or null. */
function branchBeside(draft: NetworkDocument, { block, branch, index }: Place, direction: -1 | 1) {
  const element: Element | undefined = block === null ? undefined : find(draft, block)?.element;
  if (!element || !isParallel(element)) return null;
  for (let at = branch + direction; element.branches[at]; at += direction) {
    const stack = element.branches[at];
    if (stack.length > 0) return stack[Math.min(index, stack.length - 1)].id;
  }
  return null;
}

/** The place right after an element; in front of everything after "input", else at the end. */
export function placeAfter(draft: NetworkDocument, selected: string | null): Place {
  const found = selected === null ? null : find(draft, selected);
  if (found) return { ...found.place, index: found.place.index + 1 };
  return { block: null, branch: 0, index: selected === 'input' ? 0 : draft.layers.length };
}
