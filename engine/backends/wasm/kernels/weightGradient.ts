// dw[ky, kx, ci, co] = sum over images and pixels of x * dy, and dbias[co] that of dy. One tile of
// neighbouring values under the window by 8 channels stays in registers over a few rows of pixels, whose
// gradients are packed for it. The batch is split into parts, each with its own sum, which another phase adds
// up in order.
import { type WeightLayout, weightBlock, weightLayout } from '../../../ops/convBackwardWeight.ts';
import type { ConvAttributes } from '../../../ops/convGeometry.ts';
import { panelChannels, type Slide, windowValues } from '../../../ops/slide.ts';
import type { FunctionBuilder, FunctionReference } from '../emit/function.ts';
import type { ModuleBuilder } from '../emit/module.ts';
import { f32x4, type I32, i32, v128 } from '../emit/value.ts';
import { type Blueprint, blueprint, type KernelCall, type Phase, type Tile } from './kernel.ts';
import { definePadding } from './padding.ts';
import { panelsOf, storeChannels, type Width, widthsOf, withPanel } from './panels.ts';
import { addParts, sumRows } from './sums.ts';
import { eachTile, tilesOf, unrollOf } from './tiles.ts';

interface Shape {
  layout: WeightLayout;
  slide: Slide;
  tile: Tile;
  /** Channels of one group, under the window and of the gradient. */
  inChannels: number;
  outChannels: number;
}

/** A block of work: rows of pixels that are summed into so many neighbouring rows of dw, in each kernel row. */
interface Block {
  rows: number;
  values: number;
}

/** Adds the function that sums a block into `size` of its rows of dw, from packed gradients. */
function defineTile(
  module: ModuleBuilder,
  { slide, tile, inChannels }: Shape,
  rows: number,
  size: number,
  width: Width,
): FunctionReference {
  const { stride, padded, output } = slide;
  const vectors = [...new Array(width.vectors).keys()];
  const unroll = unrollOf(output.width, tile.unroll);
  const pixelBytes = 4 * stride.width * inChannels;
  return module.define('', ['x', 'panel', 'dw'], (f, { x, panel, dw }) => {
    const gradients = vectors.map(() => f.local('v128'));
    const value = f.local('v128');
    const sums = Array.from({ length: size }, (_, row) =>
      vectors.map((v) => f.local('v128', v128.load(dw, 4 * row * output.channels + 16 * v))),
    );
    const end = f.local('i32');
    f.range(0, rows, () => {
      f.set(end, i32.add(x, output.width * pixelBytes));
      f.repeat(() => {
        for (let pixel = 0; pixel < unroll; pixel++) {
          for (const v of vectors) f.set(gradients[v], v128.load(panel, 16 * (pixel * width.vectors + v)));
          for (const [row, sum] of sums.entries()) {
            f.set(value, v128.load32_splat(x, pixel * pixelBytes + 4 * row));
            for (const v of vectors) f.set(sum[v], f32x4.add(sum[v], f32x4.mul(value, gradients[v])));
          }
        }
        f.increase(x, unroll * pixelBytes);
        f.increase(panel, 16 * width.vectors * unroll);
        return i32.lt_u(x, end);
      });
      f.increase(x, 4 * stride.height * padded.width * inChannels - output.width * pixelBytes);
    });
    for (const [row, sum] of sums.entries()) storeChannels(f, dw, sum, width, 4 * row * output.channels);
  });
}

/** Adds the function that packs the gradients of a block for one panel. */
const definePack = (module: ModuleBuilder, { slide }: Shape, rows: number, width: Width): FunctionReference =>
  module.define('', ['dy', 'panel'], (f, { dy, panel }) =>
    f.range(0, rows * slide.output.width, () => {
      for (let v = 0; v < width.vectors; v++) f.storeVector(panel, v128.load(dy, 16 * v), 16 * v);
      f.increase(dy, 4 * slide.output.channels);
      f.increase(panel, 16 * width.vectors);
    }),
  );

const blockParameters = ['x', 'dy', 'packed', 'dw', 'from', 'to'] as const;

