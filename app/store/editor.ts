// The net being edited, with undo. The running net is in the run store: where the two differ, the page
// offers to apply the edit. Shapes and mistakes are derived from the draft, never stored.
import { createStore } from 'zustand/vanilla';
import type { NetworkDocument } from '../../engine/spec/document.ts';

export interface EditorState {
  draft: NetworkDocument;
  past: readonly NetworkDocument[];
  future: readonly NetworkDocument[];
  /** Id of the selected element (a layer, a block, "input" or "softmax"), or null. */
  selected: string | null;
  /** Whether the selected card is open. */
  open: boolean;
}

/** Edits kept for undo. */
const undoLimit = 200;

export const createEditorStore = (draft: NetworkDocument) =>
  createStore<EditorState>(() => ({ draft, past: [], future: [], selected: firstLayer(draft), open: true }));

const firstLayer = (document: NetworkDocument): string => document.layers[0]?.id ?? 'softmax';

export type EditorStore = ReturnType<typeof createEditorStore>;

/** Commands on the editor store; each `edit` is one undo. */
export const editorCommands = (store: EditorStore) => ({
  edit(draft: NetworkDocument) {
    const { past, draft: before } = store.getState();
    if (draft === before) return;
    store.setState({ draft, past: [...past, before].slice(-undoLimit), future: [] });
  },
  /** Another net altogether: it is selected from the top, and undo leads back. */
  replace(draft: NetworkDocument) {
    this.edit(draft);
    store.setState({ selected: firstLayer(draft), open: true });
  },
  undo() {
    const { past, draft, future } = store.getState();
    const before = past.at(-1);
    if (before) store.setState({ draft: before, past: past.slice(0, -1), future: [draft, ...future] });
  },
  redo() {
    const { past, draft, future } = store.getState();
    if (future.length > 0)
      store.setState({ draft: future[0], past: [...past, draft], future: future.slice(1) });
  },
  select(selected: string | null, open?: boolean) {
    store.setState((state) => ({ selected, open: open ?? state.open }));
  },
});
