// Packs the weights of a convolution into panels: for each block of 8 output channels of a group (the last
// may be narrower) the values under the window, in the order they are met, each with its weights for those
// channels. A tile then reads its weights in one stream.
import { panelChannels, panelValues, type Slide, windowValues } from '../../../ops/slide.ts';
import type { FunctionBuilder } from '../emit/function.ts';
import { f32, type I32, i32, type V128, v128 } from '../emit/value.ts';
import { type Blueprint, blueprint } from './kernel.ts';

/** Real channels of a panel, 1 to 8, and the vectors they take. */
export interface Width {
  channels: number;
  vectors: number;
}

const widthOf = (channels: number): Width => ({ channels, vectors: Math.ceil(channels / 4) });

/** How wide the panels of a group of `channels` channels are: all but the last are whole. */
export function widthsOf(channels: number): Width[] {
  const rest = channels % panelChannels;
  const whole = channels >= panelChannels ? [widthOf(panelChannels)] : [];
  return rest > 0 ? [...whole, widthOf(rest)] : whole;
}

export const panelsOf = (channels: number): number => Math.ceil(channels / panelChannels);

/** Emits what is to be done with the panel numbered `index`, for each width that it may have. */
export function withPanel(
  f: FunctionBuilder,
  channels: number,
  index: I32,
  body: (width: Width) => void,
): void {
  const [first, last] = widthsOf(channels);
  if (!last) body(first);
  else
    f.when(
      i32.lt_u(index, Math.floor(channels / panelChannels)),
      () => body(first),
      () => body(last),
    );
}

/** Stores the real channels of the vectors of a panel. */
export function storeChannels(
  f: FunctionBuilder,
  address: I32,
  vectors: readonly V128[],
  { channels }: Width,
  offset = 0,
): void {
  for (const [index, vector] of vectors.entries())
    f.storeVector(address, vector, offset + 16 * index, Math.min(4, channels - 4 * index));
}

type PackOne = (f: FunctionBuilder, w: I32, panel: I32, width: Width) => void;

/**
 * pack(w, panels, from, to), an item being a panel of a group. `perChannel` and `perGroup` are the floats in
 * `w` between output channels, and between the first channels of groups.
 */
function packer(key: string, slide: Slide, perChannel: number, perGroup: number, one: PackOne): Blueprint {
  const channels = slide.output.channels / slide.groups;
  return blueprint([key, slide], (module) => {
    module.define('pack', ['w', 'panels', 'from', 'to'], (f, { w, panels, from, to }) => {
      f.range(from, to, (item) => {
        const group = f.number(i32.div_u(item, panelsOf(channels)));
        const index = f.number(i32.rem_u(item, panelsOf(channels)));
        const place = (ofGroup: number, ofPanel: number) =>
          i32.add(i32.mul(group, 4 * ofGroup), i32.mul(index, 4 * ofPanel));
        const first = f.number(i32.add(w, place(perGroup, panelChannels * perChannel)));
        const panel = f.number(
          i32.add(panels, place(panelValues(slide), panelChannels * windowValues(slide))),
        );
        withPanel(f, channels, index, (width) => one(f, first, panel, width));
      });
    });
  });
}

/** Weights as they are: panels of the filters. */
export function packForward(slide: Slide): Blueprint {
  const filters = slide.output.channels;
  return packer('packForward', slide, 1, filters / slide.groups, (f, w, panel, { vectors }) => {
    const source = f.number(w);
    const target = f.number(panel);
    f.range(0, windowValues(slide), () => {
      for (let v = 0; v < vectors; v++) f.storeVector(target, v128.load(source, 16 * v), 16 * v);
      f.increase(source, 4 * filters);
      f.increase(target, 16 * vectors);
    });
  });
}

/** Weights with the kernel turned round: panels of the input channels, under the window lie the filters. */
export function packBackward(slide: Slide): Blueprint {
  const cells = slide.kernel.height * slide.kernel.width;
  const allFilters = slide.source.channels;
  const filters = allFilters / slide.groups;
  const cellFloats = (slide.output.channels / slide.groups) * allFilters;
  return packer('packBackward', slide, allFilters, filters, (f, w, panel, { channels, vectors }) => {
    const source = f.number(i32.add(w, 4 * (cells - 1) * cellFloats));
    const target = f.number(panel);
    f.range(0, cells, () => {
      f.range(0, filters, () => {
        for (let c = 0; c < channels; c++) f.storeFloat(target, f32.load(source, 4 * c * allFilters), 4 * c);
        f.increase(source, 4);
        f.increase(target, 16 * vectors);
      });
      f.increase(source, -4 * (filters + cellFloats));
    });
  });
}
