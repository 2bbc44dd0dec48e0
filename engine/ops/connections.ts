// Convolutions whose filters read some of the input channels only, by a table. Their weights are kept for the pairs
// of the table alone, w[ky, kx, pair], pairs in the order of filters and then of channels; `expandConnections` makes of
// them weights for all channels, dense[ky, kx, channel, filter], with zeros elsewhere, and `collectConnections` takes
// the gradient of the pairs out of that of all.
import { defineOp } from './op.ts';

export interface ConnectionTable {
  channels: number;
  /** For each filter the channels that it reads. */
  filters: readonly (readonly number[])[];
}

/** The attribute `table` is a place in this list. */
export const tableNames = ['lenet5'] as const;

/** lenet5: layer C3 (LeCun et al. 1998, table I). */
export const connectionTables: Record<(typeof tableNames)[number], ConnectionTable> = {
  lenet5: {
    channels: 6,
    filters: [
      [0, 1, 2],
      [1, 2, 3],
      [2, 3, 4],
      [3, 4, 5],
      [0, 4, 5],
      [0, 1, 5],
      [0, 1, 2, 3],
      [1, 2, 3, 4],
      [2, 3, 4, 5],
      [0, 3, 4, 5],
      [0, 1, 4, 5],
      [0, 1, 2, 5],
      [0, 1, 3, 4],
      [1, 2, 4, 5],
      [0, 2, 3, 5],
      [0, 1, 2, 3, 4, 5],
    ],
  },
};

/** Pairs of a channel and a filter that reads it. */
export const countPairs = ({ filters }: ConnectionTable): number => filters.flat().length;

const connectionAttributes = ['table', 'kernelHeight', 'kernelWidth'] as const;
type ConnectionAttributes = Record<(typeof connectionAttributes)[number], number>;

const tableOf = (a: ConnectionAttributes): ConnectionTable => connectionTables[tableNames[a.table]];

/** Values of the weights of all channels. */
const denseValues = (a: ConnectionAttributes): number =>
  a.kernelHeight * a.kernelWidth * tableOf(a).channels * tableOf(a).filters.length;

/** Calls `visit` with the places of each weight in w and in dense. */
function forEachWeight(a: ConnectionAttributes, visit: (compact: number, dense: number) => void): void {
  const { channels, filters } = tableOf(a);
  let compact = 0;
  for (let cell = 0; cell < a.kernelHeight * a.kernelWidth; cell++)
    for (const [filter, read] of filters.entries())
      for (const channel of read) visit(compact++, (cell * channels + channel) * filters.length + filter);
}

export const expandConnections = defineOp({
  reads: ['w'],
  writes: ['dense'],
  attributes: connectionAttributes,
  flops: denseValues,
  reference({ w, dense }, a) {
    dense.fill(0);
    forEachWeight(a, (from, to) => {
      dense[to] = w[from];
    });
  },
});

export const collectConnections = defineOp({
  reads: ['dense'],
  writes: ['dw'],
  attributes: connectionAttributes,
  flops: denseValues,
  reference({ dense, dw }, a) {
    forEachWeight(a, (to, from) => {
      dw[to] = dense[from];
    });
  },
});
