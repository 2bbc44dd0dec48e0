// Copies one image, or some neighbouring channels of it, into the middle of zeros that are already there.
import type { Slide } from '../../../ops/slide.ts';
import type { FunctionBuilder, FunctionReference } from '../emit/function.ts';
import type { ModuleBuilder } from '../emit/module.ts';
import { type I32, i32, v128 } from '../emit/value.ts';

/** Adds the function (first channel of the source, padded image) that copies `channels` neighbouring channels. */
export function definePadding(module: ModuleBuilder, slide: Slide, channels: number): FunctionReference {
  const { source, padded, spread } = slide;
  /** Rows, and columns, that the window reaches. */
  const rows = Math.min(source.height, Math.ceil((padded.height - padded.top) / spread.height));
  const columns = Math.min(source.width, Math.ceil((padded.width - padded.left) / spread.width));
  const first = 4 * channels * (padded.top * padded.width + padded.left);
  return module.define('', ['source', 'padded'], (f, { source: from, padded: to }) => {
    f.increase(to, first);
    f.range(0, rows, () => {
      if (channels === source.channels && spread.width === 1) f.copy(to, from, 4 * columns * channels);
      else
        f.range(0, columns, (column) => {
          const pixel = f.number(i32.add(from, i32.mul(column, 4 * source.channels)));
          const place = f.number(i32.add(to, i32.mul(column, 4 * channels * spread.width)));
          copyChannels(f, place, pixel, channels);
        });
      f.increase(from, 4 * source.width * source.channels);
      f.increase(to, 4 * padded.width * channels * spread.height);
    });
  });
}

/** Vectors that are copied one by one; more are copied at a stroke. */
const fewVectors = 8;

function copyChannels(f: FunctionBuilder, to: I32, from: I32, channels: number): void {
  if (channels > 4 * fewVectors) f.copy(to, from, 4 * channels);
  else
    for (let c = 0; c < channels; c += 4)
      f.storeVector(to, v128.load(from, 4 * c), 4 * c, Math.min(4, channels - c));
}
