// Dropout: every value with a draw of its own, or one draw for each channel of an example, all of whose pixels then
// go by.
import type { FunctionBuilder, Local } from '../emit/function.ts';
import { f32, f32x4, type I32, i32, i32x4, type V128, v128 } from '../emit/value.ts';
import { eachBlock, eachRow } from './columns.ts';
import { hashOfVectors } from './hash.ts';
import { blockValues, blueprint, type Kernel } from './kernel.ts';
import { runStateAt } from './state.ts';
import { eachVector } from './vectors.ts';

type Parameters = Readonly<Record<'rate' | 'stream' | 'state', Local<'i32'>>>;

/** What follows from the arguments alone: what kept values are multiplied by, and which of four draws are dropped. */
function prepare(f: FunctionBuilder, p: Parameters) {
  const kept = f32.div(f32.const(65536), f32.convert_i32_u(i32.sub(65536, p.rate)));
  const scale = f.local('v128', f32x4.splat(kept));
  const rate = f.local('v128', i32x4.splat(p.rate));
  const seed = i32x4.splat(runStateAt(p.state, 'seed'));
  const step = i32x4.splat(runStateAt(p.state, 'step'));
  const dropped = (first: I32): V128 => {
    const draws = i32x4.add(i32x4.splat(first), i32x4.const(0, 1, 2, 3));
    const [word] = hashOfVectors(f, [seed, i32x4.splat(p.stream), step, draws]);
    return i32x4.lt_u(i32x4.shr_u(word, 16), rate);
  };
  return { scale, dropped };
}

const valuesModule = blueprint('dropout', (module) => {
  module.define('dropout', ['y', 'state', 'count', 'rate', 'stream', 'from', 'to'], (f, p) => {
    const { scale, dropped } = prepare(f, p);
    eachVector(f, [p.y], p, (offset, index) => {
      const value = f32x4.mul(v128.load(p.y, offset), scale);
      f.storeVector(p.y, v128.andnot(value, dropped(index)), offset);
    });
  });
});

/** Vectors of channels that are dropped or kept together: a line of the cache. */
const blockWidth = 4;

const mapsModule = (pixels: number, channels: number) =>
  blueprint(['dropoutMaps', pixels, channels], (module) => {
    module.define('dropoutMaps', ['y', 'state', 'rate', 'stream', 'from', 'to'], (f, p) => {
      const { scale, dropped } = prepare(f, p);
      f.range(p.from, p.to, (example) => {
        const image = f.number(i32.add(p.y, i32.mul(example, 4 * pixels * channels)));
        const draws = f.number(i32.mul(example, channels));
        eachBlock(f, channels, blockWidth, (block) => {
          const first = f.number(i32.add(draws, i32.shr_u(block.offset, 2)));
          const masks = block.lanes.map((_, v) => f.local('v128', dropped(i32.add(first, 4 * v))));
          eachRow(f, { starts: [image], count: pixels, channels }, block, ([place]) => {
            for (const [v, lanes] of block.lanes.entries()) {
              const value = f32x4.mul(v128.load(place, 16 * v), scale);
              f.storeVector(place, v128.andnot(value, masks[v]), 16 * v, lanes);
            }
          });
        });
      });
    });
  });

export const dropout: Kernel = ({ attributes: { count, rate, stream, pixels, channels }, address }) => {
  const [y, state] = [address('y'), address('state')];
  if (pixels === 1) {
    const args = [y, state, count, rate, stream];
    return [{ blueprint: valuesModule, entry: 'dropout', args, items: Math.ceil(count / blockValues) }];
  }
  const items = count / (pixels * channels);
  return [
    { blueprint: mapsModule(pixels, channels), entry: 'dropoutMaps', args: [y, state, rate, stream], items },
  ];
};
