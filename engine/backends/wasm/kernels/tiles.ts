// How lines of pixels are divided into tiles that fit the registers, and how a tile sums.
import type { FunctionBuilder } from '../emit/function.ts';
import { f32x4, type I32, type V128 } from '../emit/value.ts';
import type { Tile } from './kernel.ts';

/** So many tiles of one size, one after the other. */
export interface Run {
  size: number;
  count: number;
}

/** `length` in as few tiles of at most `largest` as there can be, their sizes as even as can be. */
export function tilesOf(length: number, largest: number): Run[] {
  const tiles = Math.ceil(length / largest);
  const size = Math.floor(length / tiles);
  const larger = length % tiles;
  return [
    { size: size + 1, count: larger },
    { size, count: tiles - larger },
  ].filter(({ count }) => count > 0);
}

/** The largest number of at most `most` that divides `length`. */
export function unrollOf(length: number, most: number): number {
  for (let unroll = most; unroll > 1; unroll--) if (length % unroll === 0) return unroll;
  return 1;
}

/** sum + a * b */
export const addProduct = ({ fused }: Tile, sum: V128, a: V128, b: V128): V128 =>
  fused ? f32x4.relaxed_madd(a, b, sum) : f32x4.add(sum, f32x4.mul(a, b));

/** Calls `tile` for every tile of the runs, with its size and the number of the first element of it. */
export function eachTile(
  f: FunctionBuilder,
  runs: readonly Run[],
  tile: (size: number, first: I32) => void,
): void {
  let first = 0;
  for (const { size, count } of runs) {
    const end = first + size * count;
    if (count === 1) tile(size, first);
    else f.range(first, end, (index) => tile(size, index), size);
    first = end;
  }
}
