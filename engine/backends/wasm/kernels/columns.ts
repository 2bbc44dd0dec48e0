// Work on rows of channels, a few vectors of channels at a time: what belongs to a channel is loaded once, then the
// rows go by. Rows lie without gaps, so a last vector that is not whole is stored in part.
import type { FunctionBuilder, Local } from '../emit/function.ts';
import { type I32, i32, type V128, v128 } from '../emit/value.ts';

/** Vectors of neighbouring channels: the byte distance of the first, and how many channels of each are real. */
export interface Block {
  offset: I32;
  lanes: readonly number[];
}

/** Calls `body` for blocks of `width` vectors that cover all channels; the last may be smaller. */
export function eachBlock(
  f: FunctionBuilder,
  channels: number,
  width: number,
  body: (block: Block) => void,
): void {
  const blocks = Math.floor(channels / (4 * width));
  const whole = new Array<number>(width).fill(4);
  if (blocks > 0) f.range(0, 16 * width * blocks, (offset) => body({ offset, lanes: whole }), 16 * width);
  const rest = channels - 4 * width * blocks;
  if (rest === 0) return;
  const lanes = Array.from({ length: Math.ceil(rest / 4) }, (_, v) => Math.min(4, rest - 4 * v));
  body({ offset: 16 * width * blocks, lanes });
}

/** The vectors of a block of `row`, a tensor [channels], each in a variable. */
export const loadBlock = (f: FunctionBuilder, row: I32, { offset, lanes }: Block): Local<'v128'>[] => {
  const place = f.number(i32.add(row, offset));
  return lanes.map((_, v) => f.local('v128', v128.load(place, 16 * v)));
};

/** Stores the real channels of a block. */
export function storeBlock(
  f: FunctionBuilder,
  row: I32,
  { offset, lanes }: Block,
  values: readonly V128[],
): void {
  const place = f.number(i32.add(row, offset));
  for (const [v, count] of lanes.entries()) f.storeVector(place, values[v], 16 * v, count);
}

/** Neighbouring rows of tensors [rows, channels]. */
export interface Rows {
  /** Where the first of them begins in each tensor. */
  starts: readonly I32[];
  count: I32;
  channels: number;
  /** What is read ahead of each tensor: no more at once than a line of the cache, in the order of memory. */
  ahead?: readonly Local<'i32'>[];
}

/** Calls `body` for a block of each row, with its places. */
export function eachRow(
  f: FunctionBuilder,
  { starts, count, channels, ahead = [] }: Rows,
  { offset, lanes }: Block,
  body: (places: readonly Local<'i32'>[]) => void,
): void {
  const places = starts.map((start) => f.number(i32.add(start, offset)));
  const blockBytes = 4 * lanes.reduce((sum, one) => sum + one, 0);
  f.range(0, count, () => {
    for (const place of ahead) {
      f.touch(place);
      f.increase(place, blockBytes);
    }
    body(places);
    for (const place of places) f.increase(place, 4 * channels);
  });
}

/** Values of a chunk: the nearest cache holds those of three tensors, and of the chunks to come. */
const chunkValues = 2048;

/**
 * Goes through `count` rows from `first` on, of tensors that have `rows`: calls `body` for chunks of them. All blocks of a chunk
 * come before the next chunk, and meanwhile that is read ahead in order: to read it block by block would be slow.
 */
export function eachChunk(
  f: FunctionBuilder,
  tensors: readonly I32[],
  { first, count, rows, channels }: { first: I32; count: I32; rows: number; channels: number },
  body: (chunk: Rows) => void,
): void {
  const rowBytes = 4 * channels;
  const chunk = Math.max(1, Math.floor(chunkValues / channels));
  const starts = tensors.map((tensor) => f.number(i32.add(tensor, i32.mul(first, rowBytes))));
  const lasts = tensors.map((tensor) => f.number(i32.add(tensor, Math.max(0, rows - chunk) * rowBytes)));
  const pass = (row: Local<'i32'>) => {
    const next = starts.map((start) => f.number(i32.add(start, chunk * rowBytes)));
    const ahead = next.map((place, t) => f.number(i32.min_u(place, lasts[t])));
    body({ starts, count: f.number(i32.min_u(i32.sub(count, row), chunk)), channels, ahead });
    for (const start of starts) f.increase(start, chunk * rowBytes);
  };
  f.range(0, count, pass, chunk);
}

/** Rows of share `part` of `parts`, as even as can be: the first, and how many. */
export function shareOf(f: FunctionBuilder, part: I32, rows: number, parts: number) {
  const first = f.number(i32.div_u(i32.mul(part, rows), parts));
  const count = f.number(i32.sub(i32.div_u(i32.mul(i32.add(part, 1), rows), parts), first));
  return { first, count };
}
