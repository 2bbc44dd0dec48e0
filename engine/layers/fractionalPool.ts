// Fractional max pooling (Graham 2014): a map shrinks by a ratio below 2, in windows that are drawn for each batch.
import { boundaryWords, fractionalBoundaries, walkOf } from '../ops/fractionalPool.ts';
import { runState, runStateWords } from '../ops/runState.ts';
import type { Settings } from '../spec/fields.ts';
import type { Shape } from '../spec/shape.ts';
import { defineLayer, type ShapeResult } from './layer.ts';

const fields = [
  { key: 'ratio', kind: 'number', min: 1, max: 2, step: 0.01, default: 1.26 },
  { key: 'overlapping', kind: 'boolean', default: true },
  { key: 'boundaries', kind: 'choice', options: ['pseudorandom', 'random'], default: 'pseudorandom' },
] as const;
type FractionalSettings = Settings<typeof fields>;

type Size = Omit<Shape, 'channels'>;

/** Pixels of an axis after pooling: the nearest whole number, as in Graham's nets (93 become 74 with 2^(1/3)). */
const shrunk = (inputs: number, ratio: number): number => Math.round(inputs / ratio);

/** Steps of one or two pixels lead from the first window to the last. */
function canWalk(inputs: number, { ratio, overlapping }: FractionalSettings): boolean {
  const { length, steps } = walkOf(inputs, shrunk(inputs, ratio), overlapping);
  return steps <= length && length <= 2 * steps;
}

const shrunkShape = ({ height, width, channels }: Shape, ratio: number): Shape => ({
  height: shrunk(height, ratio),
  width: shrunk(width, ratio),
  channels,
});

function shapeOf(settings: FractionalSettings, input: Shape): ShapeResult {
  const { ratio } = settings;
  const { height, width } = input;
  const output = shrunkShape(input, ratio);
  const wrong = [height, width].find((inputs) => !canWalk(inputs, settings));
  if (wrong === undefined) return { ok: true, output };
  const values = { input: wrong, output: shrunk(wrong, ratio) };
  const disjoint = settings.overlapping ? shapeOf({ ...settings, overlapping: false }, input) : null;
  const fixes = disjoint?.ok ? [{ field: 'overlapping', value: false, output: disjoint.output }] : [];
  return { ok: false, diagnostic: { code: 'fractional.size', values, field: 'ratio', fixes } };
}

const geometryOf = ({ overlapping }: FractionalSettings, input: Size, output: Size) => ({
  inHeight: input.height,
  inWidth: input.width,
  outHeight: output.height,
  outWidth: output.width,
  overlapping: Number(overlapping),
});

const isRandom = ({ boundaries }: FractionalSettings): number => Number(boundaries === 'random');

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
  drawnWindows(settings, input, { seed, stream, step }) {
    const output = shrunkShape(input, settings.ratio);
    const geometry = geometryOf(settings, input, output);
    const words = boundaryWords(geometry);
    const [state, boundaries] = [new Uint32Array(runStateWords), new Uint32Array(2 * words)];
    state[runState.seed] = seed;
    state[runState.step] = step;
    const drawn = { ...geometry, random: isRandom(settings), stream, training: 1 };
    fractionalBoundaries.reference({ state, boundaries }, drawn);
    const along = (axis: number, count: number) => [
      ...boundaries.subarray(axis * words, axis * words + count),
    ];
    return { rows: along(0, output.height), columns: along(1, output.width) };
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
    const [batch, height, width, channels] = x.shape;
    const { state, stream, training } = emitter;
    const geometry = geometryOf(settings, { height, width }, output);
    const boundaries = emitter.workspace('boundaries', 'u32', [2, boundaryWords(geometry)]);
    const drawn = { ...geometry, random: isRandom(settings), stream, training: Number(training) };
    emitter.call('fractionalBoundaries', { state, boundaries }, drawn);
    const y = emitter.activation('output', [batch, output.height, output.width, channels]);
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
