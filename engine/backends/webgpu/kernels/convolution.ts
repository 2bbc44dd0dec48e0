// Kernels of convolution. The three passes are matrix products whose left side is gathered from the
// image on the fly; sums over the batch are split into parts that are added in a fixed order.
import { biasParts } from '../../../ops/convBackwardBias.ts';
import { weightSplits } from '../../../ops/convBackwardWeight.ts';
import type { ConvAttributes } from '../../../ops/convGeometry.ts';
import convBackwardBiasWgsl from '../../../shaders/convBackwardBias.wgsl?raw';
import convBackwardInputWgsl from '../../../shaders/convBackwardInput.wgsl?raw';
import convBackwardWeightWgsl from '../../../shaders/convBackwardWeight.wgsl?raw';
import convForwardWgsl from '../../../shaders/convForward.wgsl?raw';
import sumPartsWgsl from '../../../shaders/sumParts.wgsl?raw';
import { type Dispatch, flatShader, grid, type Kernel, simpleKernel } from './kernel.ts';

/** Pixels or rows, and channels, that one thread computes. */
const tile = 8;
const tiles = (count: number) => Math.ceil(count / tile);

const forwardShader = flatShader(
  'convForward',
  { x: 'read', w: 'read', bias: 'read', y: 'read_write' },
  convForwardWgsl,
);

export const convForward: Kernel = {
  shaders: [forwardShader],
  dispatches({ attributes: a, tensors }) {
    const hasBias = 'bias' in tensors;
    return [
      {
        shader: forwardShader,
        constants: { ...a, hasBias: Number(hasBias) },
        workgroups: grid(
          tiles(a.batch * a.outHeight * a.outWidth) * a.groups * tiles(a.outChannels / a.groups),
        ),
        // Without a bias its binding shows the weights, and nothing reads it.
        ...(hasBias ? {} : { roles: { bias: 'w' } }),
      },
    ];
  },
};

export const convBackwardInput = simpleKernel(
  flatShader('convBackwardInput', { dy: 'read', w: 'read', dx: 'read_write' }, convBackwardInputWgsl),
  (a) => ({
    constants: a,
    workgroups: grid(tiles(a.batch * a.inHeight * a.inWidth) * a.groups * tiles(a.inChannels / a.groups)),
  }),
);

const sumShader = flatShader('sumParts', { scratch: 'read', total: 'read_write' }, sumPartsWgsl);

/** Adds the parts that an earlier dispatch left in scratch. */
const sumParts = (total: string, parts: number, partLength: number): Dispatch => ({
  shader: sumShader,
  constants: { parts, partLength },
  workgroups: grid(partLength),
  roles: { total },
});

const weightShader = flatShader(
  'convBackwardWeight',
  { x: 'read', dy: 'read', parts: 'read_write' },
  convBackwardWeightWgsl,
);

export const convBackwardWeight: Kernel = {
  shaders: [weightShader, sumShader],
  dispatches({ attributes: a }) {
    const splits = weightSplits(a as ConvAttributes);
    const rows = a.kernelHeight * a.kernelWidth * (a.inChannels / a.groups);
    const threads = splits * tiles(rows) * a.groups * tiles(a.outChannels / a.groups);
    const products: Dispatch = {
      shader: weightShader,
      constants: { ...a, splits },
      workgroups: grid(threads),
      roles: { parts: splits > 1 ? 'scratch' : 'dw' },
    };
    return splits > 1 ? [products, sumParts('dw', splits, rows * a.outChannels)] : [products];
  },
};

const biasShader = flatShader(
  'convBackwardBias',
  { dy: 'read', scratch: 'read_write' },
  convBackwardBiasWgsl,
);

export const convBackwardBias: Kernel = {
  shaders: [biasShader, sumShader],
  dispatches({ attributes: a }) {
    const parts = biasParts(a.rows);
    const { rows, channels } = a;
    return [
      { shader: biasShader, constants: { rows, channels, parts }, workgroups: grid(parts * channels) },
      sumParts('dbias', parts, channels),
    ];
  },
};
