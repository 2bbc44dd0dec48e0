// Ops that put values elsewhere: transposes, and weights by a table of connections.
import { connectionTables, countPairs, tableNames } from '../../ops/connections.ts';
import { exactly, row, type TableRow } from './case.ts';
import { normals, stale } from './values.ts';

export const transpose: TableRow[] = [
  [1, 1, 1],
  [2, 36, 5],
  [3, 5, 36],
  [2, 33, 19],
].map(([batch, rows, columns]) => {
  const count = batch * rows * columns;
  return row(
    'transpose',
    `${batch} of ${rows} by ${columns}`,
    { batch, rows, columns },
    { x: normals(count), y: stale(count) },
    exactly,
  );
});

const kernels = [
  [1, 1],
  [5, 5],
  [2, 3],
] as const;

const tables = tableNames.flatMap((name, table) =>
  kernels.map(([kernelHeight, kernelWidth]) => {
    const { channels, filters } = connectionTables[name];
    const cells = kernelHeight * kernelWidth;
    return {
      title: `${name}, ${kernelHeight}×${kernelWidth}`,
      attributes: { table, kernelHeight, kernelWidth },
      pairs: cells * countPairs(connectionTables[name]),
      all: cells * channels * filters.length,
    };
  }),
);

export const expandConnections: TableRow[] = tables.map(({ title, attributes, pairs, all }) =>
  row('expandConnections', title, attributes, { w: normals(pairs), dense: stale(all) }, exactly),
);

export const collectConnections: TableRow[] = tables.map(({ title, attributes, pairs, all }) =>
  row('collectConnections', title, attributes, { dense: normals(all), dw: stale(pairs) }, exactly),
);
