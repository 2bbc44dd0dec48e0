// What group and layer normalisation share: a gain and a bias for each channel, and the ops.
import type { Shape } from '../spec/shape.ts';
import type { Emitter, Tensor } from './emitter.ts';
import type { ArithmeticLine, Emitted, ParameterSpec } from './layer.ts';
import { perChannel } from './perChannel.ts';

export const epsilonField = {
  key: 'epsilon',
  kind: 'number',
  min: 1e-12,
  max: 1,
  step: 1e-5,
  default: 1e-5,
} as const;

export const affineParameters = ({ channels }: Shape): ParameterSpec[] => [
  perChannel('gain', channels, 1),
  perChannel('bias', channels, 0),
];

export const affineArithmetic = ({ channels }: Shape): ArithmeticLine[] => [
  { quantity: 'parameters', formula: `2*${channels}`, result: 2 * channels },
];

export function emitGroupNorm(emitter: Emitter, x: Tensor, groups: number, epsilon: number): Emitted {
  const [batch, height, width, channels] = x.shape;
  const sizes = { batch, pixels: height * width, channels, groups };
  const [gain, bias] = [emitter.parameter('gain'), emitter.parameter('bias')];
  const y = emitter.activation('output', x.shape);
  const moments = emitter.workspace('moments', 'f32', [batch, groups, 2]);
  emitter.call('groupNormForward', { x, gain, bias, y, moments }, { ...sizes, epsilon });
  return {
    output: y,
    backward(dy) {
      const sums = { dgain: emitter.parameterGradient(gain), dbias: emitter.parameterGradient(bias) };
      const dx = emitter.wantsGradient(x) ? emitter.gradient(x) : null;
      emitter.call('groupNormBackward', { x, dy, gain, moments, ...(dx && { dx }), ...sums }, sizes);
      return dx;
    },
  };
}
