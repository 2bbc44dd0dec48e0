// The net being edited, with undo. The running net is in the run store: where the two differ, the page
// offers to apply the edit. Shapes and mistakes are derived from the draft, never stored (see report.ts).
import { createStore } from 'zustand/vanilla';
import type { NetworkDocument } from '../../engine/spec/document.ts';

/** A place in the stack where an element can stand: in a branch of a block, or in the main stack. */
export interface Place {
  /** Id of the block, or null for the main stack. */
  block: string | null;
  /** Branch of the block, from 0. */
  branch: number;
  /** Index in that stack before which an element is put. */
  index: number;
}

export interface EditorState {
  draft: NetworkDocument;
  past: readonly NetworkDocument[];
  future: readonly NetworkDocument[];
  /** Id of the selected element (a layer, a block, "input" or "softmax"), or null. */
  selected: string | null;
  /** Whether the selected card is open. */
  open: boolean;
  /** Blocks whose drawing is folded away. */
  folded: readonly string[];
  /** Where the insertion palette is open, or null. */
  slot: Place | null;
  /** The draft as the fix under the pointer would make it, or null. */
  preview: NetworkDocument | null;
  /** Edits with the same group as the last one share its undo: the keystrokes of one visit to a field. */
  group: string | null;
}

/** Edits kept for undo. */
const undoLimit = 200;

const firstLayer = (document: NetworkDocument): string => document.layers[0]?.id ?? 'softmax';

export const createEditorStore = (draft: NetworkDocument) =>
  createStore<EditorState>(() => ({
    draft,
    past: [],
    future: [],
    selected: firstLayer(draft),
    open: true,
    folded: [],
    slot: null,
    preview: null,
    group: null,
  }));

export type EditorStore = ReturnType<typeof createEditorStore>;

/** Commands on the editor store; each `edit` is one undo, unless it continues the group of the last one. */
export const editorCommands = (store: EditorStore) => ({
  edit(draft: NetworkDocument, group: string | null = null) {
    const { past, draft: before, group: last } = store.getState();
    if (draft === before) return;
    const continues = group !== null && group === last;
    store.setState({
      draft,
      past: continues ? past : [...past, before].slice(-undoLimit),
      future: [],
      group,
      preview: null,
    });
  },
  /** Another net altogether: it is selected from the top, and undo leads back. */
  replace(draft: NetworkDocument) {
    this.edit(draft);
    store.setState({ selected: firstLayer(draft), open: true, folded: [], slot: null });
  },
  undo() {
    const { past, draft, future } = store.getState();
    const before = past.at(-1);
    if (!before) return;
    store.setState({
      draft: before,
      past: past.slice(0, -1),
      future: [draft, ...future],
      group: null,
      preview: null,
    });
  },
  redo() {
    const { past, draft, future } = store.getState();
    if (future.length === 0) return;
    store.setState({
      draft: future[0],
      past: [...past, draft],
      future: future.slice(1),
      group: null,
      preview: null,
    });
  },
  select(selected: string | null, open?: boolean) {
    store.setState((state) => ({ selected, open: open ?? state.open }));
  },
  /** Folds a block's drawing away, or brings it back. */
  fold(block: string, away: boolean) {
    store.setState(({ folded }) => ({
      folded: away ? [...folded.filter((id) => id !== block), block] : folded.filter((id) => id !== block),
    }));
  },
  openSlot(slot: Place | null) {
    store.setState({ slot });
  },
  preview(preview: NetworkDocument | null) {
    store.setState({ preview });
  },
});
