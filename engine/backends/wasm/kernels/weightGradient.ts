// dw[ky, kx, ci, co] = sum over images and pixels of x * dy, and dbias[co] that of dy. One tile of
// neighbouring values under the window by 8 channels stays in registers over some rows of pixels. All that a
// tile meets lies close together: x is copied between zeros in blocks of few channels, the gradients and the
// sums are packed in panels. The batch is split into parts, each with its own sum, which another phase adds
// up in order.
import {
  type ChannelBlocks,
  channelBlocks,
  type WeightLayout,
  weightBlock,
  weightLayout,
} from '../../../ops/convBackwardWeight.ts';
import type { ConvAttributes } from '../../../ops/convGeometry.ts';
import { panelChannels, panelValues, type Slide, windowValues } from '../../../ops/slide.ts';
import type { FunctionBuilder, FunctionReference } from '../emit/function.ts';
import type { ModuleBuilder } from '../emit/module.ts';
import { type I32, i32, v128 } from '../emit/value.ts';
import { addPanels } from './addPanels.ts';
import { type Blueprint, blueprint, type KernelCall, type Phase, type Tile } from './kernel.ts';
import { definePadding } from './padding.ts';
import { panelsOf, storeChannels, type Width, widthsOf, withPanel } from './panels.ts';
import { sumRows } from './sums.ts';
import { addProduct, eachTile, tilesOf, unrollOf } from './tiles.ts';

interface Shape {
  layout: WeightLayout;
  slide: Slide;
  tile: Tile;
  /** Channels of one group, under the window and of the gradient. */
  inChannels: number;
  outChannels: number;
}

/** Bytes from one row of a panel of sums to the next: packed, or as dw lies where it is divided. */
const sumRowBytes = ({ layout, slide }: Shape, { vectors }: Width): number =>
  layout.oneRow ? 4 * slide.output.channels : 16 * vectors;

/** Adds the function that sums pixels into `size` rows of a panel, from a block of x of so many channels. */
function defineTile(
  module: ModuleBuilder,
  shape: Shape,
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
const definePack = (module: ModuleBuilder, { slide }: Shape, width: Width): FunctionReference =>
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
function defineBlocks(
  module: ModuleBuilder,
  shape: Shape,
  blocks: readonly ChannelBlocks[],
): FunctionReference {
  const { layout, slide, tile, outChannels } = shape;
  const { kernel, stride, padded, output } = slide;
  const panelBytes = 4 * panelChannels * layout.images * layout.rows * output.width;
  const widths = widthsOf(outChannels);
  const packs = new Map(widths.map((width) => [width.channels, definePack(module, shape, width)]));
  const kinds = blocks.map(({ channels, count }) => {
    const runs = tilesOf(kernel.width * channels, tile.rows);
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
          f.range(0, kernel.height, () => {
            eachTile(f, runs, (size, first) =>
              f.call(
                tiles.get(width.channels)!.get(size)!,
                i32.add(source, i32.mul(first, 4)),
                panel,
                i32.add(target, i32.mul(first, rowBytes)),
                p.images,
                p.rows,
              ),
            );
            f.increase(source, 4 * padded.width * channels);
            f.increase(target, rowBytes * kernel.width * channels);
          });
        });
        f.increase(before, kernel.height * kernel.width * channels);
        f.increase(p.x, 4 * channels * layout.images * padded.height * padded.width);
      });
  });
}

/** Adds the function that copies the image numbered `place` of those that are summed at a time. */
function defineCopy(
  module: ModuleBuilder,
  { layout, slide }: Shape,
  blocks: readonly ChannelBlocks[],
): FunctionReference {
  const imageValues = slide.padded.height * slide.padded.width;
  const pads = blocks.map(({ channels }) => definePadding(module, slide, channels));
  return module.define('', ['source', 'copied', 'place'], (f, { source, copied, place }) => {
    for (const [kind, { channels, count }] of blocks.entries())
      f.range(0, count, () => {
        f.call(pads[kind], source, i32.add(copied, i32.mul(place, 4 * channels * imageValues)));
        f.increase(source, 4 * channels);
        f.increase(copied, 4 * channels * layout.images * imageValues);
      });
  });
}

const parameters = ['x', 'dy', 'sums', 'scratch', 'from', 'to'] as const;

/** Adds the function whose items are blocks of rows of dw. */
function defineRow(module: ModuleBuilder, shape: Shape): void {
  const { slide, layout, inChannels, outChannels } = shape;
  const [whole, rest] = [Math.floor(inChannels / weightBlock), inChannels % weightBlock];
  const kinds = [weightBlock, rest].map((channels) => {
    const blocks = channelBlocks(channels);
    return { copy: defineCopy(module, shape, blocks), sum: defineBlocks(module, shape, blocks) };
  });
  module.define('weight', parameters, (f, { x, dy, sums, scratch, from, to }) => {
    f.range(from, to, (item) => {
      const source = f.number(i32.add(x, i32.mul(item, 4 * weightBlock)));
      const target = f.number(i32.add(sums, i32.mul(item, 4 * weightBlock * slide.output.channels)));
      const copied = f.number(i32.add(scratch, i32.mul(item, 4 * layout.shareValues)));
      const packed = f.number(i32.add(copied, 4 * layout.copiedValues));
      const work = ({ copy, sum }: (typeof kinds)[number]) => {
        f.call(copy, source, copied, 0);
        f.range(0, panelsOf(outChannels), (index) => {
          f.call(sum, copied, dy, packed, target, 1, 0, 1, index, i32.add(index, 1));
        });
      };
      f.when(
        i32.lt_u(item, whole),
        () => work(kinds[0]),
        () => work(kinds[1]),
      );
    });
  });
}

