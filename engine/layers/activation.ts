// What elementwise activations share: no fields, the input's shape, ops that work in place. The backward
// pass reads the output alone, so the input need not be kept.
import type { OpName } from '../ops/index.ts';
import { defineLayer, type LayerDefinition } from './layer.ts';

/** A layer whose forward op changes "y" in place and whose backward op reads "y" and changes "dx". */
export const defineActivation = (type: string, forward: OpName, backward: OpName): LayerDefinition =>
  defineLayer({
    type,
    family: 'activation',
    fields: [],
    elementwise: true,
    idStem: type,
    summary: () => '',
    shape: (_, input) => ({ ok: true, output: input }),
    parameters: () => [],
    macs: () => 0,
    arithmetic: () => [],
    emit(emitter, _, x) {
      const y = emitter.overwrite(x, 'output');
      const count = { count: y.shape.reduce((a, b) => a * b, 1) };
      emitter.call(forward, { y }, count);
      emitter.keep(y);
      return {
        output: y,
        backward(dy) {
          if (!emitter.wantsGradient(x)) return null;
          const dx = emitter.overwriteGradient(dy, x);
          emitter.call(backward, { y, dx }, count);
          return dx;
        },
      };
    },
  });
