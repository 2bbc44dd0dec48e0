// dw[ky, kx, ci, co] = sum over images and pixels of x * dy. One tile of neighbouring values under the
// window by 8 channels stays in registers over a few rows of pixels. The batch is split into parts, each
// with its own sum, which another phase adds up in order.

import { weightParts, weightSplits } from '../../../ops/convBackwardWeight.ts';
import type { ConvAttributes } from '../../../ops/convGeometry.ts';
import {
  forwardSlide,
  needsNoCopy,
  paddedValues,
  panelChannels,
  type Slide,
  windowValues,
} from '../../../ops/slide.ts';
import type { FunctionReference } from '../emit/function.ts';
import type { ModuleBuilder } from '../emit/module.ts';
import { f32x4, i32, v128 } from '../emit/value.ts';
import { type Blueprint, blueprint, type KernelCall, type Phase, type Tile } from './kernel.ts';
import { definePadding } from './padding.ts';
import { panelsOf, storeChannels, type Width, widthsOf, withPanel } from './panels.ts';
import { addParts } from './sums.ts';
import { eachTile, tilesOf, unrollOf } from './tiles.ts';

/** Rows of pixels that one visit of a tile sums over: few enough that they stay in the nearest cache. */
const mostRows = 4;
/** Values under the window that are one item where images need no copy. */
const itemValues = 64;

interface Shape {
  slide: Slide;
  tile: Tile;
  inChannels: number;
  outChannels: number;
}

/** Adds the function that sums `rows` rows of pixels into `values` rows of dw, for one panel. */
function defineTile(
  module: ModuleBuilder,
  { slide, tile, inChannels }: Shape,
  values: number,
  rows: number,
  width: Width,
): FunctionReference {
  const { stride, padded, output } = slide;
  const vectors = [...new Array(width.vectors).keys()];
  const unroll = unrollOf(output.width, tile.unroll);
  const pixelBytes = 4 * stride.width * inChannels;
  return module.define('', ['x', 'dy', 'dw'], (f, { x, dy, dw }) => {
    const gradients = vectors.map(() => f.local('v128'));
    const value = f.local('v128');
    const sums = Array.from({ length: values }, (_, row) =>
      vectors.map((v) => f.local('v128', v128.load(dw, 4 * row * output.channels + 16 * v))),
    );
    const end = f.local('i32');
    f.range(0, rows, () => {
      f.set(end, i32.add(x, output.width * pixelBytes));
      f.repeat(() => {
        for (let pixel = 0; pixel < unroll; pixel++) {
          for (const v of vectors) f.set(gradients[v], v128.load(dy, 4 * pixel * output.channels + 16 * v));
          for (const [row, sum] of sums.entries()) {
            f.set(value, v128.load32_splat(x, pixel * pixelBytes + 4 * row));
            for (const v of vectors) f.set(sum[v], f32x4.add(sum[v], f32x4.mul(value, gradients[v])));
          }
        }
        f.increase(x, unroll * pixelBytes);
        f.increase(dy, 4 * unroll * output.channels);
        return i32.lt_u(x, end);
      });
      f.increase(x, 4 * stride.height * padded.width * inChannels - output.width * pixelBytes);
    });
    for (const [row, sum] of sums.entries()) storeChannels(f, dw, sum, width, 4 * row * output.channels);
  });
}

/** Adds the function that sums `rows` rows of pixels into `values` rows of dw, for all channels of a group. */
function defineRows(module: ModuleBuilder, shape: Shape, values: number, rows: number): FunctionReference {
  const { tile, outChannels } = shape;
  const { channels } = shape.slide.output;
  const runs = tilesOf(values, tile.rows);
  const tiles = new Map(
    widthsOf(outChannels).map((width) => [
      width.channels,
      new Map(runs.map(({ size }) => [size, defineTile(module, shape, size, rows, width)])),
    ]),
  );
  return module.define('', ['x', 'dy', 'dw'], (f, { x, dy, dw }) => {
    f.range(0, panelsOf(outChannels), (index) => {
      withPanel(f, outChannels, index, (width) =>
        eachTile(f, runs, (size, first) =>
          f.call(
            tiles.get(width.channels)!.get(size)!,
            i32.add(x, i32.mul(first, 4)),
            dy,
            i32.add(dw, i32.mul(first, 4 * channels)),
          ),
        ),
      );
      f.increase(dy, 4 * panelChannels);
      f.increase(dw, 4 * panelChannels);
    });
  });
}

/** Rows of an image in blocks: the whole blocks, and what is left. */
const rowBlocks = (height: number) => {
  const rows = Math.min(mostRows, height);
  return { rows, whole: Math.floor(height / rows), rest: height % rows };
};

