// Kernels of fractional max pooling: one thread draws for each axis; forward one thread per four channels of an
// output pixel, backward per four channels of an input pixel.
import fractionalBoundariesWgsl from '../../../shaders/fractionalBoundaries.wgsl?raw';
import fractionalPoolBackwardWgsl from '../../../shaders/fractionalPoolBackward.wgsl?raw';
import fractionalPoolForwardWgsl from '../../../shaders/fractionalPoolForward.wgsl?raw';
import channelFourWgsl from '../../../shaders/prelude/channelFour.wgsl?raw';
import floatWgsl from '../../../shaders/prelude/float.wgsl?raw';
import randomWgsl from '../../../shaders/prelude/random.wgsl?raw';
import runStateWgsl from '../../../shaders/prelude/runState.wgsl?raw';
import storedWgsl from '../../../shaders/prelude/stored.wgsl?raw';
import { flatShader, grid, shader, simpleKernel } from './kernel.ts';

export const fractionalBoundaries = simpleKernel(
  shader(
    'fractionalBoundaries',
    { state: 'read', boundaries: 'read_write' },
    runStateWgsl,
    randomWgsl,
    fractionalBoundariesWgsl,
  ),
  (a) => ({ constants: a, workgroups: [1, 1, 1] }),
);

export const fractionalPoolForward = simpleKernel(
  flatShader(
    'fractionalPoolForward',
    { x: 'read', boundaries: 'read', y: 'read_write', winner: 'read_write' },
    storedWgsl,
    channelFourWgsl,
    floatWgsl,
    fractionalPoolForwardWgsl,
  ),
  (a) => ({
    constants: a,
    workgroups: grid(a.batch * a.outHeight * a.outWidth * Math.ceil(a.channels / 4)),
  }),
);

export const fractionalPoolBackward = simpleKernel(
  flatShader(
    'fractionalPoolBackward',
    { dy: 'read', winner: 'read', boundaries: 'read', dx: 'read_write' },
    storedWgsl,
    channelFourWgsl,
    fractionalPoolBackwardWgsl,
  ),
  (a) => ({
    constants: a,
    workgroups: grid(a.batch * a.inHeight * a.inWidth * Math.ceil(a.channels / 4)),
  }),
);
