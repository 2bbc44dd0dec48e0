// Subsampling as LeNet-5 has it (LeCun et al. 1998): the mean of each window, times one learned coefficient and plus one
// learned bias for each map.
import type { Fix } from '../spec/diagnostic.ts';
import { type Shape, volume } from '../spec/shape.ts';
import { emitConv } from './emitConv.ts';
import { sizeArithmetic, type WindowSettings, windowExtent, windowText } from './geometry.ts';
import { defineLayer } from './layer.ts';

const window = (kernel: number): WindowSettings => ({
  kernel,
  stride: kernel,
  padding: 0,
  rounding: 'exact',
});

const perMap = (name: string, shape: readonly number[], value: number, decayFactor: number) =>
  ({
    name,
    shape,
    initialiser: { kind: 'constant', value },
    decayFactor,
    rateFactor: 1,
    frozen: false,
  }) as const;

export const subsample = defineLayer({
  type: 'subsample',
  family: 'pooling',
  fields: [{ key: 'kernel', kind: 'integer', min: 1, max: 64, default: 2 }],
  elementwise: false,
  idStem: 'sub',
  summary: (s) => windowText(s.kernel),
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
    perMap('weight', [1, 1, 1, channels], 1, 1),
    perMap('bias', [channels], 0, 0),
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
  emit(emitter, s, x, { height, width }) {
    const [batch, inHeight, inWidth, channels] = x.shape;
    const window = {
      kernelHeight: s.kernel,
      kernelWidth: s.kernel,
      strideHeight: s.kernel,
      strideWidth: s.kernel,
    };
    const unpadded = { padHeight: 0, padWidth: 0 };
    const pooled = {
      batch,
      inHeight,
      inWidth,
      channels,
      outHeight: height,
      outWidth: width,
      ...window,
      ...unpadded,
      divisor: 0,
    };
    const means = emitter.activation('means', [batch, height, width, channels]);
    emitter.call('averagePoolForward', { x, y: means }, pooled);
    emitter.follow(x, means);
    const scaled = emitConv(
      emitter,
      means,
      {
        batch,
        inHeight: height,
        inWidth: width,
        inChannels: channels,
        outHeight: height,
        outWidth: width,
        outChannels: channels,
        kernelHeight: 1,
        kernelWidth: 1,
        strideHeight: 1,
        strideWidth: 1,
        dilationHeight: 1,
        dilationWidth: 1,
        ...unpadded,
        groups: channels,
      },
      true,
    );
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
