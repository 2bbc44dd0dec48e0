// Kernels that keep updates within bounds.
import type { FunctionBuilder, Local } from '../emit/function.ts';
import { f32, f32x4, i32, type V128, v128 } from '../emit/value.ts';
import { eachVector } from './elementwise.ts';
import { blockValues, blueprint, type Kernel } from './kernel.ts';
import { normOfParts } from './norm.ts';
import { runHyperAt, runStateAt } from './state.ts';

/** What brings `size` down to `limit` in each lane: limit / size where it is larger, 1 where it is not. */
const factorTo = (limit: V128, size: Local<'v128'>): V128 =>
  v128.bitselect(f32x4.const(1), f32x4.div(limit, size), f32x4.le(size, limit));

/** clipGradient(g, partial, hyper, count, from, to) */
const clipModule = blueprint('clipGradient', (module) => {
  module.define('clipGradient', ['g', 'partial', 'hyper', 'count', 'from', 'to'], (f, p) => {
    const norm = normOfParts(f, p.partial);
    const factor = f.local('v128', factorTo(f32x4.splat(runHyperAt(p.hyper, 'clipNorm')), norm));
    eachVector(f, [p.g], { from: p.from, to: p.to, count: p.count }, (offset) =>
      f.storeVector(p.g, f32x4.mul(v128.load(p.g, offset), factor), offset),
    );
  });
});

export const clipGradient: Kernel = ({ attributes: { count }, address }) => [
  {
    blueprint: clipModule,
    entry: 'clipGradient',
    args: [...['g', 'partial', 'hyper'].map(address), count],
    items: Math.ceil(count / blockValues),
  },
];

/** Filters side by side that one item treats: a line of the cache. */
const filterBlock = 16;

/** Scales the `lanes` filters of a vector that begins at `first`; filters lie `bytes` apart from row to row. */
function limitVector(
  f: FunctionBuilder,
  first: Local<'i32'>,
  lanes: number,
  { rows, bytes, limit }: { rows: Local<'i32'>; bytes: Local<'i32'>; limit: Local<'v128'> },
): void {
  const place = f.number(first);
  const squares = f.local('v128', f32x4.const(0));
  const each = (body: () => void) => {
    f.set(place, first);
    f.range(0, rows, () => {
      body();
      f.increase(place, bytes);
    });
  };
  const value = f.local('v128');
  each(() => {
    f.set(value, v128.load(place));
    f.set(squares, f32x4.add(squares, f32x4.mul(value, value)));
  });
  const count = f32x4.splat(f32.convert_i32_u(rows));
  const size = f.local('v128', f32x4.sqrt(f32x4.div(squares, count)));
  const factor = f.local('v128', factorTo(limit, size));
  each(() => f.storeVector(place, f32x4.mul(v128.load(place), factor), 0, lanes));
}

/** limitFilters(w, hyper, state, rows, from, to), for a number of filters that is known. */
const limitBlueprint = (filters: number) =>
  blueprint(['limitFilters', filters], (module) => {
    module.define('limitFilters', ['w', 'hyper', 'state', 'rows', 'from', 'to'], (f, p) => {
      f.when(i32.eq(runStateAt(p.state, 'halted'), 0), () => {
        const limit = f.local('v128', f32x4.splat(runHyperAt(p.hyper, 'filterLimit')));
        const size = { rows: p.rows, bytes: f.number(4 * filters), limit };
        const whole = filters - (filters % 4);
        const end = f.number(i32.min_u(i32.mul(p.to, filterBlock), whole));
        const at = (filter: Local<'i32'>) => f.number(i32.add(p.w, i32.mul(filter, 4)));
        f.range(i32.mul(p.from, filterBlock), end, (filter) => limitVector(f, at(filter), 4, size), 4);
        // Whoever has the last item treats the filters that fill no vector.
        if (filters > whole)
          f.when(i32.ge_u(i32.mul(p.to, filterBlock), filters), () =>
            limitVector(f, f.number(i32.add(p.w, 4 * whole)), filters - whole, size),
          );
      });
    });
  });

export const limitFilters: Kernel = ({ attributes: { rows, filters }, address }) => [
  {
    blueprint: limitBlueprint(filters),
    entry: 'limitFilters',
    args: [...['w', 'hyper', 'state'].map(address), rows],
    items: Math.ceil(filters / filterBlock),
  },
];
