// Ops that treat every value alike.
import { exactly, row, type TableRow, within } from './case.ts';
import { normals, stale, state } from './values.ts';

const counts = [1, 63, 64, 65, 1000];

export const accumulate: TableRow[] = counts.map((count) =>
  row('accumulate', `${count} values`, { count }, { x: normals(count), y: normals(count) }, within(1)),
);

/** The mask is the same to the bit; a survivor is divided once here and multiplied there. */
export const dropout: TableRow[] = [0, 6554, 32768, 65535].map((rate) =>
  row(
    'dropout',
    `rate ${rate}/65536`,
    { count: 1000, rate, stream: 19 },
    { state: state({ seed: 4_000_000_001, step: 123 }), y: normals(1000) },
    within(1),
  ),
);

export const padChannels: TableRow[] = [
  [1, 1, 2],
  [70, 16, 32],
  [33, 3, 5],
].map(([pixels, fromChannels, toChannels]) =>
  row(
    'padChannels',
    `${pixels} pixels from ${fromChannels} to ${toChannels} channels`,
    { pixels, fromChannels, toChannels },
    { x: normals(pixels * fromChannels), y: stale(pixels * toChannels) },
    exactly,
  ),
);

const copy = (
  title: string,
  pixels: number,
  channels: number,
  [fromChannels, fromOffset]: readonly [number, number],
  [toChannels, toOffset]: readonly [number, number],
) =>
  row(
    'copyChannels',
    title,
    { pixels, channels, fromChannels, fromOffset, toChannels, toOffset },
    { x: normals(pixels * fromChannels), y: normals(pixels * toChannels) },
    exactly,
  );

export const copyChannels: TableRow[] = [
  copy('plain copy', 1, 100, [100, 0], [100, 0]),
  copy('into a concat', 30, 3, [3, 0], [8, 5]),
  copy('out of a concat', 30, 3, [8, 2], [3, 0]),
  copy('one value', 1, 1, [1, 0], [1, 0]),
];