const imageBytes = ({ height, width, channels }: Slide['output']) => 4 * height * width * channels;

/** Clears the sums of the panels `first`..`last` of all groups of a part. */
function clearPanels(f: FunctionBuilder, { layout, slide }: Shape, part: I32, first: I32, last: I32): void {
  if (slide.groups > 1) {
    f.clear(part, 4 * layout.partLength);
    return;
  }
  const panelBytes = 4 * panelChannels * windowValues(slide);
  const end = f.number(i32.min_u(i32.mul(last, panelBytes), 4 * layout.partLength));
  const begin = f.number(i32.mul(first, panelBytes));
  f.clear(i32.add(part, begin), i32.sub(end, begin));
}

/** Adds the function whose items are some panels of a part of the sum. */
function defineParts(module: ModuleBuilder, shape: Shape): void {
  const { slide, layout, inChannels, outChannels } = shape;
  const { parts, partLength, panels, shares, shareValues, copiedValues, images, rows } = layout;
  const { groups, output } = slide;
  const blocks = channelBlocks(inChannels);
  const perPart = shares / parts;
  const copy = defineCopy(module, shape, blocks);
  const sum = defineBlocks(module, shape, blocks);
  module.define('weight', parameters, (f, { x, dy, sums, scratch, from, to }) => {
    f.range(from, to, (share) => {
      const part = f.number(i32.div_u(share, perPart));
      const first = f.number(i32.mul(i32.rem_u(share, perPart), panels));
      const last = f.number(i32.min_u(i32.add(first, panels), panelsOf(outChannels)));
      const target = f.number(i32.add(sums, i32.mul(part, 4 * partLength)));
      const copied = f.number(i32.add(scratch, i32.mul(share, 4 * shareValues)));
      const packed = f.number(i32.add(copied, 4 * copiedValues));
      clearPanels(f, shape, target, first, last);
      f.clear(copied, 4 * copiedValues);
      const firstImage = (of: I32) => i32.div_u(i32.mul(of, slide.images), parts);
      const end = f.number(firstImage(i32.add(part, 1)));
      f.range(
        firstImage(part),
        end,
        (n) => {
          const ofBatch = f.number(i32.min_u(images, i32.sub(end, n)));
          const source = f.number(i32.add(x, i32.mul(n, imageBytes(slide.source))));
          const gradient = f.number(i32.add(dy, i32.mul(n, imageBytes(output))));
          f.range(0, groups, (group) => {
            f.range(0, ofBatch, (image) => {
              const channel = i32.mul(group, 4 * inChannels);
              const place = i32.add(source, i32.mul(image, imageBytes(slide.source)));
              f.call(copy, i32.add(place, channel), copied, image);
            });
            f.range(
              0,
              output.height,
              (row) => {
                const pixel = i32.add(gradient, i32.mul(row, 4 * output.width * output.channels));
                const count = i32.min_u(rows, i32.sub(output.height, row));
                f.call(
                  sum,
                  copied,
                  i32.add(pixel, i32.mul(group, 4 * outChannels)),
                  packed,
                  i32.add(target, i32.mul(group, 4 * panelValues(slide))),
                  ofBatch,
                  row,
                  count,
                  first,
                  last,
                );
              },
              rows,
            );
          });
        },
        images,
      );
    });
  });
}

/** weight(x, dy, sums, scratch, from, to): `sums` is dw or the parts, `scratch` begins with that of the first share. */
function weightBlueprint(layout: WeightLayout, tile: Tile): Blueprint {
  const { slide, oneRow } = layout;
  const shape: Shape = {
    layout,
    slide,
    tile,
    inChannels: slide.source.channels / slide.groups,
    outChannels: slide.output.channels / slide.groups,
  };
  return blueprint(['weight', layout, tile], (module) => {
    if (oneRow) defineRow(module, shape);
    else defineParts(module, shape);
  });
}

/** The phases of a weight gradient. */
export function weightGradient({ attributes, tile, has, address }: KernelCall): Phase[] {
  const a = attributes as ConvAttributes;
  const layout = weightLayout(a);
  const { parts, partLength, oneRow, shares, shareStart } = layout;
  const scratch = address('scratch');
  const phases: Phase[] = [
    {
      blueprint: weightBlueprint(layout, tile),
      entry: 'weight',
      args: [address('x'), address('dy'), oneRow ? address('dw') : scratch, scratch + 4 * shareStart],
      items: shares,
    },
  ];
  if (!oneRow) phases.push(addPanels(layout, scratch, address('dw')));
  if (!has('dbias')) return phases;
  const rows = { count: a.batch * a.outHeight * a.outWidth, channels: a.outChannels };
  return [
    ...phases,
    ...sumRows(address('dy'), rows, parts, scratch + 4 * parts * partLength, address('dbias')),
  ];
}
