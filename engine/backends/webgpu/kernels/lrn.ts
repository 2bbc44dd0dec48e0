// Kernels of local response normalisation: over channels one thread per four channels of a pixel, within a map
// one value at a time.
import { type LrnAttributes, lrnValues } from '../../../ops/lrn.ts';
import lrnAcrossBackwardWgsl from '../../../shaders/lrnAcrossBackward.wgsl?raw';
import lrnAcrossForwardWgsl from '../../../shaders/lrnAcrossForward.wgsl?raw';
import lrnWithinBackwardWgsl from '../../../shaders/lrnWithinBackward.wgsl?raw';
import lrnWithinForwardWgsl from '../../../shaders/lrnWithinForward.wgsl?raw';
import lrnWithinSharesWgsl from '../../../shaders/lrnWithinShares.wgsl?raw';
import lrnWgsl from '../../../shaders/prelude/lrn.wgsl?raw';
import lrnAcrossWgsl from '../../../shaders/prelude/lrnAcross.wgsl?raw';
import lrnWithinWgsl from '../../../shaders/prelude/lrnWithin.wgsl?raw';
import storedWgsl from '../../../shaders/prelude/stored.wgsl?raw';
import {
  flatShader,
  grid,
  type Kernel,
  type Shader,
  simpleKernel,
  valueGrid,
  valueShader,
} from './kernel.ts';

const acrossKernel = (one: Shader): Kernel =>
  simpleKernel(one, (a) => ({
    constants: a,
    workgroups: grid(a.batch * a.height * a.width * Math.ceil(a.channels / 4)),
  }));

export const lrnAcrossForward = acrossKernel(
  flatShader(
    'lrnAcrossForward',
    { x: 'read', y: 'read_write' },
    storedWgsl,
    lrnWgsl,
    lrnAcrossForwardWgsl,
    lrnAcrossWgsl,
  ),
);
export const lrnAcrossBackward = acrossKernel(
  flatShader(
    'lrnAcrossBackward',
    { x: 'read', dy: 'read', dx: 'read_write' },
    storedWgsl,
    lrnWgsl,
    lrnAcrossBackwardWgsl,
    lrnAcrossWgsl,
  ),
);

/** A kernel of shaders that follow each other, each over every value. */
const withinKernel = (...shaders: readonly Shader[]): Kernel => ({
  shaders,
  dispatches: ({ attributes }) =>
    shaders.map((shader) => ({
      shader,
      constants: attributes,
      workgroups: valueGrid(lrnValues(attributes as LrnAttributes)),
    })),
});

const within = [lrnWgsl, lrnWithinWgsl];

export const lrnWithinForward = withinKernel(
  valueShader(
    'lrnWithinForward',
    { x: 'read', y: 'read_write' },
    storedWgsl,
    ...within,
    lrnWithinForwardWgsl,
  ),
);
export const lrnWithinBackward = withinKernel(
  valueShader(
    'lrnWithinShares',
    { x: 'read', dy: 'read', scratch: 'read_write' },
    ...within,
    lrnWithinSharesWgsl,
  ),
  valueShader(
    'lrnWithinBackward',
    { x: 'read', dy: 'read', scratch: 'read', dx: 'read_write' },
    storedWgsl,
    ...within,
    lrnWithinBackwardWgsl,
  ),
);
