// Changes of a network document as pure functions: each returns a new document and leaves the old one as it
// was, so that undo is a list of documents. They know the form of a document, never what a layer means.
import {
  type Element,
  freshId,
  isParallel,
  type LossSettings,
  type NetworkDocument,
  parseLoss,
  walk,
} from '../../engine/spec/document.ts';
import type { Place } from '../store/editor.ts';

/** Where an element stands, and the stack it stands in. */
export interface Found {
  element: Element;
  place: Place;
  siblings: readonly Element[];
}

const mainStack = { block: null, branch: 0 };

/** Every element with its place, depth first: a block before what it holds. */
function* places(
  siblings: readonly Element[],
  stack: Pick<Place, 'block' | 'branch'> = mainStack,
): Generator<Found> {
  for (const [index, element] of siblings.entries()) {
    yield { element, place: { ...stack, index }, siblings };
    if (isParallel(element))
      for (const [branch, inside] of element.branches.entries())
        yield* places(inside, { block: element.id, branch });
  }
}

export function find(document: NetworkDocument, id: string): Found | null {
  for (const found of places(document.layers)) if (found.element.id === id) return found;
  return null;
}

/** The blocks that an element is in, outermost first, then the element itself; empty if there is none. */
export function pathTo(document: NetworkDocument, id: string): Element[] {
  const path: Element[] = [];
  for (let found = find(document, id); found; ) {
    path.unshift(found.element);
    found = found.place.block === null ? null : find(document, found.place.block);
  }
  return path;
}

/** The elements of a stack. */
export function stackAt(document: NetworkDocument, { block, branch }: Pick<Place, 'block' | 'branch'>) {
  if (block === null) return document.layers;
  const element = find(document, block)?.element;
  return element && isParallel(element) ? (element.branches[branch] ?? []) : [];
}

/** The document with another loss, or other settings of it. */
export const setLoss = (document: NetworkDocument, change: LossSettings): NetworkDocument => ({
  ...document,
  loss: parseLoss(change),
});

type StackChange = (stack: readonly Element[]) => Element[];

/** The document with one of its stacks changed; the others stay the same objects. */
function changeStack(document: NetworkDocument, place: Pick<Place, 'block' | 'branch'>, change: StackChange) {
  if (place.block === null) return { ...document, layers: change(document.layers) };
  return changeElement(document, place.block, (element) =>
    isParallel(element)
      ? { ...element, branches: element.branches.map((b, i) => (i === place.branch ? change(b) : b)) }
      : element,
  );
}

/** The document with one element changed wherever it stands; the same document if nothing changes. */
export function changeElement(
  document: NetworkDocument,
  id: string,
  change: (element: Element) => Element,
): NetworkDocument {
  const within = (stack: Element[]): Element[] => {
    let changed = false;
    const result = stack.map((element) => {
      const next = element.id === id ? change(element) : inBranches(element);
      changed ||= next !== element;
      return next;
    });
    return changed ? result : stack;
  };
  const inBranches = (element: Element): Element => {
    if (!isParallel(element)) return element;
    const branches = element.branches.map(within);
    return branches.some((branch, i) => branch !== element.branches[i]) ? { ...element, branches } : element;
  };
  const layers = within(document.layers);
  return layers === document.layers ? document : { ...document, layers };
}

const takenIds = (document: NetworkDocument): Set<string> =>
  new Set([...walk(document.layers)].map((element) => element.id));

/** A copy in which every element has a new id, none of them in `taken`, which grows. */
function withFreshIds(element: Element, taken: Set<string>): Element {
  const id = freshId(element.type, taken);
  taken.add(id);
  return isParallel(element)
    ? { ...element, id, branches: element.branches.map((b) => b.map((one) => withFreshIds(one, taken))) }
    : { ...element, id };
}

/** Puts an element, with fresh ids, at a place; returns its new id too. */
export function insert(document: NetworkDocument, place: Place, element: Element) {
  const fresh = withFreshIds(element, takenIds(document));
  const edited = changeStack(document, place, (stack) => stack.toSpliced(place.index, 0, fresh));
  return { document: edited, id: fresh.id };
}

