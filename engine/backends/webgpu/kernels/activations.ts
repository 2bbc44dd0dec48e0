// Kernels of activations that treat every value alike.
import eluBackwardWgsl from '../../../shaders/eluBackward.wgsl?raw';
import eluForwardWgsl from '../../../shaders/eluForward.wgsl?raw';
import geluBackwardWgsl from '../../../shaders/geluBackward.wgsl?raw';
import geluForwardWgsl from '../../../shaders/geluForward.wgsl?raw';
import leakyReluBackwardWgsl from '../../../shaders/leakyReluBackward.wgsl?raw';
import leakyReluForwardWgsl from '../../../shaders/leakyReluForward.wgsl?raw';
import maxoutBackwardWgsl from '../../../shaders/maxoutBackward.wgsl?raw';
import maxoutForwardWgsl from '../../../shaders/maxoutForward.wgsl?raw';
import floatWgsl from '../../../shaders/prelude/float.wgsl?raw';
import geluWgsl from '../../../shaders/prelude/gelu.wgsl?raw';
import reluWgsl from '../../../shaders/prelude/relu.wgsl?raw';
import storedWgsl from '../../../shaders/prelude/stored.wgsl?raw';
import tanhWgsl from '../../../shaders/prelude/tanh.wgsl?raw';
import reluBackwardWgsl from '../../../shaders/reluBackward.wgsl?raw';
import reluForwardWgsl from '../../../shaders/reluForward.wgsl?raw';
import scaleWgsl from '../../../shaders/scale.wgsl?raw';
import scaledTanhBackwardWgsl from '../../../shaders/scaledTanhBackward.wgsl?raw';
import scaledTanhForwardWgsl from '../../../shaders/scaledTanhForward.wgsl?raw';
import sigmoidBackwardWgsl from '../../../shaders/sigmoidBackward.wgsl?raw';
import sigmoidForwardWgsl from '../../../shaders/sigmoidForward.wgsl?raw';
import tanhBackwardWgsl from '../../../shaders/tanhBackward.wgsl?raw';
import tanhForwardWgsl from '../../../shaders/tanhForward.wgsl?raw';
import { perValue } from './elementwise.ts';
import { type Kernel, simpleKernel, valueGrid, valueShader } from './kernel.ts';

type Attributes = Readonly<Record<string, number>>;

/** The attributes beside the count: an op's own numbers, by their names. */
const settings = ({ count: _, ...rest }: Attributes): Record<string, number> => rest;

/** y = curve(y) */
const inPlace = (name: string, ...sources: readonly string[]): Kernel =>
  perValue(valueShader(name, { y: 'read_write' }, storedWgsl, ...sources), settings);

/** dx = slope(y, dx) */
const gradient = (name: string, ...sources: readonly string[]): Kernel =>
  perValue(valueShader(name, { y: 'read', dx: 'read_write' }, storedWgsl, ...sources), settings);

export const reluForward = inPlace('reluForward', reluWgsl, reluForwardWgsl);
export const reluBackward = gradient('reluBackward', reluWgsl, reluBackwardWgsl);
export const tanhForward = inPlace('tanhForward', floatWgsl, tanhWgsl, tanhForwardWgsl);
export const tanhBackward = gradient('tanhBackward', tanhBackwardWgsl);
export const sigmoidForward = inPlace('sigmoidForward', floatWgsl, sigmoidForwardWgsl);
export const sigmoidBackward = gradient('sigmoidBackward', sigmoidBackwardWgsl);
export const leakyReluForward = inPlace('leakyReluForward', leakyReluForwardWgsl);
export const leakyReluBackward = gradient('leakyReluBackward', leakyReluBackwardWgsl);
export const eluForward = inPlace('eluForward', floatWgsl, eluForwardWgsl);
export const eluBackward = gradient('eluBackward', eluBackwardWgsl);
export const scaledTanhForward = inPlace('scaledTanhForward', floatWgsl, tanhWgsl, scaledTanhForwardWgsl);
export const scaledTanhBackward = gradient('scaledTanhBackward', scaledTanhBackwardWgsl);
export const scale = inPlace('scale', scaleWgsl);

export const geluForward = perValue(
  valueShader(
    'geluForward',
    { x: 'read', y: 'read_write' },
    storedWgsl,
    floatWgsl,
    geluWgsl,
    geluForwardWgsl,
  ),
  settings,
);
export const geluBackward = perValue(
  valueShader(
    'geluBackward',
    { x: 'read', dx: 'read_write' },
    storedWgsl,
    floatWgsl,
    geluWgsl,
    geluBackwardWgsl,
  ),
  settings,
);

export const maxoutForward = simpleKernel(
  valueShader(
    'maxoutForward',
    { x: 'read', y: 'read_write', winner: 'read_write' },
    storedWgsl,
    floatWgsl,
    maxoutForwardWgsl,
  ),
  (a) => ({ constants: a, workgroups: valueGrid(a.count) }),
);
export const maxoutBackward = simpleKernel(
  valueShader(
    'maxoutBackward',
    { dy: 'read', winner: 'read', dx: 'read_write' },
    storedWgsl,
    maxoutBackwardWgsl,
  ),
  (a) => ({ constants: a, workgroups: valueGrid(a.count * a.group) }),
);
