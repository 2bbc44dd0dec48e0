// Local response normalisation: each value is divided by a power of the activity around it, in neighbouring
// channels or in neighbouring pixels of its own channel.
import type { LrnAttributes } from '../ops/lrn.ts';
import { pointWindow } from './geometry.ts';
import { defineLayer } from './layer.ts';

const largestWindow = 31;

export const lrn = defineLayer({
  type: 'lrn',
  family: 'normalisation',
  fields: [
    { key: 'region', kind: 'choice', options: ['across', 'within'], default: 'across' },
    { key: 'size', kind: 'integer', min: 1, max: largestWindow, default: 5 },
    { key: 'alpha', kind: 'number', min: 0, max: 100, step: 0.0001, default: 0.0001 },
    { key: 'beta', kind: 'number', min: 0, max: 4, step: 0.05, default: 0.75 },
    { key: 'k', kind: 'number', min: 0.1, max: 100, step: 0.1, default: 2 },
    { key: 'alphaDivided', kind: 'boolean', default: true },
  ],
  elementwise: false,
  idStem: 'lrn',
  summary: (s) => (s.region === 'across' ? String(s.size) : `${s.size}×${s.size}`),
  window: ({ region, size }) =>
    region === 'across' ? pointWindow : { kernel: size, stride: 1, padding: (size - 1) / 2 },
  shape({ size }, input) {
    if (size % 2 === 1) return { ok: true, output: input };
    const fixes = [size + 1, size - 1]
      .filter((value) => value <= largestWindow)
      .map((value) => ({ field: 'size', value, output: input }));
    return { ok: false, diagnostic: { code: 'lrn.size', values: { size }, field: 'size', fixes } };
  },
  parameters: () => [],
  macs: () => 0,
  arithmetic: () => [],
  emit(emitter, settings, x) {
    const [batch, height, width, channels] = x.shape;
    const { region, size, alpha, beta, k, alphaDivided } = settings;
    const cells = region === 'across' ? size : size * size;
    const a: LrnAttributes = {
      batch,
      height,
      width,
      channels,
      size,
      alpha: alphaDivided ? alpha / cells : alpha,
      beta,
      k,
    };
    const y = emitter.activation('output', x.shape);
    emitter.call(region === 'across' ? 'lrnAcrossForward' : 'lrnWithinForward', { x, y }, a);
    return {
      output: y,
      backward(dy) {
        if (!emitter.wantsGradient(x)) return null;
        const dx = emitter.gradient(x);
        emitter.call(region === 'across' ? 'lrnAcrossBackward' : 'lrnWithinBackward', { x, dy, dx }, a);
        return dx;
      },
    };
  },
});
