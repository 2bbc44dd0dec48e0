// Branches side by side: each reads the same tensor, their outputs are joined by concat or add, and
// their input gradients are summed.
import type { Tensor } from '../layers/emitter.ts';
import type { Emitted } from '../layers/layer.ts';
import type { ElementReport } from './analyse.ts';
import type { Builder } from './builder.ts';
import { elements } from './plan.ts';

type Branch = readonly ElementReport[];

export function emitParallel(
  builder: Builder,
  x: Tensor,
  outputShape: readonly number[],
  merge: 'concat' | 'add',
  branches: readonly Branch[],
  emitStack: (branch: Branch, input: Tensor) => Emitted,
): Emitted {
  builder.keep(x);
  const output = builder.activation('output', outputShape);
  const emitted = branches.map((branch, index) => emitStack(branch, builder.named(x, `branch${index + 1}`)));
  const ends = emitted.map((one) => one.output);
  const join = merge === 'concat' ? concat(builder, output, ends) : add(builder, output, ends);
  if (ends.some((end) => builder.wantsGradient(end))) builder.gradientWanted.add(output.name);
  return {
    output,
    backward(dy) {
      builder.keep(dy);
      const parts = emitted.map((one, index) =>
        builder.wantsGradient(ends[index]) ? one.backward(join(dy, index)) : null,
      );
      return builder.wantsGradient(x) ? sumGradients(builder, x, parts) : null;
    },
  };
}

/** How a branch's share of the output gradient is had, by branch index. */
type GradientOf = (dy: Tensor, index: number) => Tensor;

function add(builder: Builder, y: Tensor, ends: readonly Tensor[]): GradientOf {
  builder.copy(ends[0], y);
  for (const end of ends.slice(1)) builder.call('accumulate', { x: end, y }, { count: elements(y) });
  return (dy, index) => builder.alias(`${ends[index].name}.gradient`, dy);
}

function concat(builder: Builder, y: Tensor, ends: readonly Tensor[]): GradientOf {
  const total = y.shape[3];
  const pixels = elements(y) / total;
  const widths = ends.map((end) => end.shape[3]);
  const offsets = widths.map((_, index) => widths.slice(0, index).reduce((a, b) => a + b, 0));
  for (const [index, end] of ends.entries())
    builder.call(
      'copyChannels',
      { x: end, y },
      {
        pixels,
        channels: widths[index],
        fromChannels: widths[index],
        fromOffset: 0,
        toChannels: total,
        toOffset: offsets[index],
      },
    );
  return (dy, index) => {
    const part = builder.gradient(ends[index]);
    builder.call(
      'copyChannels',
      { x: dy, y: part },
      {
        pixels,
        channels: widths[index],
        fromChannels: total,
        fromOffset: offsets[index],
        toChannels: widths[index],
        toOffset: 0,
      },
    );
    return part;
  };
}

/** The gradient of a tensor that several branches read, of those there are; null where there is none. */
export function sumGradients(builder: Builder, x: Tensor, parts: readonly (Tensor | null)[]): Tensor | null {
  const given = parts.filter((part) => part !== null);
  if (given.length === 0) return null;
  const dx = builder.gradient(x);
  builder.copy(given[0], dx);
  for (const part of given.slice(1)) builder.call('accumulate', { x: part, y: dx }, { count: elements(dx) });
  return dx;
}