/**
 * Adds the function that sums a block for the panels `from`..`to` of a group: it packs their gradients, then
 * each tile meets all of them while its part of x is near.
 */
function defineBlock(module: ModuleBuilder, shape: Shape, { rows, values }: Block): FunctionReference {
  const { slide, tile, outChannels } = shape;
  const { kernel, padded, output } = slide;
  const panelBytes = 4 * panelChannels * rows * output.width;
  const runs = tilesOf(values, tile.rows);
  const kinds = new Map(
    widthsOf(outChannels).map((width) => [
      width.channels,
      {
        pack: definePack(module, shape, rows, width),
        tiles: new Map(runs.map(({ size }) => [size, defineTile(module, shape, rows, size, width)])),
      },
    ]),
  );
  return module.define('', blockParameters, (f, { x, dy, packed, dw, from, to }) => {
    /** For each panel: what depends on its width, its first channel in bytes, where it is packed. */
    const eachPanel = (
      body: (kind: NonNullable<ReturnType<typeof kinds.get>>, channel: I32, panel: I32) => void,
    ) => {
      const panel = f.number(packed);
      f.range(from, to, (index) => {
        const channel = f.number(i32.mul(index, 4 * panelChannels));
        withPanel(f, outChannels, index, ({ channels }) => body(kinds.get(channels)!, channel, panel));
        f.increase(panel, panelBytes);
      });
    };
    eachPanel(({ pack }, channel, panel) => f.call(pack, i32.add(dy, channel), panel));
    f.range(0, kernel.height, () => {
      eachTile(f, runs, (size, first) => {
        const source = f.number(i32.add(x, i32.mul(first, 4)));
        const target = f.number(i32.add(dw, i32.mul(first, 4 * output.channels)));
        eachPanel(({ tiles }, channel, panel) =>
          f.call(tiles.get(size)!, source, panel, i32.add(target, channel)),
        );
      });
      f.increase(x, 4 * padded.width * shape.inChannels);
      f.increase(dw, 4 * kernel.width * shape.inChannels * output.channels);
    });
  });
}

/** Adds the function that sums one image, for the panels `from`..`to` of a group. */
function defineImage(module: ModuleBuilder, shape: Shape): FunctionReference {
  const { kernel, stride, padded, output } = shape.slide;
  const { rows } = shape.layout;
  const [whole, rest] = [Math.floor(output.height / rows), output.height % rows];
  const values = kernel.width * shape.inChannels;
  const block = defineBlock(module, shape, { rows, values });
  const lastBlock = rest > 0 ? defineBlock(module, shape, { rows: rest, values }) : null;
  return module.define('', blockParameters, (f, { x, dy, packed, dw, from, to }) => {
    f.range(0, whole, () => {
      f.call(block, x, dy, packed, dw, from, to);
      f.increase(x, 4 * rows * stride.height * padded.width * shape.inChannels);
      f.increase(dy, 4 * rows * output.width * output.channels);
    });
    if (lastBlock) f.call(lastBlock, x, dy, packed, dw, from, to);
  });
}

const parameters = ['x', 'dy', 'dw', 'scratch', 'from', 'to'] as const;

/** Adds the function whose items are blocks of rows of dw. */
function defineRow(module: ModuleBuilder, shape: Shape): void {
  const { slide, layout } = shape;
  const rowBytes = 4 * slide.output.channels;
  const values = windowValues(slide);
  const [whole, rest] = [Math.floor(values / weightBlock), values % weightBlock];
  const block = whole > 0 ? defineBlock(module, shape, { rows: 1, values: weightBlock }) : null;
  const lastBlock = rest > 0 ? defineBlock(module, shape, { rows: 1, values: rest }) : null;
  module.define('weight', parameters, (f, { x, dy, dw, scratch, from, to }) => {
    f.range(from, to, (item) => {
      const first = f.number(i32.mul(item, weightBlock));
      const target = f.number(i32.add(dw, i32.mul(first, rowBytes)));
      const packed = f.number(i32.add(scratch, i32.mul(item, 4 * layout.shareValues)));
      const sum = (body: FunctionReference, rows: number) => {
        f.clear(target, rows * rowBytes);
        f.range(0, panelsOf(shape.outChannels), (index) =>
          f.call(body, i32.add(x, i32.mul(first, 4)), dy, packed, target, index, i32.add(index, 1)),
        );
      };
      f.when(
        i32.lt_u(item, whole),
        () => block && sum(block, weightBlock),
        () => lastBlock && sum(lastBlock, rest),
      );
    });
  });
}

