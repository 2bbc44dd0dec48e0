// A block with auxiliary classifiers: the first branch goes on alone, every other ends in a loss of its own, whose
// gradient is added to that of the block's input (Szegedy et al. 2014, section 5). Only learning runs them.
import type { Tensor } from '../layers/emitter.ts';
import type { Emitted } from '../layers/layer.ts';
import { isParallel } from '../spec/document.ts';
import { type ElementReport, walkReports } from './analyse.ts';
import type { Builder } from './builder.ts';
import { sumGradients } from './emitParallel.ts';

type Branch = readonly ElementReport[];

/** The name of the head that is a block's branch with this index, from 1 on: the block's own way is branch 0. */
export const headName = (branch: number): string => `head${branch + 1}`;

/**
 * Names of all heads of a net, "block1.head2" being that of a block's second branch. The tensors of its loss begin
 * with it, and the ring "run.metrics" has the heads in this order.
 */
export const headsOf = (reports: readonly ElementReport[]): string[] =>
  [...walkReports(reports)].flatMap(({ id, element, branches }) =>
    isParallel(element) && element.merge === 'head'
      ? branches.slice(1).map((_, index) => `${id}.${headName(index + 1)}`)
      : [],
  );

export interface HeadOptions {
  /** Whether the heads are run at all. */
  learning: boolean;
  emitTrunk(branch: Branch, input: Tensor): Emitted;
  /** Emits a branch and its loss; what it gives is where its backward pass starts. */
  emitHead(branch: Branch, input: Tensor, index: number): Emitted;
}

export function emitHeads(
  builder: Builder,
  x: Tensor,
  branches: readonly Branch[],
  { learning, emitTrunk, emitHead }: HeadOptions,
): Emitted {
  builder.keep(x);
  const inputOf = (index: number) => builder.named(x, `branch${index + 1}`);
  const heads = learning ? branches.slice(1).map((branch, i) => emitHead(branch, inputOf(i + 1), i + 1)) : [];
  const trunk = emitTrunk(branches[0], inputOf(0));
  const output = builder.named(trunk.output, 'output');
  const wanted = (one: Emitted) => builder.wantsGradient(one.output);
  // The backward pass must come by for the heads, also where nothing before the output learns.
  if (heads.some(wanted)) builder.gradientWanted.add(output.name);
  return {
    output,
    backward(dy) {
      const ofTrunk = wanted(trunk)
        ? trunk.backward(builder.alias(`${trunk.output.name}.gradient`, dy))
        : null;
      const ofHeads = heads.map((head) => (wanted(head) ? head.backward(head.output) : null));
      return builder.wantsGradient(x) ? sumGradients(builder, x, [ofTrunk, ...ofHeads]) : null;
    },
  };
}
