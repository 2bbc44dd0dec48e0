// What keys and buttons do to the network: each reads the editor store, edits the draft, says what happened
// to screen readers, and moves focus where the eye follows.
import i18next from 'i18next';
import { walkReports } from '../../engine/plan/analyse.ts';
import type { Fix } from '../../engine/spec/diagnostic.ts';
import { announce } from '../shell/announce.ts';
import type { Playground } from '../store/context.tsx';
import type { Place } from '../store/editor.ts';
import { reportOf } from '../store/report.ts';
import { smallerBatch } from '../store/room.ts';
import { classesOf } from '../store/run.ts';
import * as edits from './edits.ts';
import { newElement } from './newElement.ts';
import { beside, leftOf, placeAfter, rightOf, type WalkStep } from './selection.ts';

const draftReport = (playground: Playground) =>
  reportOf(playground.editor.getState().draft, classesOf(playground.run.getState()));

/** Moves focus to a layer's row or chip once it is drawn. */
export function focusRow(id: string): void {
  requestAnimationFrame(() => {
    const row = document.querySelector<HTMLElement>(`[data-row="${CSS.escape(id)}"]`);
    row?.focus({ preventScroll: true });
    row?.scrollIntoView({ block: 'nearest' });
  });
}

function select(playground: Playground, id: string): void {
  playground.actions.select(id);
  focusRow(id);
}

/** The previous or next layer. */
export const selectBeside = (playground: Playground, direction: -1 | 1): void => {
  const { draft, selected } = playground.editor.getState();
  select(playground, beside(draft, selected, direction));
};

export const openOrEnter = (playground: Playground): void =>
  follow(playground, rightOf(playground.editor.getState()));

export const closeOrLeave = (playground: Playground): void =>
  follow(playground, leftOf(playground.editor.getState()));

function follow(playground: Playground, step: WalkStep | null): void {
  const { editor, actions } = playground;
  if (step?.kind === 'select') select(playground, step.id);
  else if (step?.kind === 'open') actions.select(editor.getState().selected, step.open);
  else if (step?.kind === 'fold') actions.fold(step.block, step.folded);
}

/** Opens the palette after the selected layer. */
export function openSlotAfter({ editor, actions }: Playground): void {
  const { draft, selected } = editor.getState();
  actions.openSlot(placeAfter(draft, selected));
}

export function insertAt(playground: Playground, place: Place, type: string): void {
  const { editor, actions } = playground;
  const element = newElement(type, draftReport(playground), place);
  const { document, id } = edits.insert(editor.getState().draft, place, element);
  actions.edit(document);
  actions.openSlot(null);
  actions.select(id, true);
  announce(i18next.t('editor:announce.inserted', { layer: id }));
  focusRow(id);
}

export function duplicateSelected(playground: Playground): void {
  const { editor, actions } = playground;
  const { draft, selected } = editor.getState();
  if (selected === null || !edits.find(draft, selected)) return;
  const { document, id } = edits.duplicate(draft, selected);
  actions.edit(document);
  actions.select(id);
  announce(i18next.t('editor:announce.duplicated', { layer: selected, copy: id }));
  focusRow(id);
}

export function deleteSelected(playground: Playground): void {
  const { editor, actions } = playground;
  const { draft, selected } = editor.getState();
  if (selected === null || !edits.find(draft, selected)) return;
  const next = edits.selectionAfterRemoval(draft, selected);
  actions.edit(edits.remove(draft, selected));
  actions.select(next);
  announce(i18next.t('editor:announce.deleted', { layer: selected }));
  focusRow(next);
}

export function moveSelected(playground: Playground, direction: -1 | 1): void {
  const { editor, actions } = playground;
  const { draft, selected, folded } = editor.getState();
  if (selected === null) return;
  const document = edits.moveBy(draft, selected, direction, folded);
  if (document === draft) return;
  actions.edit(document);
  announcePlace(playground, selected);
  focusRow(selected);
}

/** Says where a layer stands now: "conv2, now 4 of 12". */
export function announcePlace({ editor }: Playground, id: string): void {
  const found = edits.find(editor.getState().draft, id);
  if (!found) return;
  const { place, siblings } = found;
  const values = { layer: id, place: place.index + 1, count: siblings.length };
  announce(
    place.block === null
      ? i18next.t('editor:announce.moved', values)
      : i18next.t('editor:announce.movedInBranch', {
          ...values,
          branch: place.branch + 1,
          block: place.block,
        }),
  );
}

/** Puts the caret in the first field of the selected card, opening it. */
export function enterField({ editor, actions }: Playground): void {
  const { selected } = editor.getState();
  actions.select(selected, true);
  requestAnimationFrame(() =>
    document.querySelector<HTMLElement>('.edit :is(input, select, [role=switch])')?.focus(),
  );
}

/** Leaves the field for its row, or shuts the palette. */
export function leave({ editor, actions }: Playground): void {
  const { selected, slot } = editor.getState();
  if (slot) actions.openSlot(null);
  if (selected !== null) focusRow(selected);
}

/** The draft with one fix applied. */
export const withFix = (playground: Playground, layer: string, fix: Fix) =>
  edits.setField(playground.editor.getState().draft, layer, fix.field, fix.value);

export function applyFix(playground: Playground, layer: string, fix: Fix): void {
  playground.actions.edit(withFix(playground, layer, fix));
  announce(i18next.t('editor:announce.fixed', { layer }));
}

/** Applies the first fix of the first failing layer. */
export function applyFirstFix(playground: Playground): void {
  const reports = [...walkReports(draftReport(playground).elements)];
  const failing = reports.find(({ diagnostic }) => diagnostic?.fixes[0]);
  if (failing) applyFix(playground, failing.id, failing.diagnostic!.fixes[0]);
}

/** Makes the draft the running net, if it is valid and another one. */
export function applyDraft(playground: Playground): void {
  const { editor, run, act } = playground;
  if (editor.getState().draft === run.getState().running || !draftReport(playground).valid) return;
  act((actions) => actions.apply('keep'), smallerBatch(playground));
}
