// Locally connected layers, forward and gradient of their weights: at each position a product of all images by their
// pixels under the window. Weights are most of what is read or written: each is met once, with all images, while it
// is near. A tile of images, or of values under the window, by 8 channels stays in registers while its sum runs.
import { type LocalAttributes, localPositions, localWeights } from '../../../ops/local.ts';
import { panelChannels } from '../../../ops/slide.ts';
import type { FunctionBuilder, FunctionReference } from '../emit/function.ts';
import type { ModuleBuilder } from '../emit/module.ts';
import { f32x4, type I32, i32, v128 } from '../emit/value.ts';
import { type Blueprint, blueprint, type Kernel, type Tile } from './kernel.ts';
import { addStep, cellBytes, eachKind, inputBytes, outputBytes, sumsOf } from './localTiles.ts';
import { panelsOf, storeChannels, type Width, widthsOf, withPanel } from './panels.ts';
import { axesOf, insideWindow } from './poolWindows.ts';
import { eachTile, tilesOf, unrollOf } from './tiles.ts';

/** The window of one position: its pixels inside the image. */
function windowAt(f: FunctionBuilder, a: LocalAttributes, position: I32) {
  const { rows, columns } = axesOf(a);
  const y = insideWindow(f, rows, i32.div_u(position, a.outWidth));
  const x = insideWindow(f, columns, i32.rem_u(position, a.outWidth));
  const [height, width] = [f.number(y.count), f.number(x.count)];
  const pixel = i32.add(i32.mul(y.from, a.inWidth), x.from);
  const skipped = i32.add(i32.mul(y.skipped, a.kernelWidth), x.skipped);
  return { height, width, first: f.number(i32.mul(pixel, 4 * a.inChannels)), skipped: f.number(skipped) };
}

function forwardBlueprint(a: LocalAttributes, tile: Tile, hasBias: boolean): Blueprint {
  return blueprint(['localForward', a, tile, Number(hasBias)], (module) => {
    const runs = tilesOf(a.batch, tile.rows);
    const unroll = unrollOf(a.inChannels, tile.unroll);
    const tiles = eachKind(runs, a.outChannels, (size, width) =>
      module.define('', ['x', 'w', 'bias', 'y', 'rows', 'run'], (f, { x, w, bias, y, rows, run }) => {
        const sums = sumsOf(f, size, width, hasBias ? (_, v) => v128.load(bias, 16 * v) : undefined);
        const end = f.number(0);
        f.range(0, rows, () => {
          f.set(end, i32.add(x, run));
          f.repeat(() => {
            for (let step = 0; step < unroll; step++)
              addStep(f, tile, sums, [w, 4 * step * a.outChannels], (row) =>
                v128.load32_splat(x, row * inputBytes(a) + 4 * step),
              );
            f.increase(x, 4 * unroll);
            f.increase(w, 4 * unroll * a.outChannels);
            return i32.lt_u(x, end);
          });
          f.increase(x, i32.sub(4 * a.inWidth * a.inChannels, run));
          f.increase(w, i32.sub(a.kernelWidth * cellBytes(a), i32.mul(run, a.outChannels)));
        });
        for (const [row, sum] of sums.entries()) storeChannels(f, y, sum, width, row * outputBytes(a));
      }),
    );
    module.define('localForward', ['x', 'w', 'bias', 'y', 'from', 'to'], (f, p) =>
      f.range(p.from, p.to, (position) => {
        const { height, width, first, skipped } = windowAt(f, a, position);
        const weights = i32.add(i32.mul(position, 4 * localWeights(a)), i32.mul(skipped, cellBytes(a)));
        const w = f.number(i32.add(p.w, weights));
        const x = f.number(i32.add(p.x, first));
        const run = f.number(i32.mul(width, 4 * a.inChannels));
        const outputs = f.number(i32.mul(position, 4 * a.outChannels));
        f.range(0, panelsOf(a.outChannels), (index) => {
          const channel = f.number(i32.mul(index, 4 * panelChannels));
          const output = f.number(i32.add(outputs, channel));
          withPanel(f, a.outChannels, index, ({ channels }) =>
            eachTile(f, runs, (size, image) =>
              f.call(
                tiles.get(channels)!.get(size)!,
                i32.add(x, i32.mul(image, inputBytes(a))),
                i32.add(w, channel),
                i32.add(p.bias, output),
                i32.add(i32.add(p.y, output), i32.mul(image, outputBytes(a))),
                height,
                run,
              ),
            ),
          );
        });
      }),
    );
  });
}

