// Pooling: the largest value, the mean, or the root of the sum of squares of each window; channels stay apart.
// Padding adds nothing: it never wins and is no square.
import { divisors, type PoolAttributes } from '../ops/poolGeometry.ts';
import { pair, type Settings, type Size } from '../spec/fields.ts';
import type { Shape } from '../spec/shape.ts';
import type { Emitter, Tensor } from './emitter.ts';
import {
  sizeArithmetic,
  slidingAttributes,
  strideText,
  type WindowSettings,
  windowExtent,
  windowLimit,
} from './geometry.ts';
import { defineLayer, type Emitted } from './layer.ts';

const sized = { window: ['size'] };
const fields = [
  { key: 'kind', kind: 'choice', options: ['max', 'average', 'l2'], default: 'max' },
  { key: 'window', kind: 'choice', options: ['size', 'global'], default: 'size' },
  { key: 'kernel', kind: 'size', min: 1, max: windowLimit, default: 2, when: sized },
  { key: 'stride', kind: 'size', min: 1, max: windowLimit, default: 2, when: sized },
  { key: 'padding', kind: 'size', min: 0, max: windowLimit - 1, default: 0, when: sized },
  {
    key: 'rounding',
    kind: 'choice',
    options: ['exact', 'floor', 'ceil', 'leading'],
    default: 'exact',
    when: sized,
  },
  {
    key: 'divisor',
    kind: 'choice',
    options: divisors,
    default: 'inside',
    when: { ...sized, kind: ['average'] },
  },
] as const;
type PoolSettings = Settings<typeof fields>;

/** How the window moves; a global one is the whole map. */
const windowOf = (settings: PoolSettings, { height, width }: Shape): WindowSettings =>
  settings.window === 'global'
    ? { kernel: [height, width], stride: 1, padding: 0, rounding: 'exact' }
    : settings;

function attributes(settings: PoolSettings, shape: readonly number[], output: Shape): PoolAttributes {
  const [, height, width, channels] = shape;
  const window = windowOf(settings, { height, width, channels });
  return { ...slidingAttributes(window, shape, output), channels };
}

/** Emits the forward op and returns what emits the backward op, into a gradient that is wanted. */
type EmitKind = (
  emitter: Emitter,
  tensors: { x: Tensor; y: Tensor },
  a: PoolAttributes,
  settings: PoolSettings,
) => (dy: Tensor, dx: Tensor) => void;

const kinds: Record<PoolSettings['kind'], EmitKind> = {
  max(emitter, { x, y }, a) {
    const winner = emitter.workspace('winner', 'u32', y.shape);
    emitter.call('maxPoolForward', { x, y, winner }, a);
    return (dy, dx) => emitter.call('maxPoolBackward', { dy, winner, dx }, a);
  },
  average(emitter, { x, y }, geometry, settings) {
    const a = { ...geometry, divisor: divisors.indexOf(settings.divisor) };
    emitter.call('averagePoolForward', { x, y }, a);
    return (dy, dx) => emitter.call('averagePoolBackward', { dy, dx }, a);
  },
  l2(emitter, { x, y }, a) {
    emitter.call('l2PoolForward', { x, y }, a);
    emitter.keep(y);
    return (dy, dx) => emitter.call('l2PoolBackward', { x, y, dy, dx }, a);
  },
};

/** "3 s2", leaving out the stride where windows tile the image. */
function sizeText({ kernel, stride, padding }: { kernel: Size; stride: Size; padding: Size }): string {
  const [height, width] = pair(kernel);
  const [strideHeight, strideWidth] = pair(stride);
  const tiled = height === strideHeight && width === strideWidth;
  const window = height === width ? String(height) : `${height}×${width}`;
  return `${window}${strideText({ stride: tiled ? 1 : stride, padding })}`;
}

export const pool = defineLayer({
  type: 'pool',
  family: 'pooling',
  fields,
  elementwise: false,
  idStem: 'pool',
  summary: (s) => `${s.kind} ${s.window === 'global' ? 'global' : sizeText(s)}`,
  window: windowOf,
  shape(settings, input) {
    const extent = windowExtent(input, windowOf(settings, input), ['floor', 'ceil']);
    return extent.ok
      ? { ok: true, output: { height: extent.height, width: extent.width, channels: input.channels } }
      : extent;
  },
  parameters: () => [],
  macs: () => 0,
  arithmetic: (settings, input, output) => sizeArithmetic(input, windowOf(settings, input), output),
  emit(emitter, settings, x, output): Emitted {
    const a = attributes(settings, x.shape, output);
    const y = emitter.activation('output', [a.batch, output.height, output.width, output.channels]);
    const backward = kinds[settings.kind](emitter, { x, y }, a, settings);
    return {
      output: y,
      backward(dy) {
        if (!emitter.wantsGradient(x)) return null;
        const dx = emitter.gradient(x);
        backward(dy, dx);
        return dx;
      },
    };
  },
});
