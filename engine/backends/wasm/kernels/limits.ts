// Kernels that keep updates within bounds.
import type { FunctionBuilder, Local } from '../emit/function.ts';
import { f32, f32x4, type I32, i32, type V128, v128, word } from '../emit/value.ts';
import { blockValues, blueprint, type Kernel } from './kernel.ts';
import { normOfParts } from './norm.ts';
import { runHyperAt, runStateAt } from './state.ts';
import { eachVector } from './vectors.ts';

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

interface FilterSize {
  rows: Local<'i32'>;
  /** From row to row. */
  bytes: Local<'i32'>;
  limit: Local<'v128'>;
}

/** Scales the filters of `vectors` neighbouring vectors, of which the last has `lanes` that are real. */
function limitVectors(
  f: FunctionBuilder,
  first: I32,
  vectors: number,
  lanes: number,
  size: FilterSize,
): void {
  const place = f.number(first);
  const places = Array.from({ length: vectors }, (_, vector) => 16 * vector);
  const eachRow = (body: () => void) => {
    f.set(place, word(first));
    f.range(0, size.rows, () => {
      body();
      f.increase(place, size.bytes);
    });
  };
  const squares = places.map(() => f.local('v128', f32x4.const(0)));
  const value = f.local('v128');
  eachRow(() => {
    for (const [vector, offset] of places.entries()) {
      f.set(value, v128.load(place, offset));
      f.set(squares[vector], f32x4.add(squares[vector], f32x4.mul(value, value)));
    }
  });
  const count = f32x4.splat(f32.convert_i32_u(size.rows));
  const factors = squares.map((sum) => {
    const root = f.local('v128', f32x4.sqrt(f32x4.div(sum, count)));
    return f.local('v128', factorTo(size.limit, root));
  });
  eachRow(() => {
    for (const [vector, offset] of places.entries()) {
      const real = vector === vectors - 1 ? lanes : 4;
      f.storeVector(place, f32x4.mul(v128.load(place, offset), factors[vector]), offset, real);
    }
  });
}

/** limitFilters(w, hyper, state, rows, from, to), for a number of filters that is known. */
const limitBlueprint = (filters: number) =>
  blueprint(['limitFilters', filters], (module) => {
    module.define('limitFilters', ['w', 'hyper', 'state', 'rows', 'from', 'to'], (f, p) => {
      f.when(i32.eq(runStateAt(p.state, 'halted'), 0), () => {
        const limit = f.local('v128', f32x4.splat(runHyperAt(p.hyper, 'filterLimit')));
        const size = { rows: p.rows, bytes: f.number(4 * filters), limit };
        const whole = Math.floor(filters / filterBlock);
        const at = (block: I32) => f.number(i32.add(p.w, i32.mul(block, 4 * filterBlock)));
        const end = f.number(i32.min_u(p.to, whole));
        f.range(p.from, end, (block) => limitVectors(f, at(block), filterBlock / 4, 4, size));
        // Whoever has the last item treats the filters that fill no block.
        const rest = filters % filterBlock;
        if (rest > 0)
          f.when(i32.ge_u(p.to, whole + 1), () =>
            limitVectors(f, at(whole), Math.ceil(rest / 4), ((rest - 1) % 4) + 1, size),
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
