// Adds the parts of a weight gradient in order, and takes the sums out of their panels to where dw has them.
import { channelBlocks, type WeightLayout } from '../../../ops/convBackwardWeight.ts';
import { panelChannels, panelValues, windowValues } from '../../../ops/slide.ts';
import type { FunctionBuilder } from '../emit/function.ts';
import { f32x4, type I32, i32, v128 } from '../emit/value.ts';
import { type Blueprint, blueprint, type Phase } from './kernel.ts';
import { panelsOf, storeChannels, type Width, withPanel } from './panels.ts';

/** addPanels(parts, dw, from, to): an item is one row of the kernel in one panel of a group. */
const addPanelsBlueprint = (layout: WeightLayout): Blueprint =>
  blueprint(['addPanels', layout], (module) => {
    const { slide, parts, partLength } = layout;
    const { kernel, groups } = slide;
    const inChannels = slide.source.channels / groups;
    const outChannels = slide.output.channels / groups;
    const rowBytes = 4 * slide.output.channels;
    /** One row of the kernel in one panel: `sums` where its panel begins, `dw` where its row and channel do. */
    const take = (f: FunctionBuilder, sums: I32, dw: I32, row: I32, width: Width) => {
      const sumBytes = 16 * width.vectors;
      const block = f.number(sums);
      const channel = f.number(dw);
      const vectors = Array.from({ length: width.vectors }, () => f.local('v128'));
      for (const { channels, count } of channelBlocks(inChannels))
        f.range(0, count, () => {
          const source = f.number(i32.add(block, i32.mul(row, sumBytes * kernel.width * channels)));
          f.range(0, kernel.width, (column) => {
            const target = f.number(i32.add(channel, i32.mul(column, rowBytes * inChannels)));
            f.range(0, channels, () => {
              const place = f.number(source);
              for (const [v, sum] of vectors.entries()) f.set(sum, v128.load(place, 16 * v));
              f.range(1, parts, () => {
                f.increase(place, 4 * partLength);
                for (const [v, sum] of vectors.entries())
                  f.set(sum, f32x4.add(sum, v128.load(place, 16 * v)));
              });
              storeChannels(f, target, vectors, width);
              f.increase(source, sumBytes);
              f.increase(target, rowBytes);
            });
          });
          f.increase(block, sumBytes * kernel.height * kernel.width * channels);
          f.increase(channel, rowBytes * channels);
        });
    };
    module.define('addPanels', ['parts', 'dw', 'from', 'to'], (f, p) => {
      f.range(p.from, p.to, (item) => {
        const row = f.number(i32.rem_u(item, kernel.height));
        const panel = f.number(i32.div_u(item, kernel.height));
        const group = f.number(i32.div_u(panel, panelsOf(outChannels)));
        const index = f.number(i32.rem_u(panel, panelsOf(outChannels)));
        const inGroup = i32.mul(index, 4 * panelChannels * windowValues(slide));
        const sums = f.number(i32.add(p.parts, i32.add(i32.mul(group, 4 * panelValues(slide)), inGroup)));
        const channel = i32.add(i32.mul(group, 4 * outChannels), i32.mul(index, 4 * panelChannels));
        const firstRow = i32.mul(row, rowBytes * kernel.width * inChannels);
        const target = f.number(i32.add(p.dw, i32.add(channel, firstRow)));
        withPanel(f, outChannels, index, (width) => take(f, sums, target, row, width));
      });
    });
  });

/** dw = the sum of the parts. */
export const addPanels = (layout: WeightLayout, sums: number, dw: number): Phase => ({
  blueprint: addPanelsBlueprint(layout),
  entry: 'addPanels',
  args: [sums, dw],
  items:
    layout.slide.groups *
    panelsOf(layout.slide.output.channels / layout.slide.groups) *
    layout.slide.kernel.height,
});
