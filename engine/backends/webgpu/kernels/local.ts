// Kernels of locally connected layers: each thread keeps a block of 4 by 4 values in registers.
import { type LocalAttributes, localPositions } from '../../../ops/local.ts';
import localBackwardBiasWgsl from '../../../shaders/localBackwardBias.wgsl?raw';
import localBackwardInputWgsl from '../../../shaders/localBackwardInput.wgsl?raw';
import localBackwardWeightWgsl from '../../../shaders/localBackwardWeight.wgsl?raw';
import localForwardWgsl from '../../../shaders/localForward.wgsl?raw';
import geometryWgsl from '../../../shaders/prelude/geometry.wgsl?raw';
import outerWgsl from '../../../shaders/prelude/outer.wgsl?raw';
import storedWgsl from '../../../shaders/prelude/stored.wgsl?raw';
import windowWgsl from '../../../shaders/prelude/window.wgsl?raw';
import { flatShader, grid, type Kernel, simpleKernel } from './kernel.ts';

const fours = (count: number): number => Math.ceil(count / 4);

export const localForward = simpleKernel(
  flatShader(
    'localForward',
    { x: 'read', w: 'read', bias: 'read', y: 'read_write' },
    storedWgsl,
    geometryWgsl,
    outerWgsl,
    localForwardWgsl,
  ),
  (a, tensors) => ({
    constants: { ...a, hasBias: Number('bias' in tensors) },
    workgroups: grid(a.outHeight * a.outWidth * fours(a.batch) * fours(a.outChannels)),
    // Without a bias its binding shows the weights, and nothing reads it.
    ...('bias' in tensors ? {} : { roles: { bias: 'w' } }),
  }),
);

export const localBackwardInput = simpleKernel(
  flatShader(
    'localBackwardInput',
    { dy: 'read', w: 'read', dx: 'read_write' },
    storedWgsl,
    geometryWgsl,
    outerWgsl,
    windowWgsl,
    localBackwardInputWgsl,
  ),
  (a) => ({
    constants: a,
    workgroups: grid(a.inHeight * a.inWidth * fours(a.batch) * fours(a.inChannels)),
  }),
);

const weight = flatShader(
  'localBackwardWeight',
  { x: 'read', dy: 'read', dw: 'read_write' },
  storedWgsl,
  geometryWgsl,
  outerWgsl,
  localBackwardWeightWgsl,
);
const bias = flatShader('localBackwardBias', { dy: 'read', dbias: 'read_write' }, localBackwardBiasWgsl);

export const localBackwardWeight: Kernel = {
  shaders: [weight, bias],
  dispatches({ attributes, tensors }) {
    const a = attributes as LocalAttributes;
    const cells = localPositions(a) * a.kernelHeight * a.kernelWidth;
    const ofWeights = {
      shader: weight,
      constants: a,
      workgroups: grid(cells * fours(a.inChannels) * fours(a.outChannels)),
    };
    const values = localPositions(a) * a.outChannels;
    const ofBias = { shader: bias, constants: { batch: a.batch, values }, workgroups: grid(values) };
    return 'dbias' in tensors ? [ofWeights, ofBias] : [ofWeights];
  },
};
