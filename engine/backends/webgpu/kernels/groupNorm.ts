// Kernels of group and layer normalisation. Forward: the moments of each group, then every value. Backward: sums for
// each channel of an example, what a group has in common, every value, and the parameters' gradients.
import groupNormBackwardWgsl from '../../../shaders/groupNormBackward.wgsl?raw';
import groupNormForwardWgsl from '../../../shaders/groupNormForward.wgsl?raw';
import groupNormMomentsWgsl from '../../../shaders/groupNormMoments.wgsl?raw';
import groupNormParametersWgsl from '../../../shaders/groupNormParameters.wgsl?raw';
import groupNormSumsWgsl from '../../../shaders/groupNormSums.wgsl?raw';
import groupNormTotalsWgsl from '../../../shaders/groupNormTotals.wgsl?raw';
import lanesWgsl from '../../../shaders/prelude/lanes.wgsl?raw';
import storedWgsl from '../../../shaders/prelude/stored.wgsl?raw';
import { flatShader, fold, grid, type Kernel, shader, valueGrid, valueShader } from './kernel.ts';

const moments = shader(
  'groupNormMoments',
  { x: 'read', moments: 'read_write' },
  lanesWgsl,
  groupNormMomentsWgsl,
);
const forward = valueShader(
  'groupNormForward',
  { x: 'read', gain: 'read', bias: 'read', moments: 'read', y: 'read_write' },
  storedWgsl,
  groupNormForwardWgsl,
);

export const groupNormForward: Kernel = {
  shaders: [moments, forward],
  dispatches({ attributes: { epsilon, ...sizes } }) {
    const { batch, pixels, channels, groups } = sizes;
    return [
      { shader: moments, constants: { ...sizes, epsilon }, workgroups: fold(batch * groups) },
      { shader: forward, constants: sizes, workgroups: valueGrid(batch * pixels * channels) },
    ];
  },
};

const sums = flatShader(
  'groupNormSums',
  { x: 'read', dy: 'read', moments: 'read', scratch: 'read_write' },
  groupNormSumsWgsl,
);
const totals = flatShader(
  'groupNormTotals',
  { gain: 'read', moments: 'read', scratch: 'read_write' },
  groupNormTotalsWgsl,
);
const backward = valueShader(
  'groupNormBackward',
  { x: 'read', dy: 'read', gain: 'read', moments: 'read', scratch: 'read', dx: 'read_write' },
  storedWgsl,
  groupNormBackwardWgsl,
);
const parameters = flatShader(
  'groupNormParameters',
  { scratch: 'read', dgain: 'read_write', dbias: 'read_write' },
  groupNormParametersWgsl,
);

export const groupNormBackward: Kernel = {
  shaders: [sums, totals, backward, parameters],
  dispatches({ attributes, tensors }) {
    const { batch, pixels, channels, groups } = attributes;
    const constants = { batch, pixels, channels, groups };
    const gradient = [
      { shader: totals, constants, workgroups: grid(batch * groups) },
      { shader: backward, constants, workgroups: valueGrid(batch * pixels * channels) },
    ];
    return [
      { shader: sums, constants, workgroups: grid(batch * channels) },
      ...('dx' in tensors ? gradient : []),
      { shader: parameters, constants: { batch, channels }, workgroups: grid(channels) },
    ];
  },
};
