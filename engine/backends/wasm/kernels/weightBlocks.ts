// Sums a block of a weight gradient: some rows of some images, for some panels of channels. One tile of
// neighbouring values under the window by 8 channels stays in registers over all pixels of the block, and all that
// it meets lies close together: x in blocks of few channels, gradients and sums in panels.
import type { ChannelBlocks, WeightLayout } from '../../../ops/convBackwardWeight.ts';
import { panelChannels, type Slide, windowValues } from '../../../ops/slide.ts';
import type { FunctionReference } from '../emit/function.ts';
import type { ModuleBuilder } from '../emit/module.ts';
import { type I32, i32, v128 } from '../emit/value.ts';
import type { Tile } from './kernel.ts';
import { storeChannels, type Width, widthsOf, withPanel } from './panels.ts';
import { addProduct, eachTile, tilesOf, unrollOf } from './tiles.ts';

/** What is fixed while the module of one weight gradient is emitted. */
export interface WeightShape {
  layout: WeightLayout;
  slide: Slide;
  tile: Tile;
  /** Channels of one group, under the window and of the gradient. */
  inChannels: number;
  outChannels: number;
}

/** Bytes from one row of a panel of sums to the next: packed, or as dw lies where it is divided. */
const sumRowBytes = ({ layout, slide }: WeightShape, { vectors }: Width): number =>
  layout.oneRow ? 4 * slide.output.channels : 16 * vectors;

/** Adds the function that sums pixels into `size` rows of a panel, from a block of x of so many channels. */
function defineTile(
  module: ModuleBuilder,
  shape: WeightShape,
  channels: number,
  size: number,
  width: Width,
): FunctionReference {
  const { layout, slide, tile } = shape;
  const { stride, padded, output } = slide;
  const vectors = [...new Array(width.vectors).keys()];
  const unroll = unrollOf(output.width, tile.unroll);
  const pixelBytes = 4 * stride.width * channels;
  const rowBytes = sumRowBytes(shape, width);
  return module.define('', ['x', 'panel', 'sums', 'images', 'rows'], (f, p) => {
    const gradients = vectors.map(() => f.local('v128'));
    const value = f.local('v128');
    // Where dw is divided, a sum is not continued.
    const begun = (offset: number) => (layout.oneRow ? undefined : v128.load(p.sums, offset));
    const sums = Array.from({ length: size }, (_, row) =>
      vectors.map((v) => f.local('v128', begun(row * rowBytes + 16 * v))),
    );
    const x = f.number(p.x);
    const end = f.number(0);
    f.range(0, p.images, () => {
      f.set(x, p.x);
      f.range(0, p.rows, () => {
        f.set(end, i32.add(x, output.width * pixelBytes));
        f.repeat(() => {
          for (let pixel = 0; pixel < unroll; pixel++) {
            for (const v of vectors)
              f.set(gradients[v], v128.load(p.panel, 16 * (pixel * width.vectors + v)));
            for (const [row, sum] of sums.entries()) {
              f.set(value, v128.load32_splat(x, pixel * pixelBytes + 4 * row));
              for (const v of vectors) f.set(sum[v], addProduct(tile, sum[v], value, gradients[v]));
            }
          }
          f.increase(x, unroll * pixelBytes);
          f.increase(p.panel, 16 * width.vectors * unroll);
          return i32.lt_u(x, end);
        });
        f.increase(x, 4 * stride.height * padded.width * channels - output.width * pixelBytes);
      });
      f.increase(p.x, 4 * padded.height * padded.width * channels);
    });
    for (const [row, sum] of sums.entries()) storeChannels(f, p.sums, sum, width, row * rowBytes);
  });
}

/** Adds the function that packs the gradients of `pixels` pixels for one panel. */
const definePack = (module: ModuleBuilder, { slide }: WeightShape, width: Width): FunctionReference =>
  module.define('', ['dy', 'panel', 'pixels'], (f, { dy, panel, pixels }) =>
    f.range(0, pixels, () => {
      for (let v = 0; v < width.vectors; v++) f.storeVector(panel, v128.load(dy, 16 * v), 16 * v);
      f.increase(dy, 4 * slide.output.channels);
      f.increase(panel, 16 * width.vectors);
    }),
  );

const blockParameters = ['x', 'dy', 'packed', 'sums', 'images', 'row', 'rows', 'from', 'to'] as const;

/**
 * Adds the function that sums `rows` rows, from `row` on, of `images` copied images for the panels `from`..`to`
 * of a group. It packs their gradients; then each block of x meets all of them while it is near.
 */
export function defineBlocks(
  module: ModuleBuilder,
  shape: WeightShape,
  blocks: readonly ChannelBlocks[],
): FunctionReference {
  const { layout, slide, tile, outChannels } = shape;
  const { kernel, dilation, stride, padded, output } = slide;
  /** Cells of a kernel row whose values lie next to each other: all, unless they are dilated. */
  const runCells = dilation.width === 1 ? kernel.width : 1;
  const panelBytes = 4 * panelChannels * layout.images * layout.rows * output.width;
  const widths = widthsOf(outChannels);
  const packs = new Map(widths.map((width) => [width.channels, definePack(module, shape, width)]));
  const kinds = blocks.map(({ channels, count }) => {
    const runs = tilesOf(runCells * channels, tile.rows);
    const tiles = new Map(
      widths.map((width) => [
        width.channels,
        new Map(runs.map(({ size }) => [size, defineTile(module, shape, channels, size, width)])),
      ]),
    );
    return { channels, count, runs, tiles };
  });
  return module.define('', blockParameters, (f, p) => {
    /** For each panel: its width, its number, where its gradients are packed. */
    const eachPanel = (body: (width: Width, index: I32, panel: I32) => void) => {
      const panel = f.number(p.packed);
      f.range(p.from, p.to, (index) => {
        withPanel(f, outChannels, index, (width) => body(width, index, panel));
        f.increase(panel, panelBytes);
      });
    };
    const pixels = f.number(i32.mul(i32.mul(p.images, p.rows), output.width));
    eachPanel((width, index, panel) => {
      const dy = i32.add(p.dy, i32.mul(index, 4 * panelChannels));
      f.call(packs.get(width.channels)!, dy, panel, pixels);
    });
    /** Rows of a panel that come before those of the block. */
    const before = f.number(0);
    for (const { channels, count, runs, tiles } of kinds)
      f.range(0, count, () => {
        eachPanel((width, index, panel) => {
          const rowBytes = sumRowBytes(shape, width);
          const between = layout.oneRow ? 4 * panelChannels : 4 * panelChannels * windowValues(slide);
          const source = f.number(i32.add(p.x, i32.mul(p.row, 4 * stride.height * padded.width * channels)));
          const target = f.number(
            i32.add(p.sums, i32.add(i32.mul(index, between), i32.mul(before, rowBytes))),
          );
          const place = f.number(source);
          f.range(0, kernel.height, () => {
            f.set(place, source);
            f.range(0, kernel.width / runCells, () => {
              eachTile(f, runs, (size, first) =>
                f.call(
                  tiles.get(width.channels)!.get(size)!,
                  i32.add(place, i32.mul(first, 4)),
                  panel,
                  i32.add(target, i32.mul(first, rowBytes)),
                  p.images,
                  p.rows,
                ),
              );
              f.increase(place, 4 * dilation.width * channels);
              f.increase(target, rowBytes * runCells * channels);
            });
            f.increase(source, 4 * dilation.height * padded.width * channels);
          });
        });
        f.increase(before, kernel.height * kernel.width * channels);
        f.increase(p.x, 4 * channels * layout.images * padded.height * padded.width);
      });
  });
}
