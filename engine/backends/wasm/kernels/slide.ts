// Slides a window over images: out[n, y, x, c] = bias[c] + the sum over the values under the window times
// the panel of c, and what ends the pass: a ReLU, or the gradient of one. One tile of neighbouring pixels by
// 8 channels stays in registers while the sum runs, and every sum runs in the same order whatever the tile,
// so that results are the same to the bit with all that do not fuse.
import {
  imageShares,
  needsNoCopy,
  paddedValues,
  panelChannels,
  panelValues,
  type Slide,
  windowValues,
} from '../../../ops/slide.ts';
import type { FunctionBuilder, FunctionReference } from '../emit/function.ts';
import type { ModuleBuilder } from '../emit/module.ts';
import { f32x4, type I32, i32, type V128, v128 } from '../emit/value.ts';
import { type Blueprint, blueprint, type Tile } from './kernel.ts';
import { definePadding } from './padding.ts';
import { panelsOf, storeChannels, type Width, widthsOf, withPanel } from './panels.ts';
import { addProduct, eachTile, tilesOf, unrollOf } from './tiles.ts';

/** What a pass does beside the sum. */
export interface Ending {
  bias: boolean;
  /** The larger of the sum and 0. */
  relu: boolean;
  /** 0 where the mask, in the shape of the output, is not above 0. */
  mask: boolean;
}

/** What is fixed while one module is emitted. */
interface Shape {
  slide: Slide;
  tile: Tile;
  end: Ending;
  /** Channels of one group under the window, and made by it. */
  inChannels: number;
  outChannels: number;
}

/** Where a piece of work reads and writes: addresses that move on with it, and how far from y the mask lies. */
const places = ['x', 'panel', 'bias', 'y', 'mask'] as const;

/** Adds the function that computes `pixels` neighbouring pixels of one row, for the channels of a panel. */
function defineTile(
  module: ModuleBuilder,
  { slide, tile, end, inChannels }: Shape,
  pixels: number,
  width: Width,
): FunctionReference {
  const { kernel, dilation, stride, padded, output } = slide;
  const vectors = [...new Array(width.vectors).keys()];
  // The cells of a kernel row lie next to each other, unless they are dilated.
  const runCells = dilation.width === 1 ? kernel.width : 1;
  const run = runCells * inChannels;
  const unroll = unrollOf(run, tile.unroll);
  return module.define('', places, (f, { x, panel, bias, y, mask }) => {
    const weights = vectors.map(() => f.local('v128'));
    const sums = Array.from({ length: pixels }, () => vectors.map(() => f.local('v128')));
    const value = f.local('v128');
    if (end.bias) for (const sum of sums) for (const v of vectors) f.set(sum[v], v128.load(bias, 16 * v));
    /** One value under the window of every pixel, `step` values further on. */
    const multiply = (step: number) => {
      for (const v of vectors) f.set(weights[v], v128.load(panel, 16 * (width.vectors * step + v)));
      for (const [pixel, sum] of sums.entries()) {
        f.set(value, v128.load32_splat(x, 4 * (pixel * stride.width * inChannels + step)));
        for (const v of vectors) f.set(sum[v], addProduct(tile, sum[v], value, weights[v]));
      }
    };
    const runEnd = f.local('i32');
    f.range(0, kernel.height, () => {
      f.range(0, kernel.width / runCells, () => {
        f.set(runEnd, i32.add(x, 4 * run));
        f.repeat(() => {
          for (let step = 0; step < unroll; step++) multiply(step);
          f.increase(x, 4 * unroll);
          f.increase(panel, 16 * width.vectors * unroll);
          return i32.lt_u(x, runEnd);
        });
        f.increase(x, 4 * inChannels * (dilation.width - 1));
      });
      f.increase(x, 4 * inChannels * (dilation.height * padded.width - dilation.width * kernel.width));
    });
    const ended = (sum: V128, offset: number) => {
      if (end.relu) return f32x4.max(sum, f32x4.const(0));
      const passes = f32x4.gt(v128.load(i32.add(y, mask), offset), f32x4.const(0));
      return end.mask ? v128.and(sum, passes) : sum;
    };
    for (const [pixel, sum] of sums.entries()) {
      const offset = 4 * pixel * output.channels;
      storeChannels(
        f,
        y,
        sum.map((one, v) => ended(one, offset + 16 * v)),
        width,
        offset,
      );
    }
  });
}

