// Local response normalisation (Krizhevsky et al. 2012): y = x d^-beta with d = k + alpha * the sum of x^2 over a
// window of neighbours. The neighbours are the `size` nearest channels of the same pixel (across), or the size
// times size nearest pixels of the same channel (within); what would lie outside counts as 0. Backward computes
// the sums again: reading them back costs more time than adding a few squares, and keeping them as much memory
// as the layer's output.
import { defineOp, type NumericArray } from './op.ts';

const attributes = ['batch', 'height', 'width', 'channels', 'size', 'alpha', 'beta', 'k'] as const;
/** `size` is odd; `alpha`, `beta` and `k` may be fractions. */
export type LrnAttributes = Record<(typeof attributes)[number], number>;

/** Values of the whole tensor. */
export const lrnValues = (a: LrnAttributes): number => a.batch * a.height * a.width * a.channels;

/** The sum of `values` over the neighbours of value i. */
type WindowSum = (a: LrnAttributes, values: NumericArray, i: number) => number;

const acrossSum: WindowSum = (a, values, i) => {
  const reach = (a.size - 1) / 2;
  const channel = i % a.channels;
  const [from, to] = [Math.max(0, channel - reach), Math.min(a.channels - 1, channel + reach)];
  let sum = 0;
  for (let c = from; c <= to; c++) sum += values[i - channel + c];
  return sum;
};

const withinSum: WindowSum = (a, values, i) => {
  const reach = (a.size - 1) / 2;
  const pixel = Math.floor(i / a.channels);
  const [x, y] = [pixel % a.width, Math.floor(pixel / a.width) % a.height];
  let sum = 0;
  for (let dy = Math.max(-reach, -y); dy <= Math.min(reach, a.height - 1 - y); dy++)
    for (let dx = Math.max(-reach, -x); dx <= Math.min(reach, a.width - 1 - x); dx++)
      sum += values[i + (dy * a.width + dx) * a.channels];
  return sum;
};

/** What denominators are cut at, near the end of floats: what is infinite stays so, and leaves none of its neighbours. */
export const largestDenominator = 3e38;

/** The denominators before the power: k + alpha * the sum of x^2. */
function denominators(a: LrnAttributes, x: NumericArray, windowSum: WindowSum): Float64Array {
  const squares = Float64Array.from(x, (value) => value * value);
  return squares.map((_, i) => Math.min(a.k + a.alpha * windowSum(a, squares, i), largestDenominator));
}

const forward = (windowSum: WindowSum, cells: (size: number) => number, workspace?: typeof withinScratch) =>
  defineOp({
    reads: ['x'],
    writes: ['y'],
    attributes,
    flops: (a) => lrnValues(a) * (2 * cells(a.size) + 6),
    ...(workspace && { workspace: (a: LrnAttributes) => workspace(a, false) }),
    reference({ x, y }, a) {
      const d = denominators(a, x, windowSum);
      for (let i = 0; i < x.length; i++) y[i] = x[i] * d[i] ** -a.beta;
    },
  });

/** dx = dy d^-beta - 2 alpha beta x * the sum over the same window of dy x d^(-beta-1). */
const backward = (windowSum: WindowSum, cells: (size: number) => number, workspace?: typeof withinScratch) =>
  defineOp({
    reads: ['x', 'dy'],
    writes: ['dx'],
    attributes,
    flops: (a) => lrnValues(a) * (3 * cells(a.size) + 16),
    ...(workspace && { workspace: (a: LrnAttributes) => workspace(a, true) }),
    reference({ x, dy, dx }, a) {
      const d = denominators(a, x, windowSum);
      const shares = d.map((value, i) => dy[i] * x[i] * value ** (-a.beta - 1));
      for (let i = 0; i < x.length; i++)
        dx[i] = dy[i] * d[i] ** -a.beta - 2 * a.alpha * a.beta * x[i] * windowSum(a, shares, i);
    },
  });

const wholeVectors = (values: number): number => 4 * Math.ceil(values / 4);

/**
 * Where the parts of an image's scratch begin, in values, and how many there are. Backward the processor keeps as many
 * rows as a window has of what each value adds to its neighbours' gradients, and WebGPU, which has no layout, all of them.
 */
export interface WithinLayout {
  /** A row of what is divided by. */
  denominators: number;
  /** A row of zeros, for the rows above and below the image. */
  zeros: number;
  /** Backward: rows of shares of the neighbours' gradients. */
  shares: number;
  values: number;
}

export function withinLayout(a: LrnAttributes, backward: boolean): WithinLayout {
  const values = a.width * a.channels;
  // What is written in whole vectors ends beyond a row that does not fill them.
  const row = wholeVectors(values) + 4;
  const shares = 2 * row;
  const kept = backward ? a.size * values + 4 : 0;
  return {
    denominators: 0,
    zeros: row,
    shares,
    values: Math.max(shares + wholeVectors(kept), backward ? a.height * values : 0),
  };
}

const withinScratch = (a: LrnAttributes, backward: boolean): number =>
  a.batch * withinLayout(a, backward).values;

const ownSize = (size: number) => size;
const area = (size: number) => size * size;

export const lrnAcrossForward = forward(acrossSum, ownSize);
export const lrnAcrossBackward = backward(acrossSum, ownSize);
export const lrnWithinForward = forward(withinSum, area, withinScratch);
export const lrnWithinBackward = backward(withinSum, area, withinScratch);
