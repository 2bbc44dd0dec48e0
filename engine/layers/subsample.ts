// Subsampling as LeNet-5 has it (LeCun et al. 1998): the mean of each window, times one learned coefficient and plus one
// learned bias for each map.
import { divisors } from '../ops/poolGeometry.ts';
import type { Fix } from '../spec/diagnostic.ts';
import { type Shape, volume } from '../spec/shape.ts';
import { emitConv } from './emitConv.ts';
import {
  pointWindow,
  sizeArithmetic,
  slidingAttributes,
  type WindowSettings,
  windowAttributes,
  windowExtent,
  windowText,
} from './geometry.ts';
import { defineLayer } from './layer.ts';
import { perChannel } from './perChannel.ts';

const window = (kernel: number): WindowSettings => ({
  kernel,
  stride: kernel,
  padding: 0,
  rounding: 'exact',
});

export const subsample = defineLayer({
  type: 'subsample',
  family: 'pooling',
  fields: [{ key: 'kernel', kind: 'integer', min: 1, max: 64, default: 2 }],
  elementwise: false,
  idStem: 'sub',
  summary: (s) => windowText(s.kernel),
  window: (s) => window(s.kernel),
  shape(s, input) {
    const extent = windowExtent(input, window(s.kernel), []);
    if (extent.ok)
      return { ok: true, output: { height: extent.height, width: extent.width, channels: input.channels } };
    const fixes: Fix[] = [];
    for (let kernel = s.kernel - 1; kernel >= 1 && fixes.length === 0; kernel--) {
      const smaller = windowExtent(input, window(kernel), []);
      if (!smaller.ok) continue;
      const output: Shape = { height: smaller.height, width: smaller.width, channels: input.channels };
      fixes.push({ field: 'kernel', value: kernel, output });
    }
    return { ok: false, diagnostic: { ...extent.diagnostic, field: 'kernel', fixes } };
  },
  parameters: (_, { channels }) => [
    { ...perChannel('weight', channels, 1), shape: [1, 1, 1, channels], decayFactor: 1 },
    perChannel('bias', channels, 0),
  ],
  macs: (_, __, output) => volume(output),
  arithmetic: (s, input, output) => [
    ...sizeArithmetic(input, window(s.kernel), output),
    {
      quantity: 'parameters',
      formula: `${input.channels} + ${input.channels}`,
      result: 2 * input.channels,
    },
    {
      quantity: 'macs',
      formula: `${output.height}*${output.width}*${output.channels}`,
      result: volume(output),
    },
  ],
  emit(emitter, s, x, output) {
    const [batch, , , channels] = x.shape;
    const geometry = slidingAttributes(window(s.kernel), x.shape, output);
    const pooled = { ...geometry, channels, divisor: divisors.indexOf('inside') };
    const means = emitter.activation('means', [batch, output.height, output.width, channels]);
    emitter.call('averagePoolForward', { x, y: means }, pooled);
    emitter.follow(x, means);
    const perMap = { ...windowAttributes(pointWindow, means.shape, output), groups: channels };
    const scaled = emitConv(emitter, means, perMap, true);
    return {
      output: scaled.output,
      backward(dy) {
        const dmeans = scaled.backward(dy);
        if (!dmeans) return null;
        const dx = emitter.gradient(x);
        emitter.call('averagePoolBackward', { dy: dmeans, dx }, pooled);
        return dx;
      },
    };
  },
});
