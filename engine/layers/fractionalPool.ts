// Fractional max pooling (Graham 2014): a map shrinks by a ratio below 2, in windows that are drawn for each batch.
import { boundaryWords, walkOf } from '../ops/fractionalPool.ts';
import type { Settings } from '../spec/fields.ts';
import type { Shape } from '../spec/shape.ts';
import { defineLayer, type ShapeResult } from './layer.ts';

const fields = [
  { key: 'ratio', kind: 'number', min: 1, max: 2, step: 0.01, default: 1.26 },
  { key: 'overlapping', kind: 'boolean', default: true },
  { key: 'boundaries', kind: 'choice', options: ['pseudorandom', 'random'], default: 'pseudorandom' },
] as const;
type FractionalSettings = Settings<typeof fields>;

/** Pixels of an axis after pooling: the nearest whole number, as in Graham's nets (93 become 74 with 2^(1/3)). */
const shrunk = (inputs: number, ratio: number): number => Math.round(inputs / ratio);

/** Steps of one or two pixels lead from the first window to the last. */
function canWalk(inputs: number, { ratio, overlapping }: FractionalSettings): boolean {
  const { length, steps } = walkOf(inputs, shrunk(inputs, ratio), overlapping);
  return steps <= length && length <= 2 * steps;
}

function shapeOf(settings: FractionalSettings, { height, width, channels }: Shape): ShapeResult {
  const { ratio } = settings;
  const output = { height: shrunk(height, ratio), width: shrunk(width, ratio), channels };
  const wrong = [height, width].find((inputs) => !canWalk(inputs, settings));
  if (wrong === undefined) return { ok: true, output };
  const values = { input: wrong, output: shrunk(wrong, ratio) };
  const disjoint = settings.overlapping
    ? shapeOf({ ...settings, overlapping: false }, { height, width, channels })
    : null;
  const fixes = disjoint?.ok ? [{ field: 'overlapping', value: false, output: disjoint.output }] : [];
  return { ok: false, diagnostic: { code: 'fractional.size', values, field: 'ratio', fixes } };
}

export const fractionalPool = defineLayer({
  type: 'fractionalPool',
  family: 'pooling',
  fields,
  elementwise: false,
  idStem: 'fractional',
  summary: (s) =>
    `÷${s.ratio}${s.overlapping ? '' : ' disjoint'}${s.boundaries === 'random' ? ' random' : ''}`,
  /** All pixels that a window may hold, wherever pseudorandom windows begin. */
  window(settings, input) {
    const steps = [input.height, input.width].map((inputs) => {
      const { length, steps: count } = walkOf(inputs, shrunk(inputs, settings.ratio), settings.overlapping);
      return count > 0 ? length / count : 1;
    });
    const stride = [steps[0], steps[1]] as const;
    return { kernel: settings.overlapping ? 2 : stride, stride, padding: 0 };
  },
  shape: shapeOf,
  parameters: () => [],
  macs: () => 0,
  arithmetic(settings, input, output) {
    const line = (inputs: number, result: number) => ({
      quantity: 'output' as const,
      formula: `floor(${inputs}/${settings.ratio} + 1/2)`,
      result,
    });
    const height = line(input.height, output.height);
    return input.height === input.width ? [height] : [height, line(input.width, output.width)];
  },
  emit(emitter, settings, x, output) {
    const [batch, inHeight, inWidth, channels] = x.shape;
    const { height: outHeight, width: outWidth } = output;
    const { state, stream, training } = emitter;
    const geometry = { inHeight, inWidth, outHeight, outWidth, overlapping: Number(settings.overlapping) };
    const boundaries = emitter.workspace('boundaries', 'u32', [2, boundaryWords(geometry)]);
    const random = Number(settings.boundaries === 'random');
    const drawn = { ...geometry, random, stream, training: Number(training) };
    emitter.call('fractionalBoundaries', { state, boundaries }, drawn);
    const y = emitter.activation('output', [batch, outHeight, outWidth, channels]);
    const winner = emitter.workspace('winner', 'u32', y.shape);
    const a = { batch, channels, ...geometry };
    emitter.call('fractionalPoolForward', { x, boundaries, y, winner }, a);
    return {
      output: y,
      backward(dy) {
        if (!emitter.wantsGradient(x)) return null;
        const dx = emitter.gradient(x);
        emitter.call('fractionalPoolBackward', { dy, winner, boundaries, dx }, a);
        return dx;
      },
    };
  },
});
