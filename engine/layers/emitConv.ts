// The ops of a convolution, forward and backward; fully connected layers are one over a 1×1 image.
import type { ConvAttributes } from '../ops/convGeometry.ts';
import type { Emitter, Tensor } from './emitter.ts';
import type { Emitted } from './layer.ts';

/** Weights as the ops read them, and where their gradient goes. */
export interface ConvWeights {
  w: Tensor;
  gradient(): Tensor;
}

/** The parameter "weight" itself. An op gives the gradients of weight and bias: that of a frozen weight is nobody's. */
function ownWeights(emitter: Emitter): ConvWeights {
  const w = emitter.parameter('weight');
  const gradient = () =>
    emitter.learns(w) ? emitter.parameterGradient(w) : emitter.workspace('weightGradient', 'f32', w.shape);
  return { w, gradient };
}

export function emitConv(
  emitter: Emitter,
  x: Tensor,
  a: ConvAttributes,
  bias: boolean,
  { w, gradient } = ownWeights(emitter),
): Emitted {
  const b = bias ? emitter.parameter('bias') : null;
  const y = emitter.activation('output', [a.batch, a.outHeight, a.outWidth, a.outChannels]);
  emitter.call('convForward', { x, w, ...(b && { bias: b }), y }, { ...a, relu: 0 });
  return {
    output: y,
    backward(dy) {
      if ([emitter.parameter('weight'), b].some((one) => one && emitter.learns(one)))
        emitter.call(
          'convBackwardWeight',
          { x, dy, dw: gradient(), ...(b && { dbias: emitter.parameterGradient(b) }) },
          a,
        );
      if (!emitter.wantsGradient(x)) return null;
      const dx = emitter.gradient(x);
      emitter.call('convBackwardInput', { dy, w, dx }, a);
      return dx;
    },
  };
}
