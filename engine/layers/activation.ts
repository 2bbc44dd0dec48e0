// What elementwise activations share: the input's shape, nothing to learn, and ops that work in place where the
// backward pass reads the output alone, so that the input need not be kept.
import type { OpName } from '../ops/index.ts';
import type { Field, Settings } from '../spec/fields.ts';
import { defineLayer, type LayerDefinition } from './layer.ts';

interface Activation<F extends readonly Field[]> {
  fields?: F;
  summary?(settings: Settings<F>): string;
  /** Attributes that both ops carry beside the count. */
  attributes?(settings: Settings<F>): Record<string, number>;
  /**
   * What the backward op reads beside the gradient "dx", which it changes. output: the forward op changes "y" in place.
   * input: the forward op reads "x", which stays, and writes "y".
   */
  needs?: 'output' | 'input';
}

/** Types that have ops called `<type>Forward` and `<type>Backward`. */
type ActivationType = {
  [Op in OpName]: Op extends `${infer T}Forward` ? (`${T}Backward` extends OpName ? T : never) : never;
}[OpName];

/** A layer whose ops are `<type>Forward` and `<type>Backward`. */
export function defineActivation<const F extends readonly Field[] = readonly []>(
  type: ActivationType,
  { fields, summary, attributes, needs = 'output' }: Activation<F> = {},
): LayerDefinition {
  return defineLayer({
    type,
    family: 'activation',
    fields: (fields ?? []) as F,
    elementwise: true,
    idStem: type,
    summary: (settings) => summary?.(settings) ?? '',
    shape: (_, input) => ({ ok: true, output: input }),
    parameters: () => [],
    macs: () => 0,
    arithmetic: () => [],
    emit(emitter, settings, x) {
      const inPlace = needs === 'output';
      const y = inPlace ? emitter.overwrite(x, 'output') : emitter.activation('output', x.shape);
      const all = { count: y.shape.reduce((a, b) => a * b, 1), ...attributes?.(settings) };
      emitter.call(`${type}Forward`, inPlace ? { y } : { x, y }, all);
      if (inPlace) emitter.keep(y);
      return {
        output: y,
        backward(dy) {
          if (!emitter.wantsGradient(x)) return null;
          const dx = emitter.overwriteGradient(dy, x);
          emitter.call(`${type}Backward`, inPlace ? { y, dx } : { x, dx }, all);
          return dx;
        },
      };
    },
  });
}
