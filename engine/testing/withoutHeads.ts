// A net as it predicts: without the auxiliary heads that it is trained with.
import { type Element, isParallel, type NetworkDocument } from '../spec/document.ts';

const bare = (stack: readonly Element[]): Element[] =>
  stack.flatMap((element) => {
    if (!isParallel(element)) return [element];
    if (element.merge === 'head') return bare(element.branches[0]);
    return [{ ...element, branches: element.branches.map(bare) }];
  });

/** The document whose blocks with heads are their first branches. */
export const withoutHeads = (document: NetworkDocument): NetworkDocument => ({
  ...document,
  layers: bare(document.layers),
});