export const localForward: Kernel = ({ attributes, tile, has, address }) => {
  const a = attributes as LocalAttributes;
  const bias = has('bias') ? address('bias') : 0;
  return [
    {
      blueprint: forwardBlueprint(a, tile, has('bias')),
      entry: 'localForward',
      args: [address('x'), address('w'), bias, address('y')],
      items: localPositions(a),
    },
  ];
};

function weightBlueprint(a: LocalAttributes, tile: Tile, hasBias: boolean): Blueprint {
  return blueprint(['localBackwardWeight', a, tile, Number(hasBias)], (module) => {
    const runs = tilesOf(a.inChannels, tile.rows);
    const tiles = eachKind(runs, a.outChannels, (size, width) =>
      module.define('', ['x', 'dy', 'dw'], (f, { x, dy, dw }) => {
        const sums = sumsOf(f, size, width);
        f.range(0, a.batch, () => {
          addStep(f, tile, sums, [dy, 0], (row) => v128.load32_splat(x, 4 * row));
          f.increase(x, inputBytes(a));
          f.increase(dy, outputBytes(a));
        });
        for (const [row, sum] of sums.entries()) storeChannels(f, dw, sum, width, 4 * row * a.outChannels);
      }),
    );
    const biases = new Map(
      widthsOf(a.outChannels).map((width) => [width.channels, defineBias(module, a, width)]),
    );
    module.define('localBackwardWeight', ['x', 'dy', 'dw', 'dbias', 'from', 'to'], (f, p) =>
      f.range(p.from, p.to, (position) => {
        const { height, width, first, skipped } = windowAt(f, a, position);
        const weights = f.number(i32.add(p.dw, i32.mul(position, 4 * localWeights(a))));
        const outputs = f.number(i32.mul(position, 4 * a.outChannels));
        f.when(i32.lt_u(i32.mul(height, width), a.kernelHeight * a.kernelWidth), () =>
          f.clear(weights, 4 * localWeights(a)),
        );
        f.range(0, panelsOf(a.outChannels), (index) => {
          const channel = f.number(i32.mul(index, 4 * panelChannels));
          const output = f.number(i32.add(outputs, channel));
          const dy = f.number(i32.add(p.dy, output));
          withPanel(f, a.outChannels, index, ({ channels }) => {
            const dw = f.number(i32.add(i32.add(weights, channel), i32.mul(skipped, cellBytes(a))));
            const x = f.number(i32.add(p.x, first));
            f.range(0, height, () => {
              f.range(0, width, () => {
                eachTile(f, runs, (size, row) =>
                  f.call(
                    tiles.get(channels)!.get(size)!,
                    i32.add(x, i32.mul(row, 4)),
                    dy,
                    i32.add(dw, i32.mul(row, 4 * a.outChannels)),
                  ),
                );
                f.increase(x, 4 * a.inChannels);
                f.increase(dw, cellBytes(a));
              });
              f.increase(x, i32.mul(i32.sub(a.inWidth, width), 4 * a.inChannels));
              f.increase(dw, i32.mul(i32.sub(a.kernelWidth, width), cellBytes(a)));
            });
            if (hasBias) f.call(biases.get(channels)!, dy, i32.add(p.dbias, output));
          });
        });
      }),
    );
  });
}

/** Adds the function that sums the gradients of one position over all images, for the channels of a panel. */
const defineBias = (module: ModuleBuilder, a: LocalAttributes, width: Width): FunctionReference =>
  module.define('', ['dy', 'dbias'], (f, { dy, dbias }) => {
    const [sums] = sumsOf(f, 1, width);
    f.range(0, a.batch, () => {
      for (const [v, sum] of sums.entries()) f.set(sum, f32x4.add(sum, v128.load(dy, 16 * v)));
      f.increase(dy, outputBytes(a));
    });
    storeChannels(f, dbias, sums, width);
  });

export const localBackwardWeight: Kernel = ({ attributes, tile, has, address }) => {
  const a = attributes as LocalAttributes;
  const bias = has('dbias') ? address('dbias') : 0;
  return [
    {
      blueprint: weightBlueprint(a, tile, has('dbias')),
      entry: 'localBackwardWeight',
      args: [address('x'), address('dy'), address('dw'), bias],
      items: localPositions(a),
    },
  ];
};
