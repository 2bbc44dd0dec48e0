// Every value times a fixed factor.
import { defineLayer } from './layer.ts';

export const scale = defineLayer({
  type: 'scale',
  family: 'normalisation',
  fields: [{ key: 'factor', kind: 'number', min: 0.001, max: 1000, step: 0.005, default: 0.125 }],
  elementwise: true,
  idStem: 'scale',
  summary: (s) => `×${s.factor}`,
  shape: (_, input) => ({ ok: true, output: input }),
  parameters: () => [],
  macs: () => 0,
  arithmetic: () => [],
  emit(emitter, { factor }, x) {
    const y = emitter.overwrite(x, 'output');
    const attributes = { count: y.shape.reduce((a, b) => a * b, 1), factor };
    emitter.call('scale', { y }, attributes);
    return {
      output: y,
      backward(dy) {
        if (!emitter.wantsGradient(x)) return null;
        const dx = emitter.overwriteGradient(dy, x);
        emitter.call('scale', { y: dx }, attributes);
        return dx;
      },
    };
  },
});