/** Adds the function that computes one image for the channels of a panel, row by row. */
function defineImage(module: ModuleBuilder, shape: Shape, width: Width): FunctionReference {
  const { stride, padded, output } = shape.slide;
  const runs = tilesOf(output.width, shape.tile.rows);
  const tiles = new Map(runs.map(({ size }) => [size, defineTile(module, shape, size, width)]));
  return module.define('', places, (f, { x, panel, bias, y, mask }) => {
    f.range(0, output.height, () => {
      eachTile(f, runs, (size, first) => {
        const from = i32.add(x, i32.mul(first, 4 * stride.width * shape.inChannels));
        const to = i32.add(y, i32.mul(first, 4 * output.channels));
        f.call(tiles.get(size)!, from, panel, bias, to, mask);
      });
      f.increase(x, 4 * stride.height * padded.width * shape.inChannels);
      f.increase(y, 4 * output.width * output.channels);
    });
  });
}

const imageBytes = ({ height, width, channels }: Slide['output']) => 4 * height * width * channels;

/**
 * The module of a window: slide(x, scratch, bias, y, mask, from, to), with the packed panels at the beginning
 * of the scratch and the mask so many bytes from y. Where images are copied between zeros an item is a share of them, and each share has a padded
 * image; elsewhere an item is one panel of one image.
 */
export function slideBlueprint(slide: Slide, tile: Tile, end: Ending): Blueprint {
  const shape: Shape = {
    slide,
    tile,
    end,
    inChannels: slide.source.channels / slide.groups,
    outChannels: slide.output.channels / slide.groups,
  };
  return blueprint(['slide', slide, tile, end], (module) => {
    const images = new Map(
      widthsOf(shape.outChannels).map((width) => [width.channels, defineImage(module, shape, width)]),
    );
    /** One panel of one image; addresses are those of the group. */
    const panel: EmitPanel = (f, index, { x, panels, bias, y, mask }) => {
      const channel = f.number(i32.mul(index, 4 * panelChannels));
      withPanel(f, shape.outChannels, index, ({ channels }) =>
        f.call(
          images.get(channels)!,
          x,
          i32.add(panels, i32.mul(channel, windowValues(slide))),
          i32.add(bias, channel),
          i32.add(y, channel),
          mask,
        ),
      );
    };
    if (needsNoCopy(slide)) defineDirect(module, shape, panel);
    else defineCopied(module, shape, panel);
  });
}

export const slideItems = (slide: Slide): number =>
  needsNoCopy(slide) ? slide.images * panelsOf(slide.output.channels) : imageShares(slide);

type EmitPanel = (
  f: FunctionBuilder,
  index: I32,
  at: Record<'x' | 'panels' | 'bias' | 'y' | 'mask', I32>,
) => void;

const parameters = ['x', 'scratch', 'bias', 'y', 'mask', 'from', 'to'] as const;

function defineDirect(module: ModuleBuilder, { slide, outChannels }: Shape, panel: EmitPanel): void {
  module.define('slide', parameters, (f, { x, scratch, bias, y, mask, from, to }) => {
    f.range(from, to, (item) => {
      const image = f.number(i32.div_u(item, panelsOf(outChannels)));
      panel(f, f.number(i32.rem_u(item, panelsOf(outChannels))), {
        x: i32.add(x, i32.mul(image, imageBytes(slide.source))),
        panels: scratch,
        bias,
        y: i32.add(y, i32.mul(image, imageBytes(slide.output))),
        mask,
      });
    });
  });
}

function defineCopied(
  module: ModuleBuilder,
  { slide, inChannels, outChannels }: Shape,
  panel: EmitPanel,
): void {
  const pad = definePadding(module, slide, inChannels);
  const { images, groups } = slide;
  const shares = imageShares(slide);
  module.define('slide', parameters, (f, { x, scratch, bias, y, mask, from, to }) => {
    f.range(from, to, (share) => {
      const padded = f.number(
        i32.add(scratch, i32.add(4 * groups * panelValues(slide), i32.mul(share, 4 * paddedValues(slide)))),
      );
      f.clear(padded, 4 * paddedValues(slide));
      const end = f.number(i32.div_u(i32.mul(i32.add(share, 1), images), shares));
      f.range(i32.div_u(i32.mul(share, images), shares), end, (image) => {
        const source = f.number(i32.add(x, i32.mul(image, imageBytes(slide.source))));
        const target = f.number(i32.add(y, i32.mul(image, imageBytes(slide.output))));
        f.range(0, groups, (group) => {
          f.call(pad, i32.add(source, i32.mul(group, 4 * inChannels)), padded);
          const panels = f.number(i32.add(scratch, i32.mul(group, 4 * panelValues(slide))));
          const first = f.number(i32.mul(group, 4 * outChannels));
          f.range(0, panelsOf(outChannels), (index) =>
            panel(f, index, {
              x: padded,
              panels,
              bias: i32.add(bias, first),
              y: i32.add(target, first),
              mask,
            }),
          );
        });
      });
    });
  });
}
