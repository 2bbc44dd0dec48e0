// Locally connected layers, gradient of their input. Each weight belongs to one row of pixels: that row is made of all
// images, so that the weight is met once.
import { type LocalAttributes, localWeights, packedCell } from '../../../ops/local.ts';
import { panelChannels } from '../../../ops/slide.ts';
import type { FunctionBuilder, FunctionReference } from '../emit/function.ts';
import type { ModuleBuilder } from '../emit/module.ts';
import { f32, type I32, i32, v128 } from '../emit/value.ts';
import { type Blueprint, blueprint, type Kernel, type Tile } from './kernel.ts';
import { addStep, cellBytes, eachKind, inputBytes, outputBytes, sumsOf } from './localTiles.ts';
import { panelsOf, storeChannels, withPanel } from './panels.ts';
import { type Axis, axesOf, coveringPixel } from './poolWindows.ts';
import { eachTile, tilesOf, unrollOf } from './tiles.ts';

/**
 * Adds the function that packs the weights of one kernel cell into panels of input channels: in each, for every
 * filter the weights of those channels.
 */
function definePack(module: ModuleBuilder, a: LocalAttributes): FunctionReference {
  return module.define('', ['w', 'panels'], (f, { w, panels }) => {
    f.range(0, panelsOf(a.inChannels), (index) =>
      withPanel(f, a.inChannels, index, ({ channels, vectors }) => {
        const source = f.number(i32.add(w, i32.mul(index, 4 * panelChannels * a.outChannels)));
        f.range(0, a.outChannels, () => {
          for (let c = 0; c < channels; c++)
            f.storeFloat(panels, f32.load(source, 4 * c * a.outChannels), 4 * c);
          f.increase(source, 4);
          f.increase(panels, 16 * vectors);
        });
      }),
    );
  });
}

/** Calls `body` for every window that covers a pixel of an axis, with its place and the cell of the pixel in it. */
function eachCovering(
  f: FunctionBuilder,
  axis: Axis,
  pixel: I32,
  body: (place: I32, cell: I32) => void,
): void {
  const { from, count } = coveringPixel(f, axis, pixel);
  f.range(from, f.number(i32.add(from, count)), (place) =>
    body(place, f.number(i32.sub(i32.add(pixel, axis.pad), i32.mul(place, axis.stride)))),
  );
}

/** An item is a row of pixels of all images. */
function inputBlueprint(a: LocalAttributes, tile: Tile): Blueprint {
  return blueprint(['localBackwardInput', a, tile], (module) => {
    const { rows, columns } = axesOf(a);
    const runs = tilesOf(a.batch, tile.rows);
    const unroll = unrollOf(a.outChannels, tile.unroll);
    const pack = definePack(module, a);
    const tiles = eachKind(runs, a.inChannels, (size, width) =>
      module.define('', ['dy', 'panel', 'dx'], (f, { dy, panel, dx }) => {
        const sums = sumsOf(f, size, width, (row, v) => v128.load(dx, row * inputBytes(a) + 16 * v));
        f.range(0, a.outChannels / unroll, () => {
          for (let step = 0; step < unroll; step++)
            addStep(f, tile, sums, [panel, 16 * width.vectors * step], (row) =>
              v128.load32_splat(dy, row * outputBytes(a) + 4 * step),
            );
          f.increase(dy, 4 * unroll);
          f.increase(panel, 16 * width.vectors * unroll);
        });
        for (const [row, sum] of sums.entries()) storeChannels(f, dx, sum, width, row * inputBytes(a));
      }),
    );
    module.define('localBackwardInput', ['dy', 'w', 'scratch', 'dx', 'from', 'to'], (f, p) =>
      f.range(p.from, p.to, (line) => {
        const lineBytes = 4 * a.inWidth * a.inChannels;
        const dx = f.number(i32.add(p.dx, i32.mul(line, lineBytes)));
        const panels = f.number(i32.add(p.scratch, i32.mul(line, 4 * packedCell(a))));
        f.range(0, a.batch, (image) => f.clear(i32.add(dx, i32.mul(image, inputBytes(a))), lineBytes));
        eachCovering(f, rows, line, (oy, ky) =>
          f.range(0, a.inWidth, (column) =>
            eachCovering(f, columns, column, (ox, kx) => {
              const position = f.number(i32.add(i32.mul(oy, a.outWidth), ox));
              const cell = i32.add(i32.mul(ky, a.kernelWidth), kx);
              const weights = i32.add(i32.mul(position, 4 * localWeights(a)), i32.mul(cell, cellBytes(a)));
              f.call(pack, i32.add(p.w, weights), panels);
              const dy = f.number(i32.add(p.dy, i32.mul(position, 4 * a.outChannels)));
              const pixel = f.number(i32.add(dx, i32.mul(column, 4 * a.inChannels)));
              f.range(0, panelsOf(a.inChannels), (index) => {
                const channel = f.number(i32.mul(index, 4 * panelChannels));
                withPanel(f, a.inChannels, index, ({ channels }) =>
                  eachTile(f, runs, (size, image) =>
                    f.call(
                      tiles.get(channels)!.get(size)!,
                      i32.add(dy, i32.mul(image, outputBytes(a))),
                      i32.add(panels, i32.mul(channel, a.outChannels)),
                      i32.add(i32.add(pixel, channel), i32.mul(image, inputBytes(a))),
                    ),
                  ),
                );
              });
            }),
          ),
        );
      }),
    );
  });
}

export const localBackwardInput: Kernel = ({ attributes, tile, address }) => {
  const a = attributes as LocalAttributes;
  return [
    {
      blueprint: inputBlueprint(a, tile),
      entry: 'localBackwardInput',
      args: [address('dy'), address('w'), address('scratch'), address('dx')],
      items: a.inHeight,
    },
  ];
};
