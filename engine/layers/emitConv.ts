// The ops of a convolution, forward and backward; fully connected layers are one over a 1×1 image.
import type { ConvAttributes } from '../ops/convGeometry.ts';
import type { Emitter, Tensor } from './emitter.ts';
import type { Emitted } from './layer.ts';

export function emitConv(emitter: Emitter, x: Tensor, a: ConvAttributes, bias: boolean): Emitted {
  const w = emitter.parameter('weight');
  const b = bias ? emitter.parameter('bias') : null;
  const y = emitter.activation('output', [a.batch, a.outHeight, a.outWidth, a.outChannels]);
  emitter.call('convForward', { x, w, ...(b && { bias: b }), y }, { ...a, relu: 0 });
  return {
    output: y,
    backward(dy) {
      const learned = [w, b].filter((one) => one && emitter.learns(one));
      if (learned.length > 0) {
        // The op gives both gradients; that of a frozen weight is nobody's.
        const dw = emitter.learns(w)
          ? emitter.parameterGradient(w)
          : emitter.workspace('weightGradient', 'f32', w.shape);
        emitter.call(
          'convBackwardWeight',
          { x, dy, dw, ...(b && { dbias: emitter.parameterGradient(b) }) },
          a,
        );
      }
      if (!emitter.wantsGradient(x)) return null;
      const dx = emitter.gradient(x);
      emitter.call('convBackwardInput', { dy, w, dx }, a);
      return dx;
    },
  };
}
