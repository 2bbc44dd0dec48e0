// How windows lie on an axis, and how pooling walks over images: forward window by window, backward pixel by pixel over
// the windows that cover it. How many pixels a window has inside the image, and how many windows cover a pixel, are a
// few numbers only, unless windows are large: each has code of its own then, written out without loops.
import type { PoolAttributes } from '../../../ops/poolGeometry.ts';
import type { FunctionBuilder, Local } from '../emit/function.ts';
import { type I32, i32, i32x4, type V128 } from '../emit/value.ts';

/** One axis of a pooling. */
export interface Axis {
  inputs: number;
  outputs: number;
  kernel: number;
  stride: number;
  pad: number;
}

export type Geometry = Omit<PoolAttributes, 'batch' | 'channels'>;

export const axesOf = (a: Geometry): { rows: Axis; columns: Axis } => ({
  rows: {
    inputs: a.inHeight,
    outputs: a.outHeight,
    kernel: a.kernelHeight,
    stride: a.strideHeight,
    pad: a.padHeight,
  },
  columns: {
    inputs: a.inWidth,
    outputs: a.outWidth,
    kernel: a.kernelWidth,
    stride: a.strideWidth,
    pad: a.padWidth,
  },
});

/** Pixels of an axis that a window holds, or windows of it that cover a pixel: the first of them, and how many. */
interface Part {
  from: Local<'i32'>;
  count: I32;
}

/** Pixels inside the image of the window `output`, and how many of it come before them. */
export function insideWindow(
  f: FunctionBuilder,
  { inputs, outputs, kernel, stride, pad }: Axis,
  output: I32,
): Part & { skipped: I32 } {
  const start = f.number(i32.sub(i32.mul(output, stride), pad));
  const noneHangsOver = pad === 0 && (outputs - 1) * stride + kernel <= inputs;
  if (noneHangsOver) return { from: start, count: kernel, skipped: 0 };
  const from = f.number(i32.max_s(start, 0));
  const count = i32.sub(i32.min_s(i32.add(start, kernel), inputs), from);
  return { from, count, skipped: i32.sub(from, start) };
}

/** Windows that cover the pixel `input`. */
export function coveringPixel(f: FunctionBuilder, { outputs, kernel, stride, pad }: Axis, input: I32): Part {
  const place = f.number(i32.add(input, pad));
  const end = f.number(i32.min_u(i32.add(i32.div_u(place, stride), 1), outputs));
  const beyond = i32.max_s(i32.sub(i32.add(place, stride), kernel), 0);
  const from = f.number(i32.min_u(i32.div_u(beyond, stride), end));
  return { from, count: i32.sub(end, from) };
}

const distinct = (length: number, at: (index: number) => number): number[] => [
  ...new Set(Array.from({ length }, (_, index) => at(index))),
];

/** Every number of pixels that a window of the axis has. */
export const sizesOfWindows = ({ inputs, outputs, kernel, stride, pad }: Axis): number[] =>
  distinct(outputs, (o) => Math.min(inputs, o * stride - pad + kernel) - Math.max(0, o * stride - pad));

/** Every number of windows that cover a pixel of the axis. */
const coversOfPixels = ({ inputs, outputs, kernel, stride, pad }: Axis): number[] =>
  distinct(inputs, (input) => {
    const end = Math.min(Math.floor((input + pad) / stride) + 1, outputs);
    return Math.max(0, end - Math.ceil(Math.max(0, input + pad + 1 - kernel) / stride));
  });

/** The most steps that are written out, over all numbers that occur. */
const mostSteps = 400;
export const total = (numbers: readonly number[]): number => numbers.reduce((sum, one) => sum + one, 0);

/** Emits the body for each of the possible counts; that which is the count is run. */
export function amongCounts(
  f: FunctionBuilder,
  count: I32,
  possible: readonly number[],
  body: (count: number) => void,
): void {
  const chosen = possible.length === 1 ? possible[0] : f.number(count);
  const among = ([first, ...rest]: readonly number[]) => {
    if (rest.length === 0) body(first);
    else
      f.when(
        i32.eq(chosen, first),
        () => body(first),
        () => among(rest),
      );
  };
  among(possible);
}

