// The ops of a convolution, forward and backward; fully connected layers are one over a 1×1 image.
import type { ConvAttributes } from '../ops/convGeometry.ts';
import type { Emitter, Tensor } from './emitter.ts';
import type { Emitted, ParameterSpec } from './layer.ts';

/** Weights drawn N(0, sqrt(2 / fanIn)) (He et al. 2015), biases 0. */
export function heNormal(shape: readonly number[], fanIn: number, bias: boolean): ParameterSpec[] {
  const weight: ParameterSpec = {
    name: 'weight',
    shape,
    initialiser: { kind: 'normal', deviation: Math.sqrt(2 / fanIn) },
    decays: true,
  };
  const channels = shape[shape.length - 1];
  return bias
    ? [
        weight,
        { name: 'bias', shape: [channels], initialiser: { kind: 'constant', value: 0 }, decays: false },
      ]
    : [weight];
}

export function emitConv(emitter: Emitter, x: Tensor, a: ConvAttributes, bias: boolean): Emitted {
  const w = emitter.parameter('weight');
  const b = bias ? emitter.parameter('bias') : null;
  const y = emitter.activation('output', [a.batch, a.outHeight, a.outWidth, a.outChannels]);
  emitter.call('convForward', { x, w, ...(b && { bias: b }), y }, { ...a, relu: 0 });
  return {
    output: y,
    backward(dy) {
      const gradients = {
        dw: emitter.parameterGradient(w),
        ...(b && { dbias: emitter.parameterGradient(b) }),
      };
      emitter.call('convBackwardWeight', { x, dy, ...gradients }, a);
      if (!emitter.wantsGradient(x)) return null;
      const dx = emitter.gradient(x);
      emitter.call('convBackwardInput', { dy, w, dx }, a);
      return dx;
    },
  };
}
