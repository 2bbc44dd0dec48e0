// Adds what comes to a window of max pooling to the value that has won it, channel by channel: what all kinds of max
// pooling share. However large a window is, that is one addition.
import type { FunctionBuilder } from '../emit/function.ts';
import { f32, type I32, i32, i32x4, type V128, v128 } from '../emit/value.ts';
import { eachFour, type Steps } from './poolWindows.ts';

/** Bits of a fraction by which rows are told from cells: exact for windows of up to 64 by 64. */
const fractionBits = (kernelWidth: number): number => (kernelWidth <= 16 ? 14 : 20);

/** Products of values below 2^15, which processors have sooner where the factor is one too. */
const product = (values: V128, factor: number): V128 =>
  (Math.abs(factor) < 2 ** 15 ? i32x4.dot_i16x8_s : i32x4.mul)(values, i32x4.splat(factor));

/** One window: the address of the pixel at its cell 0, which may lie outside the image, and the distance of its output. */
interface Window {
  first: I32;
  output: I32;
}

/** Emits dx += dy at the winners of a window; steps are those between pixels of dx. */
export function addToWinners(
  f: FunctionBuilder,
  channels: number,
  { dy, winner }: Readonly<Record<'dy' | 'winner', I32>>,
  { first, output }: Window,
  { row, column, kernelWidth }: Pick<Steps, 'row' | 'column'> & { kernelWidth: number },
): void {
  const bits = fractionBits(kernelWidth);
  const perRow = Math.ceil(2 ** bits / kernelWidth);
  /** From the last cell of a row to the first of the next one; nothing where windows are as wide as the image. */
  const jump = row - kernelWidth * column;
  eachFour(f, channels, (offset, lanes) => {
    const place = f.number(i32.add(output, offset));
    const given = f.number(i32.add(dy, place));
    const cell = f.local('v128', v128.load(i32.add(winner, place)));
    const jumps = product(i32x4.shr_u(product(cell, perRow), bits), jump);
    const distance = i32x4.add(product(cell, column), jumps);
    const addresses = f.local('v128', i32x4.add(distance, i32x4.splat(i32.add(first, offset))));
    for (let lane = 0; lane < lanes; lane++) {
      const address = f.number(i32x4.extract_lane(addresses, lane));
      const sum = f32.add(f32.load(address, 4 * lane), f32.load(given, 4 * lane));
      f.storeFloat(address, sum, 4 * lane);
    }
  });
}
