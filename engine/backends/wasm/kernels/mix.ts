// Mixed examples: an item is a pair of images, which lie apart from all other pairs.
import { augmentDraw } from '../../../ops/imageWindow.ts';
import { shareSteps } from '../../../ops/mix.ts';
import { Stream } from '../../../random.ts';
import type { FunctionBuilder, Local } from '../emit/function.ts';
import { f32, f32x4, type I32, i32, v128 } from '../emit/value.ts';
import { below, hashOf } from './hash.ts';
import { blueprint, type Kernel } from './kernel.ts';
import { runStateAt } from './state.ts';

type Sizes = Readonly<Record<'batch' | 'height' | 'width' | 'channels', number>>;

/** A word as a float in [0, 1): its upper 24 bits. */
const unitFloat = (draw: I32) => f32.mul(f32.convert_i32_u(i32.shr_u(draw, 8)), f32.const(2 ** -24));

function span(f: FunctionBuilder, draw: I32, extent: I32, size: number): { from: I32; to: I32 } {
  const first = f.number(i32.sub(below(draw, size), i32.shr_u(extent, 1)));
  return {
    from: f.number(i32.max_s(first, 0)),
    to: f.number(i32.min_s(i32.add(first, extent), size)),
  };
}

/** one, two = share one + (1 - share) two, share two + (1 - share) one, over all values of a pair. */
function blend(f: FunctionBuilder, one: I32, two: I32, values: number, share: Local<'f32'>): void {
  const [a, b] = [f.number(one), f.number(two)];
  const kept = f.local('v128', f32x4.splat(share));
  const given = f.local('v128', f32x4.sub(f32x4.const(1), kept));
  const [own, other] = [f.local('v128'), f.local('v128')];
  const step = (lanes: number) => {
    f.set(own, v128.load(a));
    f.set(other, v128.load(b));
    f.storeVector(a, f32x4.add(f32x4.mul(kept, own), f32x4.mul(given, other)), 0, lanes);
    f.storeVector(b, f32x4.add(f32x4.mul(kept, other), f32x4.mul(given, own)), 0, lanes);
    f.increase(a, 4 * lanes);
    f.increase(b, 4 * lanes);
  };
  f.range(0, Math.floor(values / 4), () => step(4));
  if (values % 4 > 0) step(values % 4);
}

/** Exchanges the values of a rectangle. */
function exchange(
  f: FunctionBuilder,
  one: I32,
  two: I32,
  { width, channels }: Sizes,
  rows: { from: I32; to: I32 },
  columns: { from: I32; to: I32 },
): void {
  const values = f.number(i32.mul(i32.sub(columns.to, columns.from), channels));
  const own = f.local('f32');
  f.range(rows.from, rows.to, (y) => {
    const offset = f.number(i32.mul(i32.add(i32.mul(y, width), columns.from), 4 * channels));
    const [a, b] = [f.number(i32.add(one, offset)), f.number(i32.add(two, offset))];
    f.range(0, values, () => {
      f.set(own, f32.load(a));
      f.storeFloat(a, f32.load(b));
      f.storeFloat(b, own);
      f.increase(a, 4);
      f.increase(b, 4);
    });
  });
}

const parameters = [
  'state',
  'mixing',
  'labels',
  'x',
  'otherLabels',
  'shares',
  'batch',
  'from',
  'to',
] as const;

const mixBlueprint = (sizes: Sizes) => {
  const { height, width, channels } = sizes;
  const bytes = 4 * height * width * channels;
  return blueprint(['mixImages', height, width, channels], (module) => {
    module.define('mix', parameters, (f, p) => {
      const share = f.local('f32');
      f.range(p.from, p.to, (n) => {
        const m = f.number(i32.sub(i32.sub(p.batch, 1), n));
        const [atN, atM] = [f.number(i32.mul(n, 4)), f.number(i32.mul(m, 4))];
        f.storeWord(i32.add(p.otherLabels, atN), i32.load(i32.add(p.labels, atM)));
        f.storeWord(i32.add(p.otherLabels, atM), i32.load(i32.add(p.labels, atN)));
        f.set(share, f32.const(1));
        f.when(i32.ne(n, m), () => {
          const [one, two] = [n, m].map((image) => f.number(i32.add(p.x, i32.mul(image, bytes))));
          const seed = f.number(runStateAt(p.state, 'seed'));
          const position = f.number(i32.add(runStateAt(p.state, 'position'), n));
          const [kind, place, first, second] = hashOf(f, [seed, Stream.augment, position, augmentDraw.mix]);
          f.when(
            f32.gt(f32.load(p.mixing), unitFloat(kind)),
            () => {
              const side = f.number(i32.select(i32.lt_u(first, second), second, first));
              const [y, x] = hashOf(f, [seed, Stream.augment, position, augmentDraw.mixPlace]);
              const rows = span(f, y, f.number(below(side, height)), height);
              const columns = span(f, x, f.number(below(side, width)), width);
              const area = i32.mul(i32.sub(rows.to, rows.from), i32.sub(columns.to, columns.from));
              const part = f32.div(f32.convert_i32_u(area), f32.const(height * width));
              f.set(share, f32.sub(f32.const(1), part));
              exchange(f, one, two, sizes, rows, columns);
            },
            () => {
              const at = f.local('f32', f32.mul(unitFloat(place), f32.const(shareSteps)));
              const step = f.local('f32', f32.floor(at));
              const entry = f.number(i32.add(p.mixing, i32.mul(i32.trunc_sat_f32_s(step), 4)));
              const [low, high] = [4, 8].map((offset) => f.local('f32', f32.load(entry, offset)));
              f.set(share, f32.add(low, f32.mul(f32.sub(at, step), f32.sub(high, low))));
              blend(f, one, two, bytes / 4, share);
            },
          );
        });
        for (const at of [atN, atM]) f.storeFloat(i32.add(p.shares, at), share);
      });
    });
  });
};

export const mixImages: Kernel = ({ attributes, address }) => [
  {
    blueprint: mixBlueprint(attributes as Sizes),
    entry: 'mix',
    args: [...['state', 'mixing', 'labels', 'x', 'otherLabels', 'shares'].map(address), attributes.batch],
    items: Math.ceil(attributes.batch / 2),
  },
];
