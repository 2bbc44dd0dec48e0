// Pairs of images mixed by a share or by a rectangle, and rows that get their share.
import { mixingWords } from '../../ops/mix.ts';
import { row, type TableRow, within } from './case.ts';
import { fractions, normals, stale, staleWords, state, wholes } from './values.ts';

/** Shares that rise from 0 to 1, and how often a rectangle is exchanged instead. */
const mixing = (cutmix: number): Float32Array =>
  Float32Array.from({ length: mixingWords }, (_, i) => (i === 0 ? cutmix : (i - 1) / (mixingWords - 2)));

export const mixImages: TableRow[] = [0, 0.5, 1].flatMap((cutmix) =>
  [
    { batch: 6, height: 5, width: 4, channels: 3 },
    { batch: 7, height: 3, width: 3, channels: 1 },
    { batch: 1, height: 2, width: 2, channels: 2 },
  ].map((sizes) =>
    row(
      'mixImages',
      `${cutmix} of ${sizes.batch} exchange, ${sizes.height}×${sizes.width}×${sizes.channels}`,
      sizes,
      {
        state: state({ seed: 12, position: 300 }),
        mixing: mixing(cutmix),
        labels: wholes(sizes.batch, 10),
        x: normals(sizes.batch * sizes.height * sizes.width * sizes.channels),
        otherLabels: staleWords(sizes.batch),
        shares: stale(sizes.batch),
      },
      within(8, 1e-6),
    ),
  ),
);

export const mixRows: TableRow[] = [
  [1, 2],
  [5, 10],
  [70, 3],
].map(([batch, values]) =>
  row(
    'mixRows',
    `${batch} of ${values} values`,
    { batch, values },
    { own: normals(batch * values), other: normals(batch * values), shares: fractions(batch) },
    within(8, 1e-6),
  ),
);
