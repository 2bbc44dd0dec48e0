// Fractional max pooling (Graham 2014): windows of at most two pixels that begin one or two pixels after each other, so
// that a map shrinks by less than half. Where they begin is drawn for each batch, rows and columns apart.
import { below, pcg4d } from '../random.ts';
import { defineOp, type NumericArray } from './op.ts';
import { runState } from './runState.ts';

/** Pixels that the beginnings of windows advance in all, and in how many steps. */
export interface Walk {
  length: number;
  steps: number;
}

/** Overlapping windows of two pixels end with the last pixel; disjoint ones end where the next begins. */
export const walkOf = (inputs: number, outputs: number, overlapping: boolean | number): Walk =>
  overlapping ? { length: inputs - 2, steps: outputs - 1 } : { length: inputs, steps: outputs };

/** Words of one axis in `boundaries`: where windows begin, and where the last disjoint one ends. */
export const boundaryWords = (a: { outHeight: number; outWidth: number }): number =>
  Math.max(a.outHeight, a.outWidth) + 1;

/**
 * boundaries[axis][j] is where window j begins: rows first, then columns; what is not used is 0. pseudorandom:
 * floor((j + u) alpha) - floor(u alpha) with alpha = length / steps and a u of 16 bits, in whole numbers.
 * random: steps of 1 and 2 pixels in shuffled order. Draws are named by (seed, stream, step, index) in training; in
 * evaluation by the look in place of the step, so that every image meets the same windows whenever it is tested.
 */
export const fractionalBoundaries = defineOp({
  reads: ['state'],
  writes: ['boundaries'],
  attributes: ['inHeight', 'inWidth', 'outHeight', 'outWidth', 'overlapping', 'random', 'stream', 'training'],
  flops: (a) => a.outHeight + a.outWidth,
  reference({ state, boundaries }, a) {
    const counter = state[a.training ? runState.step : runState.look];
    boundaries.fill(0);
    for (const axis of [0, 1]) {
      const draw = (index: number) => pcg4d(state[runState.seed], a.stream, counter, 2 * index + axis)[0];
      const walk = axis
        ? walkOf(a.inWidth, a.outWidth, a.overlapping)
        : walkOf(a.inHeight, a.outHeight, a.overlapping);
      const line = boundaries.subarray(axis * boundaryWords(a), (axis + 1) * boundaryWords(a));
      if (a.random) shuffled(line, walk, draw);
      else even(line, walk, draw(0) >>> 16);
    }
  },
});

function even(line: NumericArray, { length, steps }: Walk, u: number): void {
  for (let j = 1; j <= steps; j++) {
    const beyond = ((j * length) % steps) * 65536 + u * length;
    const shift = Math.floor((u * length) / (steps * 65536));
    line[j] = Math.floor((j * length) / steps) + Math.floor(beyond / (steps * 65536)) - shift;
  }
}

/** Each next step is one of those that are left, all alike. */
function shuffled(line: NumericArray, { length, steps }: Walk, draw: (index: number) => number): void {
  let twos = length - steps;
  for (let j = 1; j <= steps; j++) {
    const isTwo = below(draw(j), steps - j + 1) < twos;
    line[j] = line[j - 1] + (isTwo ? 2 : 1);
    if (isTwo) twos--;
  }
}

export const fractionalAttributes = [
  'batch',
  'inHeight',
  'inWidth',
  'channels',
  'outHeight',
  'outWidth',
  'overlapping',
] as const;
export type FractionalAttributes = Record<(typeof fractionalAttributes)[number], number>;

const fractionalOutputs = (a: FractionalAttributes): number =>
  a.batch * a.outHeight * a.outWidth * a.channels;

type Visit = (
  output: number,
  window: { rows: number; columns: number },
  at: (cell: number) => number,
) => void;

/** Calls `visit` for each output value; `at` is the place of a cell of its window, cell 2 * row + column. */
function forEachWindow(a: FractionalAttributes, boundaries: NumericArray, visit: Visit): void {
  const columnsFrom = boundaryWords(a);
  const size = (from: number) => (a.overlapping ? 2 : boundaries[from + 1] - boundaries[from]);
  for (let output = 0; output < fractionalOutputs(a); output++) {
    const channel = output % a.channels;
    const ox = Math.floor(output / a.channels) % a.outWidth;
    const row = Math.floor(output / a.channels / a.outWidth);
    const oy = row % a.outHeight;
    const image = Math.floor(row / a.outHeight);
    visit(output, { rows: size(oy), columns: size(columnsFrom + ox) }, (cell) => {
      const y = boundaries[oy] + Math.floor(cell / 2);
      const x = boundaries[columnsFrom + ox] + (cell % 2);
      return ((image * a.inHeight + y) * a.inWidth + x) * a.channels + channel;
    });
  }
}

export const fractionalPoolForward = defineOp({
  reads: ['x', 'boundaries'],
  writes: ['y', 'winner'],
  attributes: fractionalAttributes,
  flops: (a) => 4 * fractionalOutputs(a),
  reference({ x, boundaries, y, winner }, a) {
    forEachWindow(a, boundaries, (output, { rows, columns }, at) => {
      let best = Number.NEGATIVE_INFINITY;
      let winning = 0;
      for (let row = 0; row < rows; row++)
        for (let column = 0; column < columns; column++) {
          const cell = 2 * row + column;
          const value = x[at(cell)];
          // A NaN wins, so that it is not hidden from the check for finite values.
          if (value > best || Number.isNaN(value)) {
            best = value;
            winning = cell;
          }
        }
      y[output] = best;
      winner[output] = winning;
    });
  },
});

export const fractionalPoolBackward = defineOp({
  reads: ['dy', 'winner', 'boundaries'],
  writes: ['dx'],
  attributes: fractionalAttributes,
  flops: fractionalOutputs,
  reference({ dy, winner, boundaries, dx }, a) {
    dx.fill(0);
    forEachWindow(a, boundaries, (output, _, at) => {
      dx[at(winner[output])] += dy[output];
    });
  },
});
