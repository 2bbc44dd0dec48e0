// Kernels that treat every value alike: activations, dropout, sums and copies.
import { bytesPerElement } from '../../../plan/plan.ts';
import accumulateWgsl from '../../../shaders/accumulate.wgsl?raw';
import copyChannelsWgsl from '../../../shaders/copyChannels.wgsl?raw';
import dropoutWgsl from '../../../shaders/dropout.wgsl?raw';
import padChannelsWgsl from '../../../shaders/padChannels.wgsl?raw';
import randomWgsl from '../../../shaders/prelude/random.wgsl?raw';
import runStateWgsl from '../../../shaders/prelude/runState.wgsl?raw';
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

/** Tensors of `count` values, which the shader knows as the length of its arrays. */
export const perValue = (
  one: Shader,
  constants: (attributes: Readonly<Record<string, number>>) => Record<string, number> = () => ({}),
): Kernel =>
  simpleKernel(one, (a, tensors) => {
    const values = Object.entries(tensors).filter(([role]) => role !== 'state');
    const ranges = values.map(([role, { dtype }]) => [
      role,
      { from: 0, bytes: a.count * bytesPerElement[dtype] },
    ]);
    return {
      constants: constants(a),
      workgroups: valueGrid(a.count),
      ranges: Object.fromEntries(ranges),
    };
  });

export const accumulate = perValue(
  valueShader('accumulate', { x: 'read', y: 'read_write' }, storedWgsl, accumulateWgsl),
);

export const dropout = perValue(
  valueShader(
    'dropout',
    { state: 'read', y: 'read_write' },
    storedWgsl,
    runStateWgsl,
    randomWgsl,
    dropoutWgsl,
  ),
  ({ rate, stream, pixels, channels }) => ({
    rate,
    stream,
    keepScale: Math.fround(65536 / (65536 - rate)),
    pixels,
    channels,
  }),
);

export const padChannels = simpleKernel(
  flatShader('padChannels', { x: 'read', y: 'read_write' }, storedWgsl, padChannelsWgsl),
  (a) => ({ constants: a, workgroups: grid(a.pixels * a.toChannels) }),
);

export const copyChannels = simpleKernel(
  flatShader('copyChannels', { x: 'read', y: 'read_write' }, storedWgsl, copyChannelsWgsl),
  (a) => ({ constants: a, workgroups: grid(a.pixels * a.channels) }),
);
