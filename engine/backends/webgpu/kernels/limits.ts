// Kernels that keep updates within bounds.
import { normParts } from '../../../ops/metrics.ts';
import clipGradientWgsl from '../../../shaders/clipGradient.wgsl?raw';
import limitFiltersWgsl from '../../../shaders/limitFilters.wgsl?raw';
import normWgsl from '../../../shaders/prelude/norm.wgsl?raw';
import runStateWgsl from '../../../shaders/prelude/runState.wgsl?raw';
import { flatShader, grid, simpleKernel, valueGrid, valueShader } from './kernel.ts';

export const clipGradient = simpleKernel(
  valueShader(
    'clipGradient',
    { partialSums: 'read', hyper: 'read', g: 'read_write' },
    runStateWgsl,
    normWgsl,
    clipGradientWgsl,
  ),
  ({ count }) => ({
    constants: { parts: normParts },
    workgroups: valueGrid(count),
    roles: { partialSums: 'partial' },
  }),
);

export const limitFilters = simpleKernel(
  flatShader(
    'limitFilters',
    { hyper: 'read', state: 'read', w: 'read_write' },
    runStateWgsl,
    limitFiltersWgsl,
  ),
  (a) => ({ constants: a, workgroups: grid(a.filters) }),
);
