// Kernels of local response normalisation, one thread per four channels of a pixel.
import lrnAcrossBackwardWgsl from '../../../shaders/lrnAcrossBackward.wgsl?raw';
import lrnAcrossForwardWgsl from '../../../shaders/lrnAcrossForward.wgsl?raw';
import lrnWithinBackwardWgsl from '../../../shaders/lrnWithinBackward.wgsl?raw';
import lrnWithinForwardWgsl from '../../../shaders/lrnWithinForward.wgsl?raw';
import lrnWithinSharesWgsl from '../../../shaders/lrnWithinShares.wgsl?raw';
import channelFourWgsl from '../../../shaders/prelude/channelFour.wgsl?raw';
import lrnWgsl from '../../../shaders/prelude/lrn.wgsl?raw';
import lrnAcrossWgsl from '../../../shaders/prelude/lrnAcross.wgsl?raw';
import lrnWithinWgsl from '../../../shaders/prelude/lrnWithin.wgsl?raw';
import storedWgsl from '../../../shaders/prelude/stored.wgsl?raw';
import { type Access, flatShader, grid, type Kernel, type Shader } from './kernel.ts';

/** A kernel of shaders that follow each other. */
const perFour = (...shaders: readonly Shader[]): Kernel => ({
  shaders,
  dispatches: ({ attributes: a }) =>
    shaders.map((shader) => ({
      shader,
      constants: a,
      workgroups: grid(a.batch * a.height * a.width * Math.ceil(a.channels / 4)),
    })),
});

const across = (name: string, bindings: Record<string, Access>, source: string): Shader =>
  flatShader(name, bindings, storedWgsl, lrnWgsl, lrnAcrossWgsl, source);

export const lrnAcrossForward = perFour(
  across('lrnAcrossForward', { x: 'read', y: 'read_write' }, lrnAcrossForwardWgsl),
);
export const lrnAcrossBackward = perFour(
  across('lrnAcrossBackward', { x: 'read', dy: 'read', dx: 'read_write' }, lrnAcrossBackwardWgsl),
);

const within = (name: string, bindings: Record<string, Access>, source: string): Shader =>
  flatShader(name, bindings, storedWgsl, lrnWgsl, channelFourWgsl, source, lrnWithinWgsl);

export const lrnWithinForward = perFour(
  within('lrnWithinForward', { x: 'read', y: 'read_write' }, lrnWithinForwardWgsl),
);
export const lrnWithinBackward = perFour(
  within(
    'lrnWithinShares',
    { x: 'read', dy: 'read', scratch: 'read_write', dx: 'read_write' },
    lrnWithinSharesWgsl,
  ),
  within('lrnWithinBackward', { x: 'read', scratch: 'read', dx: 'read_write' }, lrnWithinBackwardWgsl),
);
