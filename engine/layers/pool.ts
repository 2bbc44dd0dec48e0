// Pooling: the largest value, or the mean, of each window; channels stay apart. Padding is never read.
import type { PoolAttributes, poolAttributes } from '../ops/poolGeometry.ts';
import { pair, type Settings } from '../spec/fields.ts';
import type { Shape } from '../spec/shape.ts';
import type { Emitter, Tensor } from './emitter.ts';
import { sizeArithmetic, strideText, windowExtent, windowLimit } from './geometry.ts';
import { defineLayer, type Emitted } from './layer.ts';

const fields = [
  { key: 'kind', kind: 'choice', options: ['max', 'average'], default: 'max' },
  { key: 'kernel', kind: 'size', min: 1, max: windowLimit, default: 2 },
  { key: 'stride', kind: 'size', min: 1, max: windowLimit, default: 2 },
  { key: 'padding', kind: 'size', min: 0, max: windowLimit - 1, default: 0 },
  { key: 'rounding', kind: 'choice', options: ['exact', 'floor', 'ceil'], default: 'exact' },
] as const;
type PoolSettings = Settings<typeof fields>;

function attributes(
  settings: PoolSettings,
  [batch, inHeight, inWidth, channels]: readonly number[],
  output: Shape,
) {
  const [kernelHeight, kernelWidth] = pair(settings.kernel);
  const [strideHeight, strideWidth] = pair(settings.stride);
  const [padHeight, padWidth] = pair(settings.padding);
  const { height: outHeight, width: outWidth } = output;
  return {
    batch,
    inHeight,
    inWidth,
    channels,
    outHeight,
    outWidth,
    kernelHeight,
    kernelWidth,
    strideHeight,
    strideWidth,
    padHeight,
    padWidth,
  } satisfies Record<(typeof poolAttributes)[number], number>;
}

function emitMax(emitter: Emitter, x: Tensor, y: Tensor, a: PoolAttributes): Emitted['backward'] {
  const winner = emitter.workspace('winner', 'u32', y.shape);
  emitter.call('maxPoolForward', { x, y, winner }, a);
  return (dy) => {
    if (!emitter.wantsGradient(x)) return null;
    const dx = emitter.gradient(x);
    emitter.call('maxPoolBackward', { dy, winner, dx }, a);
    return dx;
  };
}

function emitAverage(emitter: Emitter, x: Tensor, y: Tensor, a: PoolAttributes): Emitted['backward'] {
  emitter.call('averagePoolForward', { x, y }, a);
  return (dy) => {
    if (!emitter.wantsGradient(x)) return null;
    const dx = emitter.gradient(x);
    emitter.call('averagePoolBackward', { dy, dx }, a);
    return dx;
  };
}

export const pool = defineLayer({
  type: 'pool',
  family: 'pooling',
  fields,
  elementwise: false,
  idStem: 'pool',
  summary: (s) => {
    const [height, width] = pair(s.kernel);
    const [strideHeight, strideWidth] = pair(s.stride);
    const tiled = height === strideHeight && width === strideWidth;
    const window = height === width ? String(height) : `${height}×${width}`;
    return `${s.kind} ${window}${strideText(tiled ? { stride: 1, padding: s.padding } : s)}`;
  },
  shape(settings, input) {
    const extent = windowExtent(input, settings, ['floor', 'ceil']);
    return extent.ok
      ? { ok: true, output: { height: extent.height, width: extent.width, channels: input.channels } }
      : extent;
  },
  parameters: () => [],
  macs: () => 0,
  arithmetic: (settings, input, output) => sizeArithmetic(input, settings, output),
  emit(emitter, settings, x, output) {
    const a = attributes(settings, x.shape, output);
    const y = emitter.activation('output', [a.batch, output.height, output.width, output.channels]);
    const emit = settings.kind === 'max' ? emitMax : emitAverage;
    return { output: y, backward: emit(emitter, x, y, a) };
  },
});
