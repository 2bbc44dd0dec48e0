// Cutout: an item is an image, of which a square is cleared row by row.
import { augmentDraw } from '../../../ops/imageWindow.ts';
import { Stream } from '../../../random.ts';
import type { FunctionBuilder } from '../emit/function.ts';
import { type I32, i32 } from '../emit/value.ts';
import { below, hashOf } from './hash.ts';
import { blueprint, type Kernel } from './kernel.ts';
import { runStateAt } from './state.ts';

/** The part of an axis that the square covers. */
function covered(f: FunctionBuilder, draw: I32, side: I32, size: number) {
  const first = f.number(i32.sub(below(draw, size), i32.shr_u(side, 1)));
  return {
    from: f.number(i32.max_s(first, 0)),
    to: f.number(i32.min_s(i32.add(first, side), size)),
  };
}

/** cutout(state, x, from, to) */
const cutoutBlueprint = (height: number, width: number, channels: number) =>
  blueprint(['cutout', height, width, channels], (module) => {
    module.define('cutout', ['state', 'x', 'from', 'to'], (f, p) => {
      const side = f.number(runStateAt(p.state, 'cutout'));
      f.range(p.from, p.to, (row) => {
        const position = i32.add(runStateAt(p.state, 'position'), row);
        const [y, x] = hashOf(f, [runStateAt(p.state, 'seed'), Stream.augment, position, augmentDraw.cutout]);
        const rows = covered(f, y, side, height);
        const columns = covered(f, x, side, width);
        const bytes = f.number(i32.mul(i32.sub(columns.to, columns.from), 4 * channels));
        f.range(rows.from, rows.to, (line) => {
          const pixel = i32.add(i32.mul(i32.add(i32.mul(row, height), line), width), columns.from);
          f.clear(i32.add(p.x, i32.mul(pixel, 4 * channels)), bytes);
        });
      });
    });
  });

export const cutout: Kernel = ({ attributes: { batch, height, width, channels }, address }) => [
  {
    blueprint: cutoutBlueprint(height, width, channels),
    entry: 'cutout',
    args: ['state', 'x'].map(address),
    items: batch,
  },
];