export function remove(document: NetworkDocument, id: string): NetworkDocument {
  const found = find(document, id);
  if (!found) return document;
  return changeStack(document, found.place, (stack) => stack.filter((element) => element.id !== id));
}

/** A copy of an element right after it, with fresh ids. */
export function duplicate(document: NetworkDocument, id: string) {
  const found = find(document, id);
  if (!found) return { document, id };
  return insert(document, { ...found.place, index: found.place.index + 1 }, found.element);
}

/** The document with one setting of a layer, or the merge of a block, changed. */
export const setField = (
  document: NetworkDocument,
  id: string,
  field: string,
  value: unknown,
): NetworkDocument =>
  changeElement(document, id, (element) =>
    Object.is((element as Record<string, unknown>)[field], value)
      ? element
      : ({ ...element, [field]: value } as Element),
  );

/**
 * Moves an element to a place of the document as it is now (its index counts the element itself). A block
 * cannot be moved into itself: the document stays as it is.
 */
export function move(document: NetworkDocument, id: string, to: Place): NetworkDocument {
  const found = find(document, id);
  if (!found) return document;
  if (to.block !== null && pathTo(document, to.block).some((element) => element.id === id)) return document;
  const { place } = found;
  const sameStack = place.block === to.block && place.branch === to.branch;
  const index = sameStack && place.index < to.index ? to.index - 1 : to.index;
  if (sameStack && index === place.index) return document;
  return changeStack(remove(document, id), to, (stack) => stack.toSpliced(index, 0, found.element));
}

/**
 * Moves an element one place up (-1) or down (1), as the eye reads the drawing: past a layer, past a folded
 * block, into the first or last branch of a drawn one, from branch to branch, and out again.
 */
export function moveBy(
  document: NetworkDocument,
  id: string,
  direction: -1 | 1,
  folded: readonly string[] = [],
): NetworkDocument {
  const found = find(document, id);
  const to = found && nextPlace(document, found, direction, folded);
  return to ? move(document, id, to) : document;
}

function nextPlace(
  document: NetworkDocument,
  { place, siblings }: Found,
  direction: -1 | 1,
  folded: readonly string[],
): Place | null {
  const down = direction === 1;
  const neighbour = siblings[place.index + direction];
  if (neighbour && isParallel(neighbour) && !folded.includes(neighbour.id)) {
    const branch = down ? 0 : neighbour.branches.length - 1;
    return { block: neighbour.id, branch, index: down ? 0 : neighbour.branches[branch].length };
  }
  if (neighbour) return { ...place, index: place.index + (down ? 2 : -1) };
  const outer = place.block === null ? null : find(document, place.block);
  if (!outer || !isParallel(outer.element)) return null;
  const branch = outer.element.branches[place.branch + direction];
  if (branch)
    return { block: place.block, branch: place.branch + direction, index: down ? 0 : branch.length };
  return { ...outer.place, index: outer.place.index + (down ? 1 : 0) };
}

/** Most branches a block can have, and fewest. */
export const branchLimits = { least: 2, most: 16 };

/** Adds an empty branch, the identity, at the end of a block. */
export const addBranch = (document: NetworkDocument, block: string): NetworkDocument =>
  changeElement(document, block, (element) =>
    isParallel(element) && element.branches.length < branchLimits.most
      ? { ...element, branches: [...element.branches, []] }
      : element,
  );

/** Removes a branch and what is in it, unless only two are left. */
export const removeBranch = (document: NetworkDocument, block: string, branch: number): NetworkDocument =>
  changeElement(document, block, (element) =>
    isParallel(element) && element.branches.length > branchLimits.least && element.branches[branch]
      ? { ...element, branches: element.branches.toSpliced(branch, 1) }
      : element,
  );

/** What is selected once `id` is gone: the element after it, before it, or the block it was in. */
export function selectionAfterRemoval(document: NetworkDocument, id: string): string {
  const found = find(document, id);
  if (!found) return 'softmax';
  const { siblings, place } = found;
  const next = siblings[place.index + 1] ?? siblings[place.index - 1];
  return next?.id ?? place.block ?? 'softmax';
}