const imageBytes = ({ height, width, channels }: Slide['output']) => 4 * height * width * channels;

/** Clears what the panels `first`..`last` have in every row of dw. */
function clearColumns(
  f: FunctionBuilder,
  { slide, outChannels }: Shape,
  dw: I32,
  first: I32,
  last: I32,
): void {
  const from = f.number(i32.mul(first, panelChannels));
  const to = i32.min_u(i32.mul(last, panelChannels), outChannels);
  const bytes = f.number(i32.mul(i32.sub(to, from), 4));
  const place = f.number(i32.add(dw, i32.mul(from, 4)));
  f.range(0, windowValues(slide), () => {
    f.clear(place, bytes);
    f.increase(place, 4 * slide.output.channels);
  });
}

/** Adds the function whose items are some panels of a part of the sum. */
function defineParts(module: ModuleBuilder, shape: Shape): void {
  const { slide, layout, inChannels, outChannels } = shape;
  const { parts, panels, shares, shareValues, paddedValues } = layout;
  const { images, groups } = slide;
  const partBytes = 4 * windowValues(slide) * slide.output.channels;
  const blocks = shares / parts;
  const pad = paddedValues > 0 ? definePadding(module, slide) : null;
  const image = defineImage(module, shape);
  module.define('weight', parameters, (f, { x, dy, dw, scratch, from, to }) => {
    f.range(from, to, (share) => {
      const part = f.number(i32.div_u(share, blocks));
      const first = f.number(i32.mul(i32.rem_u(share, blocks), panels));
      const last = f.number(i32.min_u(i32.add(first, panels), panelsOf(outChannels)));
      const target = f.number(i32.add(dw, i32.mul(part, partBytes)));
      const padded = f.number(i32.add(scratch, i32.mul(share, 4 * shareValues)));
      const packed = f.number(i32.add(padded, 4 * paddedValues));
      if (blocks === 1) f.clear(target, partBytes);
      else clearColumns(f, shape, target, first, last);
      if (pad) f.clear(padded, 4 * paddedValues);
      const firstImage = (of: I32) => i32.div_u(i32.mul(of, images), parts);
      const end = f.number(firstImage(i32.add(part, 1)));
      f.range(firstImage(part), end, (n) => {
        const source = f.number(i32.add(x, i32.mul(n, imageBytes(slide.source))));
        const gradient = f.number(i32.add(dy, i32.mul(n, imageBytes(slide.output))));
        f.range(0, groups, (group) => {
          const channel = f.number(i32.mul(group, 4 * outChannels));
          if (pad) f.call(pad, i32.add(source, i32.mul(group, 4 * inChannels)), padded);
          const read = pad ? padded : source;
          f.call(image, read, i32.add(gradient, channel), packed, i32.add(target, channel), first, last);
        });
      });
    });
  });
}

/** weight(x, dy, dw, scratch, from, to): `dw` holds the parts, `scratch` begins with that of the first share. */
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
  const { slide, parts, shares, shareStart } = layout;
  const target = parts > 1 ? address('scratch') : address('dw');
  const sums: Phase = {
    blueprint: weightBlueprint(layout, tile),
    entry: 'weight',
    args: [address('x'), address('dy'), target, address('scratch') + 4 * shareStart],
    items: shares,
  };
  const values = windowValues(slide) * slide.output.channels;
  const phases = parts > 1 ? [sums, addParts(target, address('dw'), parts, values)] : [sums];
  if (!has('dbias')) return phases;
  const rows = { count: a.batch * a.outHeight * a.outWidth, channels: a.outChannels };
  return [...phases, ...sumRows(address('dy'), rows, parts, target + 4 * parts * values, address('dbias'))];
}