/** Emits the body for a count that is known while emitting if there are a few, else for the count as it is. */
export function withCount(
  f: FunctionBuilder,
  count: I32,
  possible: readonly number[] | null,
  body: (count: I32) => void,
): void {
  if (possible) amongCounts(f, count, possible, body);
  else body(f.number(count));
}

/** A rectangle of an image while it is looked at: the pixels of a window, or the windows over a pixel. */
export interface Area {
  fromY: Local<'i32'>;
  fromX: Local<'i32'>;
  /** Numbers where they are known while emitting. */
  rows: I32;
  columns: I32;
  /** Row and column of the window, or of the pixel. */
  y: I32;
  x: I32;
}

/** Calls `body` for every place of a row, with its area on the other side. */
function eachPlace(
  f: FunctionBuilder,
  length: number,
  y: I32,
  [partY, partX]: readonly [Part, (x: I32) => Part],
  [rows, columns]: readonly [number[], number[]],
  body: (area: Area) => void,
): void {
  const few = total(rows) * total(columns) <= mostSteps;
  withCount(f, partY.count, few ? rows : null, (height) =>
    f.range(0, length, (x) => {
      const { from, count } = partX(x);
      withCount(f, count, few ? columns : null, (width) =>
        body({ fromY: partY.from, fromX: from, rows: height, columns: width, y, x }),
      );
    }),
  );
}

/** Calls `body` for every window of output row `y`, with its pixels inside the image. */
export function eachWindow(f: FunctionBuilder, a: PoolAttributes, y: I32, body: (area: Area) => void): void {
  const { rows, columns } = axesOf(a);
  const parts = [insideWindow(f, rows, y), (x: I32) => insideWindow(f, columns, x)] as const;
  eachPlace(f, a.outWidth, y, parts, [sizesOfWindows(rows), sizesOfWindows(columns)], body);
}

/** Calls `body` for every pixel of input row `y`, with the windows that cover it. */
export function eachPixel(f: FunctionBuilder, a: PoolAttributes, y: I32, body: (area: Area) => void): void {
  const { rows, columns } = axesOf(a);
  const parts = [coveringPixel(f, rows, y), (x: I32) => coveringPixel(f, columns, x)] as const;
  eachPlace(f, a.inWidth, y, parts, [coversOfPixels(rows), coversOfPixels(columns)], body);
}

/** Calls `body` for every four channels, with their byte distance and how many of them are real. */
export function eachFour(
  f: FunctionBuilder,
  channels: number,
  body: (offset: I32, lanes: number) => void,
): void {
  const whole = 16 * Math.floor(channels / 4);
  f.range(0, whole, (offset) => body(offset, 4), 16);
  if (channels % 4 > 0) body(whole, channels % 4);
}

/** How far apart, in bytes, and in numbers of cells where these matter, the neighbours of an area lie. */
export interface Steps {
  row: number;
  column: number;
  cellRow?: number;
  cellColumn?: number;
}

/** Steps over the pixels of a window. */
export const pixelSteps = (a: PoolAttributes) => ({
  row: 4 * a.channels * a.inWidth,
  column: 4 * a.channels,
});

/**
 * Calls `body` for every step of an area, row by row: with an address and a distance from it, and the cell of
 * the window, counted from that of the first step.
 */
export function eachStep(
  f: FunctionBuilder,
  { rows, columns }: Pick<Area, 'rows' | 'columns'>,
  { row, column, cellRow = 0, cellColumn = 0 }: Steps,
  first: Local<'i32'>,
  body: (address: I32, offset: number, cell: V128) => void,
): void {
  if (typeof rows === 'number' && typeof columns === 'number') {
    for (let y = 0; y < rows; y++)
      for (let x = 0; x < columns; x++) {
        const cell = y * cellRow + x * cellColumn;
        body(first, y * row + x * column, i32x4.const(cell, cell, cell, cell));
      }
    return;
  }
  const line = f.number(first);
  const lineCell = f.number(0);
  const [place, cell] = [f.local('i32'), f.local('i32')];
  f.range(0, rows, () => {
    f.set(place, line);
    f.set(cell, lineCell);
    f.range(0, columns, () => {
      body(place, 0, i32x4.splat(cell));
      f.increase(place, column);
      f.increase(cell, cellColumn);
    });
    f.increase(line, row);
    f.increase(lineCell, cellRow);
  });
}
