// Locally connected layers: at each position a product of some images by their pixels under the window. Weights are
// most of what is read or written, so that each is met once, with all images, while it is near. A tile of images, or
// of values under the window, by 8 channels stays in registers while its sum runs.
import { type LocalAttributes, localPositions, localWeights, packedCell } from '../../../ops/local.ts';
import { panelChannels } from '../../../ops/slide.ts';
import type { FunctionBuilder, FunctionReference, Local } from '../emit/function.ts';
import type { ModuleBuilder } from '../emit/module.ts';
import { f32, f32x4, type I32, i32, type V128, v128 } from '../emit/value.ts';
import { type Blueprint, blueprint, type Kernel, type Phase, type Tile } from './kernel.ts';
import { panelsOf, storeChannels, type Width, widthsOf, withPanel } from './panels.ts';
import { type Axis, axesOf, coveringPixel, insideWindow } from './poolWindows.ts';
import { addProduct, eachTile, type Run, tilesOf, unrollOf } from './tiles.ts';

const inputBytes = (a: LocalAttributes): number => 4 * a.inHeight * a.inWidth * a.inChannels;
const outputBytes = (a: LocalAttributes): number => 4 * localPositions(a) * a.outChannels;

/** Vectors of `size` rows by the channels of a panel, each begun with what `start` gives. */
const sumsOf = (
  f: FunctionBuilder,
  size: number,
  { vectors }: Width,
  start?: (row: number, vector: number) => V128,
): Local<'v128'>[][] =>
  Array.from({ length: size }, (_, row) =>
    Array.from({ length: vectors }, (_, vector) => f.local('v128', start?.(row, vector) ?? f32x4.const(0))),
  );

/** Adds one step to all sums: the products of a value of each row and the vectors at `panel` + `offset`. */
function addStep(
  f: FunctionBuilder,
  tile: Tile,
  sums: readonly (readonly Local<'v128'>[])[],
  [panel, offset]: readonly [I32, number],
  value: (row: number) => V128,
): void {
  const vectors = sums[0].map((_, v) => f.local('v128', v128.load(panel, offset + 16 * v)));
  const splat = f.local('v128');
  for (const [row, sum] of sums.entries()) {
    f.set(splat, value(row));
    for (const [v, vector] of vectors.entries()) f.set(sum[v], addProduct(tile, sum[v], splat, vector));
  }
}

/** A function for each size of tile and width of panel. */
const eachKind = (
  runs: readonly Run[],
  channels: number,
  define: (size: number, width: Width) => FunctionReference,
) =>
  new Map(
    widthsOf(channels).map((width) => [
      width.channels,
      new Map(runs.map(({ size }) => [size, define(size, width)])),
    ]),
  );

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

const cellBytes = (a: LocalAttributes): number => 4 * a.inChannels * a.outChannels;

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

/** An item is a row of pixels of all images: each weight belongs to one row, and is met once. */
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

export const localBackwardInput: Kernel = ({ attributes, tile, address }): Phase[] => {
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
