// Dragging in the network: what a drop target is called, which one the pointer means, and where in the
// document a drop leads.
import { type CollisionDetection, closestCenter, pointerWithin } from '@dnd-kit/core';
import { analyse } from '../../engine/plan/analyse.ts';
import type { NetworkDocument } from '../../engine/spec/document.ts';
import type { Place } from '../store/editor.ts';
import { find, move } from './edits.ts';

const prefix = 'place:';

/** Name of a drop target in a branch. Rows of the main stack go by their layer's id. */
export const dropId = ({ block, branch, index }: Place): string => `${prefix}${branch}:${index}:${block}`;

function placeOfDropId(id: string): Place | null {
  const match = /^place:(\d+):(\d+):(.*)$/.exec(id);
  return match && { branch: Number(match[1]), index: Number(match[2]), block: match[3] };
}

/** Places in branches win where the pointer is on one; otherwise the nearest row of the main stack. */
export const collisions: CollisionDetection = (args) => {
  const targets = args.droppableContainers;
  const inBranches = targets.filter(({ id }) => String(id).startsWith(prefix));
  const hits = pointerWithin({ ...args, droppableContainers: inBranches });
  if (hits.length > 0) return hits;
  const pointer = args.pointerCoordinates;
  const rows = targets.filter(({ id }) => !String(id).startsWith(prefix));
  if (!pointer) return closestCenter({ ...args, droppableContainers: rows });
  const distances = rows.flatMap((container) => {
    const box = args.droppableRects.get(container.id);
    return box ? [{ id: container.id, distance: Math.abs(pointer.y - box.top - box.height / 2) }] : [];
  });
  return distances.toSorted((a, b) => a.distance - b.distance).slice(0, 1);
};

/** Where dropping `id` on the target `over` puts it, or null. */
export function dropPlace(draft: NetworkDocument, id: string, over: string): Place | null {
  const inBranch = placeOfDropId(over);
  if (inBranch) return inBranch;
  const [from, to] = [find(draft, id), find(draft, over)];
  if (!from || !to || to.place.block !== null) return null;
  const down = from.place.block === null && from.place.index < to.place.index;
  return { ...to.place, index: to.place.index + (down ? 1 : 0) };
}

/** Indices of the main stack before which `id` would leave a net with more errors than it has now. */
export function failingPlaces(draft: NetworkDocument, id: string, classes: number): ReadonlySet<number> {
  if (!analyse(draft, classes).valid) return new Set();
  const indices = Array.from({ length: draft.layers.length + 1 }, (_, index) => index);
  return new Set(
    indices.filter((index) => !analyse(move(draft, id, { block: null, branch: 0, index }), classes).valid),
  );
}
