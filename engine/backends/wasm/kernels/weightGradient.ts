// dw[ky, kx, ci, co] = sum over images and pixels of x * dy, and dbias[co] that of dy. x is copied between zeros
// in blocks of few channels, and summed block by block into panels. The batch is split into parts, each with its
// own sum, which another phase adds up in order; where there is a single row of pixels, dw is divided instead.
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
import { type I32, i32 } from '../emit/value.ts';
import { addPanels } from './addPanels.ts';
import { type Blueprint, blueprint, type KernelCall, type Phase, type Tile } from './kernel.ts';
import { definePadding } from './padding.ts';
import { panelsOf } from './panels.ts';
import { sumRows } from './sums.ts';
import { defineBlocks, type WeightShape } from './weightBlocks.ts';

/** Adds the function that copies the image numbered `place` of those that are summed at a time. */
function defineCopy(
  module: ModuleBuilder,
  { layout, slide }: WeightShape,
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
function defineRow(module: ModuleBuilder, shape: WeightShape): void {
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
function clearPanels(
  f: FunctionBuilder,
  { layout, slide }: WeightShape,
  part: I32,
  first: I32,
  last: I32,
): void {
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
function defineParts(module: ModuleBuilder, shape: WeightShape): void {
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
  const shape: WeightShape = {
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
