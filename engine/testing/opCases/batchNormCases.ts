// Batch normalisation: few rows and many, channels that fill no vector, a mean far from 0, a channel that never varies.
import { exactly, row, sumOf, type TableRow, within } from './case.ts';
import { normals, rectifieds, squares, stale, state } from './values.ts';

const sizes = [
  [1, 1],
  [2, 3],
  [60, 5],
  [130, 16],
  [700, 21],
  [4096, 6],
  [33, 130],
] as const;

/** Values around 3, but those of channel 0 are all alike. */
const values = (rows: number, channels: number) =>
  normals(rows * channels).map((value, i) => (i % channels === 0 ? 2 : value + 3));

const momentsOf = (channels: number) => {
  const moments = squares(3 * channels).map((value) => value + 0.3);
  return moments.map((value, i) => (i < channels ? value - 1 : value));
};

/** So many that kernels may go through them in another way; looked at once in each direction. */
const many = [123_457, 18] as const;

const title = (rows: number, channels: number) => `${rows} rows of ${channels}`;

export const batchNormMoments: TableRow[] = [
  ...sizes.map(([rows, channels]) =>
    row(
      'batchNormMoments',
      title(rows, channels),
      { rows, channels, epsilon: 1e-3 },
      { x: values(rows, channels), moments: stale(3 * channels) },
      // The inverse is steep where the variance is small.
      { absolute: 1e-5, relative: 1e-4 },
    ),
  ),
  row(
    'batchNormMoments',
    'a value that is not a number',
    { rows: 5, channels: 4, epsilon: 1e-5 },
    { x: values(5, 4).map((value, i) => (i === 6 ? Number.NaN : value)), moments: stale(12) },
    { absolute: 1e-5, relative: 1e-4 },
  ),
];

export const runningMoments: TableRow[] = [1, 7, 130].map((channels) =>
  row(
    'runningMoments',
    `${channels} channels`,
    { channels, epsilon: 1e-5 },
    { mean: normals(channels), variance: squares(channels), moments: stale(3 * channels) },
    within(8),
  ),
);

export const updateRunning: TableRow[] = [0, 1].flatMap((halted) =>
  [1, 40].map((rows) =>
    row(
      'updateRunning',
      `${rows} rows, ${halted ? 'halted: nothing changes' : 'running'}`,
      { rows, channels: 21, share: 0.4 },
      {
        moments: momentsOf(21),
        state: state({ halted }),
        mean: normals(21),
        variance: squares(21),
      },
      halted ? exactly : within(4, 1e-6),
    ),
  ),
);

const affine = (channels: number) => ({ gain: normals(channels), bias: normals(channels) });

export const batchNormForward: TableRow[] = [...sizes, many].flatMap(([rows, channels]) => {
  const tensors = { x: values(rows, channels), moments: momentsOf(channels), y: stale(rows * channels) };
  const { gain, bias } = affine(channels);
  const near = within(8, 2e-6);
  const plain = { rows, channels, relu: 0 };
  const first = row('batchNormForward', title(rows, channels), plain, { ...tensors, gain, bias }, near);
  if (rows === many[0]) return [first];
  return [
    first,
    row('batchNormForward', `${title(rows, channels)}, bias`, plain, { ...tensors, bias }, near),
    row('batchNormForward', `${title(rows, channels)}, bare`, plain, tensors, near),
    row(
      'batchNormForward',
      `${title(rows, channels)}, ReLU`,
      { ...plain, relu: 1 },
      { ...tensors, gain, bias },
      near,
    ),
  ];
});

export const batchNormSums: TableRow[] = sizes.map(([rows, channels]) =>
  row(
    'batchNormSums',
    title(rows, channels),
    { rows, channels },
    {
      x: values(rows, channels),
      dy: normals(rows * channels),
      moments: momentsOf(channels),
      dgain: stale(channels),
      dbias: stale(channels),
    },
    // Products reach a few times ten.
    { absolute: 30 * sumOf(rows).absolute, relative: sumOf(rows).relative },
  ),
);

export const batchNormBackward: TableRow[] = [...sizes, many].flatMap(([rows, channels]) => {
  const tensors = {
    x: values(rows, channels),
    moments: momentsOf(channels),
    dgain: normals(channels),
    dbias: normals(channels),
    dx: normals(rows * channels),
  };
  const gain = normals(channels);
  const near = within(16, 1e-5);
  const case_ = (what: string, fixed: number, more: object) =>
    row(
      'batchNormBackward',
      `${title(rows, channels)}${what}`,
      { rows, channels, fixed },
      { ...tensors, ...more },
      near,
    );
  const first = case_('', 0, { gain });
  if (rows === many[0]) return [first];
  return [
    first,
    case_(', no gain', 0, {}),
    case_(', fixed moments', 1, { gain }),
    case_(', masked', 0, { gain, mask: rectifieds(rows * channels) }),
  ];
});
