// Dropout: in training each value, or each map, is set to zero with probability `rate` and the others are scaled up;
// in evaluation values pass unchanged.
import { defineLayer } from './layer.ts';

export const dropout = defineLayer({
  type: 'dropout',
  family: 'regularisation',
  fields: [
    { key: 'rate', kind: 'number', min: 0, max: 0.95, step: 0.05, default: 0.5 },
    { key: 'unit', kind: 'choice', options: ['value', 'map'], default: 'value' },
  ],
  elementwise: true,
  idStem: 'drop',
  summary: (s) => (s.unit === 'map' ? `${s.rate} map` : String(s.rate)),
  shape: (_, input) => ({ ok: true, output: input }),
  parameters: () => [],
  macs: () => 0,
  arithmetic: () => [],
  emit(emitter, settings, x) {
    const y = emitter.overwrite(x, 'output');
    const { state, stream, training } = emitter;
    const [, height, width, channels] = y.shape;
    const attributes = {
      count: y.shape.reduce((a, b) => a * b, 1),
      rate: Math.round(settings.rate * 65536),
      stream,
      pixels: settings.unit === 'map' ? height * width : 1,
      channels,
    };
    if (training) emitter.call('dropout', { y, state }, attributes);
    return {
      output: y,
      backward(dy) {
        if (!emitter.wantsGradient(x)) return null;
        const dx = emitter.overwriteGradient(dy, x);
        if (training) emitter.call('dropout', { y: dx, state }, attributes);
        return dx;
      },
    };
  },
});
