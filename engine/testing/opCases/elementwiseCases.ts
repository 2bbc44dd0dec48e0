// Ops that treat every value alike.
import { exactly, row, type TableRow, within } from './case.ts';
import { normals, stale, state } from './values.ts';

const counts = [1, 63, 64, 65, 1000];

export const accumulate: TableRow[] = counts.map((count) =>
  row('accumulate', `${count} values`, { count }, { x: normals(count), y: normals(count) }, within(1)),
);

/** The mask is the same to the bit; a survivor is divided once here and multiplied there. */
export const dropout: TableRow[] = [
  { rate: 0, pixels: 1, channels: 10 },
  { rate: 6554, pixels: 1, channels: 1 },
  { rate: 32768, pixels: 1, channels: 1000 },
  { rate: 65535, pixels: 1, channels: 8 },
  { rate: 32768, pixels: 10, channels: 25 },
  { rate: 16384, pixels: 2, channels: 5 },
  { rate: 40000, pixels: 25, channels: 40 },
].map((one) =>
  row(
    'dropout',
    `rate ${one.rate}/65536, ${one.pixels} pixels, ${one.channels} channels`,
    { count: 1000, stream: 19, ...one },
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
