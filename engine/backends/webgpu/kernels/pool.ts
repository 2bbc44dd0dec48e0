// Kernels of max, average and L2 pooling: forward one thread per four channels of an output pixel, backward
// per four channels of an input pixel.
import averagePoolBackwardWgsl from '../../../shaders/averagePoolBackward.wgsl?raw';
import averagePoolForwardWgsl from '../../../shaders/averagePoolForward.wgsl?raw';
import l2PoolBackwardWgsl from '../../../shaders/l2PoolBackward.wgsl?raw';
import l2PoolForwardWgsl from '../../../shaders/l2PoolForward.wgsl?raw';
import maxPoolBackwardWgsl from '../../../shaders/maxPoolBackward.wgsl?raw';
import maxPoolForwardWgsl from '../../../shaders/maxPoolForward.wgsl?raw';
import channelFourWgsl from '../../../shaders/prelude/channelFour.wgsl?raw';
import floatWgsl from '../../../shaders/prelude/float.wgsl?raw';
import geometryWgsl from '../../../shaders/prelude/geometry.wgsl?raw';
import reluWgsl from '../../../shaders/prelude/relu.wgsl?raw';
import storedWgsl from '../../../shaders/prelude/stored.wgsl?raw';
import windowWgsl from '../../../shaders/prelude/window.wgsl?raw';
import { flatShader, grid, type Kernel, type Shader, simpleKernel } from './kernel.ts';

/** What every shader of a pool begins with: sizes, and the channels that a thread treats. */
const placed = [storedWgsl, geometryWgsl, channelFourWgsl];

const perOutput = (one: Shader): Kernel =>
  simpleKernel(one, (a) => ({
    constants: a,
    workgroups: grid(a.batch * a.outHeight * a.outWidth * Math.ceil(a.channels / 4)),
  }));

const perInput = (one: Shader): Kernel => ({
  shaders: [one],
  dispatches({ attributes: a, tensors }) {
    const hasMask = 'mask' in tensors;
    const dispatch = {
      shader: one,
      constants: { ...a, hasMask: Number(hasMask) },
      workgroups: grid(a.batch * a.inHeight * a.inWidth * Math.ceil(a.channels / 4)),
    };
    // Without a mask its binding shows the gradients, and nothing reads it.
    return [hasMask ? dispatch : { ...dispatch, roles: { mask: 'dy' } }];
  },
});

export const maxPoolForward = perOutput(
  flatShader(
    'maxPoolForward',
    { x: 'read', y: 'read_write', winner: 'read_write' },
    ...placed,
    floatWgsl,
    maxPoolForwardWgsl,
  ),
);
export const maxPoolBackward = perInput(
  flatShader(
    'maxPoolBackward',
    { dy: 'read', winner: 'read', mask: 'read', dx: 'read_write' },
    ...placed,
    reluWgsl,
    windowWgsl,
    maxPoolBackwardWgsl,
  ),
);
export const averagePoolForward = perOutput(
  flatShader(
    'averagePoolForward',
    { x: 'read', y: 'read_write' },
    ...placed,
    windowWgsl,
    averagePoolForwardWgsl,
  ),
);
export const averagePoolBackward = perInput(
  flatShader(
    'averagePoolBackward',
    { dy: 'read', mask: 'read', dx: 'read_write' },
    ...placed,
    reluWgsl,
    windowWgsl,
    averagePoolBackwardWgsl,
  ),
);
export const l2PoolForward = perOutput(
  flatShader('l2PoolForward', { x: 'read', y: 'read_write' }, ...placed, windowWgsl, l2PoolForwardWgsl),
);
export const l2PoolBackward = perInput(
  flatShader(
    'l2PoolBackward',
    { x: 'read', y: 'read', dy: 'read', mask: 'read', dx: 'read_write' },
    ...placed,
    reluWgsl,
    windowWgsl,
    l2PoolBackwardWgsl,
  ),
);
