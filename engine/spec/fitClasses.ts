// A net for another number of classes: data of a person's own seldom have ten.
import { type Element, isParallel, type NetworkDocument } from './document.ts';

/** A stack whose last layer has `classes` units, if that is a fully connected one; else itself. */
function fitEnd(stack: Element[], classes: number): Element[] {
  const last = stack.at(-1);
  if (!last || isParallel(last) || last.type !== 'fc' || last.units === classes) return stack;
  return [...stack.slice(0, -1), { ...last, units: classes }];
}

/** A stack whose auxiliary heads end so, wherever they stand. */
const fitHeads = (stack: readonly Element[], classes: number): Element[] =>
  stack.map((element) => {
    if (!isParallel(element)) return element;
    const isHead = (branch: number) => element.merge === 'head' && branch > 0;
    const branches = element.branches
      .map((branch) => fitHeads(branch, classes))
      .map((branch, index) => (isHead(index) ? fitEnd(branch, classes) : branch));
    return { ...element, branches };
  });

/**
 * The document whose fully connected ends, its own and those of auxiliary heads, have `classes` units; itself where its
 * own end is another layer or fits, or where it says what it tells apart.
 */
export function fitClasses(document: NetworkDocument, classes: number): NetworkDocument {
  if (document.classes !== undefined) return document;
  const layers = fitEnd(document.layers, classes);
  return layers === document.layers ? document : { ...document, layers: fitHeads(layers, classes) };
}
