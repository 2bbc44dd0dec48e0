// Kernels that put values elsewhere: transposes, and weights by a table of connections, which the shaders are given
// as text.
import { type ConnectionTable, connectionTables, countPairs, tableNames } from '../../../ops/connections.ts';
import collectConnectionsWgsl from '../../../shaders/collectConnections.wgsl?raw';
import expandConnectionsWgsl from '../../../shaders/expandConnections.wgsl?raw';
import storedWgsl from '../../../shaders/prelude/stored.wgsl?raw';
import transposeWgsl from '../../../shaders/transpose.wgsl?raw';
import { type Access, flatShader, grid, type Kernel, simpleKernel } from './kernel.ts';

export const transpose = simpleKernel(
  flatShader('transpose', { x: 'read', y: 'read_write' }, storedWgsl, transposeWgsl),
  (a) => ({ constants: a, workgroups: grid(a.batch * a.rows * a.columns) }),
);

const placesOf = ({ channels, filters }: ConnectionTable): number => channels * filters.length;

/** `pairOf` [channels, filters]: the pair of each, counted from 1, or 0 where there is none. */
function pairsWgsl(table: ConnectionTable): string {
  const { filters } = table;
  const pairOf = new Array<number>(placesOf(table)).fill(0);
  let pair = 0;
  for (const [filter, channels] of filters.entries())
    for (const channel of channels) pairOf[channel * filters.length + filter] = ++pair;
  const values = pairOf.map((one) => `${one}u`).join(', ');
  return `const pairOf = array<u32, ${pairOf.length}>(${values});`;
}

/** A kernel with a shader for each table. */
function perTable(name: string, bindings: Record<string, Access>, code: string): Kernel {
  const shaders = tableNames.map((table) =>
    flatShader(`${name} ${table}`, bindings, pairsWgsl(connectionTables[table]), code),
  );
  return {
    shaders,
    dispatches({ attributes: a }) {
      const table = connectionTables[tableNames[a.table]];
      const cells = a.kernelHeight * a.kernelWidth;
      const places = placesOf(table);
      return [
        {
          shader: shaders[a.table],
          constants: { cells, pairs: countPairs(table), places },
          workgroups: grid(cells * places),
        },
      ];
    },
  };
}

export const expandConnections = perTable(
  'expandConnections',
  { w: 'read', dense: 'read_write' },
  expandConnectionsWgsl,
);
export const collectConnections = perTable(
  'collectConnections',
  { dense: 'read', dw: 'read_write' },
  collectConnectionsWgsl,
);