/** Adds the function that sums one image into dw, for one group: all its rows of pixels and of the kernel. */
function defineImage(module: ModuleBuilder, shape: Shape): FunctionReference {
  const { kernel, stride, padded, output } = shape.slide;
  const { rows, whole, rest } = rowBlocks(output.height);
  const values = kernel.width * shape.inChannels;
  const block = defineRows(module, shape, values, rows);
  const lastBlock = rest > 0 ? defineRows(module, shape, values, rest) : null;
  const rowBytes = 4 * padded.width * shape.inChannels;
  return module.define('', ['x', 'dy', 'dw'], (f, { x, dy, dw }) => {
    const kernelRows = (body: FunctionReference) =>
      f.range(0, kernel.height, (ky) =>
        f.call(
          body,
          i32.add(x, i32.mul(ky, rowBytes)),
          dy,
          i32.add(dw, i32.mul(ky, 4 * values * output.channels)),
        ),
      );
    f.range(0, whole, () => {
      kernelRows(block);
      f.increase(x, rows * stride.height * rowBytes);
      f.increase(dy, 4 * rows * output.width * output.channels);
    });
    if (lastBlock) kernelRows(lastBlock);
  });
}

/** Whether all there is to sum is one row of pixels, as in a fully connected layer: dw is then divided. */
const isOneRow = (slide: Slide): boolean =>
  needsNoCopy(slide) && slide.images * slide.kernel.height * slide.output.height === 1;

/** In how many parts the sum is split. */
const partsOf = (a: ConvAttributes): number => (isOneRow(forwardSlide(a)) ? 1 : weightSplits(a));

/**
 * The module of a weight gradient: weight(x, dy, dw, images, from, to), where `dw` holds the parts one after
 * the other and `images` a padded image for each. An item is a part, or some rows of dw where there is one
 * row of pixels.
 */
function weightBlueprint(a: ConvAttributes, tile: Tile): Blueprint {
  const slide = forwardSlide(a);
  const shape = {
    slide,
    tile,
    inChannels: slide.source.channels / slide.groups,
    outChannels: slide.output.channels / slide.groups,
  };
  return blueprint(['weight', slide, tile, partsOf(a)], (module) => {
    if (isOneRow(slide)) defineRow(module, shape);
    else defineParts(module, shape, partsOf(a));
  });
}

const parameters = ['x', 'dy', 'dw', 'images', 'from', 'to'] as const;

function defineRow(module: ModuleBuilder, shape: Shape): void {
  const { slide } = shape;
  const rowBytes = 4 * slide.output.channels;
  const values = windowValues(slide);
  const [whole, rest] = [Math.floor(values / itemValues), values % itemValues];
  const block = whole > 0 ? defineRows(module, shape, itemValues, 1) : null;
  const lastBlock = rest > 0 ? defineRows(module, shape, rest, 1) : null;
  module.define('weight', parameters, (f, { x, dy, dw, from, to }) => {
    f.range(from, to, (item) => {
      const first = f.number(i32.mul(item, itemValues));
      const target = f.number(i32.add(dw, i32.mul(first, rowBytes)));
      const sum = (body: FunctionReference, rows: number) => {
        f.clear(target, rows * rowBytes);
        f.call(body, i32.add(x, i32.mul(first, 4)), dy, target);
      };
      f.when(
        i32.lt_u(item, whole),
        () => block && sum(block, itemValues),
        () => lastBlock && sum(lastBlock, rest),
      );
    });
  });
}

const imageBytes = ({ height, width, channels }: Slide['output']) => 4 * height * width * channels;

function defineParts(module: ModuleBuilder, shape: Shape, parts: number): void {
  const { slide, inChannels, outChannels } = shape;
  const { images: count, groups } = slide;
  const partBytes = 4 * windowValues(slide) * slide.output.channels;
  const pad = needsNoCopy(slide) ? null : definePadding(module, slide);
  const image = defineImage(module, shape);
  module.define('weight', parameters, (f, { x, dy, dw, images, from, to }) => {
    f.range(from, to, (part) => {
      const target = f.number(i32.add(dw, i32.mul(part, partBytes)));
      f.clear(target, partBytes);
      const padded = f.number(i32.add(images, i32.mul(part, 4 * paddedValues(slide))));
      if (pad) f.clear(padded, 4 * paddedValues(slide));
      const end = f.number(i32.div_u(i32.mul(i32.add(part, 1), count), parts));
      f.range(i32.div_u(i32.mul(part, count), parts), end, (n) => {
        const source = f.number(i32.add(x, i32.mul(n, imageBytes(slide.source))));
        const gradient = f.number(i32.add(dy, i32.mul(n, imageBytes(slide.output))));
        f.range(0, groups, (group) => {
          const channel = f.number(i32.mul(group, 4 * outChannels));
          if (pad) f.call(pad, i32.add(source, i32.mul(group, 4 * inChannels)), padded);
          f.call(image, pad ? padded : source, i32.add(gradient, channel), i32.add(target, channel));
        });
      });
    });
  });
}

/** The phases of a weight gradient. */
export function weightGradient({ attributes, tile, address }: KernelCall): Phase[] {
  const a = attributes as ConvAttributes;
  const slide = forwardSlide(a);
  const parts = partsOf(a);
  const values = windowValues(slide) * slide.output.channels;
  const target = parts > 1 ? address('scratch') : address('dw');
  const images = address('scratch') + 4 * weightParts(a);
  const sums: Phase = {
    blueprint: weightBlueprint(a, tile),
    entry: 'weight',
    args: [address('x'), address('dy'), target, images],
    items: isOneRow(slide) ? Math.ceil(windowValues(slide) / itemValues) : parts,
  };
  return parts > 1 ? [sums, addParts(target, address('dw'), parts, values)] : [sums];
}
