// Copies one image, or one group of its channels, into the middle of zeros that are already there.
import type { Slide } from '../../../ops/slide.ts';
import type { FunctionReference } from '../emit/function.ts';
import type { ModuleBuilder } from '../emit/module.ts';
import { f32, i32 } from '../emit/value.ts';

/** Adds the function (source of the group's first channel, padded image) to a module. */
export function definePadding(module: ModuleBuilder, slide: Slide): FunctionReference {
  const { source, padded, spread, groups } = slide;
  const channels = source.channels / groups;
  /** Rows, and columns, that the window reaches. */
  const rows = Math.min(source.height, Math.ceil((padded.height - padded.top) / spread.height));
  const columns = Math.min(source.width, Math.ceil((padded.width - padded.left) / spread.width));
  const first = 4 * channels * (padded.top * padded.width + padded.left);
  return module.define('', ['source', 'padded'], (f, { source: from, padded: to }) => {
    f.increase(to, first);
    f.range(0, rows, () => {
      if (groups === 1 && spread.width === 1) f.copy(to, from, 4 * columns * channels);
      else
        f.range(0, columns, (column) => {
          const pixel = f.number(i32.add(from, i32.mul(column, 4 * source.channels)));
          const place = f.number(i32.add(to, i32.mul(column, 4 * channels * spread.width)));
          f.range(0, 4 * channels, (c) => f.storeFloat(i32.add(place, c), f32.load(i32.add(pixel, c))), 4);
        });
      f.increase(from, 4 * source.width * source.channels);
      f.increase(to, 4 * padded.width * channels * spread.height);
    });
  });
}
