// In which ways a draft differs from the running net, as facts that the page puts in words.
import { type Element, isParallel, type NetworkDocument } from '../../engine/spec/document.ts';

export type Change =
  | { kind: 'added'; layer: string; after: string }
  | { kind: 'deleted'; layer: string }
  | { kind: 'moved'; layer: string }
  | { kind: 'field'; layer: string; type: string; field: string; from: unknown; to: unknown }
  | { kind: 'branches'; layer: string; from: number; to: number };

interface Standing {
  element: Element;
  stack: string;
  after: string;
}

/** Every element with the stack it is in and the one before it. */
function standings(document: NetworkDocument): Map<string, Standing> {
  const all = new Map<string, Standing>();
  const visit = (elements: readonly Element[], stack: string, start: string) => {
    let after = start;
    for (const element of elements) {
      all.set(element.id, { element, stack, after });
      if (isParallel(element))
        for (const [i, branch] of element.branches.entries()) visit(branch, `${element.id}.${i}`, element.id);
      after = element.id;
    }
  };
  visit(document.layers, '', 'input');
  return all;
}

function fieldChanges(before: Element, after: Element): Change[] {
  const layer = after.id;
  const fields = Object.entries(after)
    .filter(
      ([key, to]) =>
        key !== 'branches' && JSON.stringify((before as Record<string, unknown>)[key]) !== JSON.stringify(to),
    )
    .map(
      ([field, to]): Change => ({
        kind: 'field',
        layer,
        type: after.type,
        field,
        from: (before as Record<string, unknown>)[field],
        to,
      }),
    );
  if (!isParallel(before) || !isParallel(after)) return fields;
  const [from, to] = [before.branches.length, after.branches.length];
  return from === to ? fields : [...fields, { kind: 'branches', layer, from, to }];
}

/** Another loss is one change, whatever its settings. */
function lossChanges({ loss: before }: NetworkDocument, { loss: after }: NetworkDocument): Change[] {
  const keys = before.type === after.type ? Object.keys(after) : ['type'];
  return keys
    .filter((key) => before[key] !== after[key])
    .map((field) => ({
      kind: 'field',
      layer: 'softmax',
      type: 'loss',
      field,
      from: before[field],
      to: after[field],
    }));
}

/** Ids in the order of one side, without those that the other side does not have in the same stack. */
const common = (own: Map<string, Standing>, other: Map<string, Standing>) =>
  [...own].filter(([id, { stack }]) => other.get(id)?.stack === stack).map(([id]) => id);

/** The fewest ids that have to move to turn one order into another: those outside the longest common run. */
function moved(before: readonly string[], after: readonly string[]): string[] {
  const rank = new Map(before.map((id, index) => [id, index]));
  const best: string[][] = after.map((id) => [id]);
  for (let i = 0; i < after.length; i++)
    for (let j = 0; j < i; j++)
      if (rank.get(after[j])! < rank.get(after[i])! && best[j].length + 1 > best[i].length)
        best[i] = [...best[j], after[i]];
  const kept = new Set(best.reduce((a, b) => (b.length > a.length ? b : a), [] as string[]));
  return after.filter((id) => !kept.has(id));
}

/** Added, deleted, moved and changed elements, in the order of the draft; deleted ones last. */
export function changesBetween(running: NetworkDocument, draft: NetworkDocument): Change[] {
  const [before, after] = [standings(running), standings(draft)];
  const same = (id: string) => before.get(id)?.element.type === after.get(id)?.element.type;
  const travelled = new Set(moved(common(before, after), common(after, before)));
  const changes: Change[] = [];
  for (const [id, { element, stack, after: previous }] of after) {
    const old = before.get(id);
    if (!old || !same(id)) {
      const whole = stack !== '' && !before.has(stack.split('.')[0]);
      if (!whole) changes.push({ kind: 'added', layer: id, after: previous });
      continue;
    }
    if (old.stack !== stack || travelled.has(id)) changes.push({ kind: 'moved', layer: id });
    changes.push(...fieldChanges(old.element, element));
  }
  changes.push(...lossChanges(running, draft));
  for (const [id, { stack }] of before) {
    const whole = stack !== '' && !after.has(stack.split('.')[0]);
    if ((!after.has(id) || !same(id)) && !whole) changes.push({ kind: 'deleted', layer: id });
  }
  return changes;
}
