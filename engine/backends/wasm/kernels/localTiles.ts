// What the passes of locally connected layers share: tiles of sums in registers, and where values lie.
import { type LocalAttributes, localPositions } from '../../../ops/local.ts';
import type { FunctionBuilder, FunctionReference, Local } from '../emit/function.ts';
import { f32x4, type I32, type V128, v128 } from '../emit/value.ts';
import type { Tile } from './kernel.ts';
import { type Width, widthsOf } from './panels.ts';
import { addProduct, type Run } from './tiles.ts';

/** Bytes of an image, of what is made of it, and of the weights of a kernel cell. */
export const inputBytes = (a: LocalAttributes): number => 4 * a.inHeight * a.inWidth * a.inChannels;
export const outputBytes = (a: LocalAttributes): number => 4 * localPositions(a) * a.outChannels;
export const cellBytes = (a: LocalAttributes): number => 4 * a.inChannels * a.outChannels;

/** Vectors of `size` rows by the channels of a panel, each begun with what `start` gives. */
export const sumsOf = (
  f: FunctionBuilder,
  size: number,
  { vectors }: Width,
  start?: (row: number, vector: number) => V128,
): Local<'v128'>[][] =>
  Array.from({ length: size }, (_, row) =>
    Array.from({ length: vectors }, (_, vector) => f.local('v128', start?.(row, vector) ?? f32x4.const(0))),
  );

/** Adds one step to all sums: the products of a value of each row and the vectors at `panel` + `offset`. */
export function addStep(
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
export const eachKind = (
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
