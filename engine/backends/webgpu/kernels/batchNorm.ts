// Kernels of batch normalisation: sums over the batch in shares that a second dispatch adds in order, then one thread
// for each value.
import { momentParts } from '../../../ops/batchNorm.ts';
import batchNormBackwardWgsl from '../../../shaders/batchNormBackward.wgsl?raw';
import batchNormForwardWgsl from '../../../shaders/batchNormForward.wgsl?raw';
import momentsShareWgsl from '../../../shaders/batchNormMomentsShare.wgsl?raw';
import momentsTotalWgsl from '../../../shaders/batchNormMomentsTotal.wgsl?raw';
import sumsShareWgsl from '../../../shaders/batchNormSumsShare.wgsl?raw';
import sumsTotalWgsl from '../../../shaders/batchNormSumsTotal.wgsl?raw';
import reluWgsl from '../../../shaders/prelude/relu.wgsl?raw';
import runStateWgsl from '../../../shaders/prelude/runState.wgsl?raw';
import storedWgsl from '../../../shaders/prelude/stored.wgsl?raw';
import runningMomentsWgsl from '../../../shaders/runningMoments.wgsl?raw';
import updateRunningWgsl from '../../../shaders/updateRunning.wgsl?raw';
import {
  flatShader,
  grid,
  type Kernel,
  type Shader,
  shader,
  simpleKernel,
  valueGrid,
  valueShader,
} from './kernel.ts';

/** Two sums for each channel: a thread for each share of the rows, then one that adds the shares. */
const sums = (share: Shader, total: Shader): Kernel => ({
  shaders: [share, total],
  dispatches({ attributes: a }) {
    const { rows, channels, epsilon } = a;
    const parts = momentParts({ rows });
    const sizes = { channels, parts };
    const ofTotal = epsilon === undefined ? sizes : { ...sizes, rows, epsilon };
    return [
      { shader: share, constants: { ...sizes, rows }, workgroups: grid(parts * channels) },
      { shader: total, constants: ofTotal, workgroups: grid(channels) },
    ];
  },
});

export const batchNormMoments = sums(
  flatShader('batchNormMomentsShare', { x: 'read', scratch: 'read_write' }, momentsShareWgsl),
  shader(
    'batchNormMomentsTotal',
    { x: 'read', scratch: 'read', moments: 'read_write' },
    reluWgsl,
    momentsTotalWgsl,
  ),
);
export const batchNormSums = sums(
  flatShader(
    'batchNormSumsShare',
    { x: 'read', dy: 'read', moments: 'read', scratch: 'read_write' },
    sumsShareWgsl,
  ),
  shader(
    'batchNormSumsTotal',
    { moments: 'read', scratch: 'read', dgain: 'read_write', dbias: 'read_write' },
    sumsTotalWgsl,
  ),
);

const forward = valueShader(
  'batchNormForward',
  { x: 'read', moments: 'read', gain: 'read', bias: 'read', y: 'read_write' },
  storedWgsl,
  reluWgsl,
  batchNormForwardWgsl,
);
export const batchNormForward = simpleKernel(forward, ({ rows, channels, relu }, tensors) => ({
  constants: { rows, channels, relu, hasGain: Number('gain' in tensors), hasBias: Number('bias' in tensors) },
  workgroups: valueGrid(rows * channels),
  roles: { gain: 'gain' in tensors ? 'gain' : 'moments', bias: 'bias' in tensors ? 'bias' : 'moments' },
}));

const backward = valueShader(
  'batchNormBackward',
  {
    x: 'read',
    moments: 'read',
    gain: 'read',
    dgain: 'read',
    dbias: 'read',
    mask: 'read',
    dx: 'read_write',
  },
  storedWgsl,
  reluWgsl,
  batchNormBackwardWgsl,
);
export const batchNormBackward = simpleKernel(backward, ({ rows, channels, fixed }, tensors) => ({
  constants: {
    rows,
    channels,
    isFixed: fixed,
    hasGain: Number('gain' in tensors),
    hasMask: Number('mask' in tensors),
  },
  workgroups: valueGrid(rows * channels),
  roles: { gain: 'gain' in tensors ? 'gain' : 'moments', mask: 'mask' in tensors ? 'mask' : 'x' },
}));

export const runningMoments = simpleKernel(
  shader('runningMoments', { mean: 'read', variance: 'read', moments: 'read_write' }, runningMomentsWgsl),
  ({ channels, epsilon }) => ({ constants: { channels, epsilon }, workgroups: grid(channels) }),
);
export const updateRunning = simpleKernel(
  shader(
    'updateRunning',
    { moments: 'read', state: 'read', mean: 'read_write', variance: 'read_write' },
    runStateWgsl,
    updateRunningWgsl,
  ),
  ({ rows, channels, share }) => ({ constants: { rows, channels, share }, workgroups: grid(channels) }),
);
