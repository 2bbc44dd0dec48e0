// Batch normalisation: each channel gets mean 0 and deviation 1 over the batch, then a learned gain and bias. In
// evaluation the means and variances are those that ran along in training.
import type { Tensor } from './emitter.ts';
import { defineLayer } from './layer.ts';
import { perChannel } from './perChannel.ts';
import { decayField, rateField } from './weights.ts';

export const batchNorm = defineLayer({
  type: 'batchNorm',
  family: 'normalisation',
  fields: [
    { key: 'gain', kind: 'boolean', default: true },
    { key: 'bias', kind: 'boolean', default: true },
    decayField('weightDecay', 0, { gain: [true] }),
    rateField('biasRate', { bias: [true] }),
    decayField('biasDecay', 0, { bias: [true] }),
    { key: 'epsilon', kind: 'number', min: 1e-12, max: 1, step: 1e-5, default: 1e-5 },
    { key: 'share', kind: 'number', min: 0, max: 1, step: 0.01, default: 0.1 },
  ],
  elementwise: false,
  idStem: 'bn',
  summary: (s) => [s.gain && 'gain', s.bias && 'bias'].filter(Boolean).join(' + '),
  shape: (_, input) => ({ ok: true, output: input }),
  parameters: (s, { channels }) => [
    ...(s.gain ? [perChannel('gain', channels, 1, { decayFactor: s.weightDecay })] : []),
    ...(s.bias
      ? [perChannel('bias', channels, 0, { rateFactor: s.biasRate, decayFactor: s.biasDecay })]
      : []),
  ],
  statistics: (_, { channels }) => [
    perChannel('mean', channels, 0, { frozen: true }),
    perChannel('variance', channels, 1, { frozen: true }),
  ],
  macs: () => 0,
  arithmetic(s, { channels }) {
    const affine = Number(s.gain) + Number(s.bias);
    return affine > 0
      ? [{ quantity: 'parameters', formula: `${affine}*${channels}`, result: affine * channels }]
      : [];
  },
  emit(emitter, settings, x) {
    const [batch, height, width, channels] = x.shape;
    const size = { rows: batch * height * width, channels };
    const { training } = emitter;
    const moments = emitter.workspace('moments', 'f32', [3, channels]);
    const running = { mean: emitter.parameter('mean'), variance: emitter.parameter('variance') };
    const { epsilon, share } = settings;
    if (training) {
      emitter.call('batchNormMoments', { x, moments }, { ...size, epsilon });
      emitter.atUpdate(() =>
        emitter.call('updateRunning', { moments, state: emitter.state, ...running }, { ...size, share }),
      );
    } else emitter.call('runningMoments', { ...running, moments }, { channels, epsilon });
    const gain = settings.gain ? emitter.parameter('gain') : null;
    const bias = settings.bias ? emitter.parameter('bias') : null;
    const y = emitter.activation('output', x.shape);
    const affine = { ...(gain && { gain }), ...(bias && { bias }) };
    emitter.call('batchNormForward', { x, moments, ...affine, y }, { ...size, relu: 0 });
    const sumOf = (name: string, parameter: Tensor | null) =>
      parameter ? emitter.parameterGradient(parameter) : emitter.workspace(name, 'f32', [channels]);
    return {
      output: y,
      backward(dy) {
        const sums = { dgain: sumOf('dgain', gain), dbias: sumOf('dbias', bias) };
        emitter.call('batchNormSums', { x, dy, moments, ...sums }, size);
        if (!emitter.wantsGradient(x)) return null;
        const dx = emitter.overwriteGradient(dy, x);
        const fixed = Number(!training);
        emitter.call(
          'batchNormBackward',
          { x, moments, ...(gain && { gain }), ...sums, dx },
          { ...size, fixed },
        );
        return dx;
      },
    };
  },
});
