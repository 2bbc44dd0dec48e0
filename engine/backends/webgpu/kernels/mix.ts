// Kernels of mixed examples and of what a loss makes of them.
import mixImagesWgsl from '../../../shaders/mixImages.wgsl?raw';
import mixRowsWgsl from '../../../shaders/mixRows.wgsl?raw';
import randomWgsl from '../../../shaders/prelude/random.wgsl?raw';
import runStateWgsl from '../../../shaders/prelude/runState.wgsl?raw';
import storedWgsl from '../../../shaders/prelude/stored.wgsl?raw';
import { flatShader, grid, simpleKernel } from './kernel.ts';

export const mixImages = simpleKernel(
  flatShader(
    'mixImages',
    {
      state: 'read',
      mixing: 'read',
      labels: 'read',
      x: 'read_write',
      otherLabels: 'read_write',
      shares: 'read_write',
    },
    storedWgsl,
    runStateWgsl,
    randomWgsl,
    mixImagesWgsl,
  ),
  (a) => ({ constants: a, workgroups: grid(Math.ceil(a.batch / 2) * a.height * a.width) }),
);

export const mixRows = simpleKernel(
  flatShader('mixRows', { other: 'read', shares: 'read', own: 'read_write' }, mixRowsWgsl),
  (a) => ({ constants: a, workgroups: grid(a.batch * a.values) }),
);
