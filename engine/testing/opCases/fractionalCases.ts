// Fractional pooling: overlapping and disjoint windows, drawn in both ways, with ties.
import {
  fractionalBoundaries as boundariesOp,
  boundaryWords,
  type FractionalAttributes,
  fractionalPoolForward as forwardOp,
} from '../../ops/fractionalPool.ts';
import { exactly, row, sumOf, type TableRow } from './case.ts';
import { normals, stale, staleWords, state, wholes } from './values.ts';

type Size = readonly [height: number, width: number];

const sizes: readonly (readonly [input: Size, output: Size])[] = [
  [
    [25, 16],
    [20, 13],
  ],
  [
    [93, 58],
    [74, 46],
  ],
  [
    [4, 5],
    [3, 3],
  ],
];

const draws = sizes.flatMap(([input, output]) =>
  [0, 1].flatMap((overlapping) =>
    [0, 1].map((random) => ({
      title: `${input.join('×')} to ${output.join('×')}${overlapping ? ', overlapping' : ''}${random ? ', random' : ''}`,
      attributes: {
        inHeight: input[0],
        inWidth: input[1],
        outHeight: output[0],
        outWidth: output[1],
        overlapping,
        random,
        stream: 21,
        training: 1,
      },
    })),
  ),
);

const counters = state({ seed: 4_000_000_001, step: 123, look: 5 });

export const fractionalBoundaries: TableRow[] = draws.flatMap(({ title, attributes }) =>
  [0, 1].map((training) =>
    row(
      'fractionalBoundaries',
      `${title}, ${training ? 'training' : 'evaluation'}`,
      { ...attributes, training },
      { state: counters, boundaries: staleWords(2 * boundaryWords(attributes)) },
      exactly,
    ),
  ),
);

const pools = draws.flatMap(({ title, attributes }) =>
  [1, 6].map((channels) => {
    const { random, stream, training, ...geometry } = attributes;
    const boundaries = staleWords(2 * boundaryWords(attributes));
    boundariesOp.reference({ state: counters, boundaries }, attributes);
    const a: FractionalAttributes = { batch: 2, channels, ...geometry };
    return {
      title: `${title}, ${channels} channels`,
      a,
      boundaries,
      x: a.batch * a.inHeight * a.inWidth * channels,
      y: a.batch * a.outHeight * a.outWidth * channels,
    };
  }),
);

export const fractionalPoolForward: TableRow[] = pools.flatMap(({ title, a, boundaries, x, y }) => {
  const results = { boundaries, y: stale(y), winner: staleWords(y) };
  const ties = Float32Array.from(wholes(x, 2));
  const spoilt = normals(x).map((value, i) => [value, Number.NaN, -Infinity, Infinity][i % 4]);
  return [
    row('fractionalPoolForward', title, a, { x: normals(x), ...results }, exactly),
    row('fractionalPoolForward', `${title}, ties`, a, { x: ties, ...results }, exactly),
    row('fractionalPoolForward', `${title}, NaN and infinities`, a, { x: spoilt, ...results }, exactly),
  ];
});

/** Winners are those of some input, so that all of them lie inside their windows. */
export const fractionalPoolBackward: TableRow[] = pools.map(({ title, a, boundaries, x, y }) => {
  const winner = staleWords(y);
  forwardOp.reference({ x: normals(x), boundaries, y: stale(y), winner }, a);
  const tensors = { dy: normals(y), winner, boundaries, dx: stale(x) };
  return row('fractionalPoolBackward', title, a, tensors, sumOf(4));
});
