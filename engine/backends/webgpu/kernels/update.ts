// Kernels that end a step: the optimisers and the counters.
import adadeltaWgsl from '../../../shaders/adadelta.wgsl?raw';
import adagradWgsl from '../../../shaders/adagrad.wgsl?raw';
import adamWgsl from '../../../shaders/adam.wgsl?raw';
import advanceWgsl from '../../../shaders/advance.wgsl?raw';
import advanceEvaluationWgsl from '../../../shaders/advanceEvaluation.wgsl?raw';
import advanceLookWgsl from '../../../shaders/advanceLook.wgsl?raw';
import averageWeightsWgsl from '../../../shaders/averageWeights.wgsl?raw';
import lionWgsl from '../../../shaders/lion.wgsl?raw';
import lookaheadWgsl from '../../../shaders/lookahead.wgsl?raw';
import floatWgsl from '../../../shaders/prelude/float.wgsl?raw';
import runStateWgsl from '../../../shaders/prelude/runState.wgsl?raw';
import updateWgsl from '../../../shaders/prelude/update.wgsl?raw';
import rmspropWgsl from '../../../shaders/rmsprop.wgsl?raw';
import sgdWgsl from '../../../shaders/sgd.wgsl?raw';
import { type Access, type Kernel, shader, simpleKernel, valueGrid, valueShader } from './kernel.ts';

/** An update of w and its slots by g; all of them hold `count` values. */
function optimiser(name: string, slots: readonly string[], source: string): Kernel {
  const bindings: Record<string, Access> = {
    ...{ g: 'read', hyper: 'read', schedule: 'read', state: 'read', w: 'read_write' },
    ...Object.fromEntries(slots.map((role) => [role, 'read_write'])),
  };
  const one = valueShader(name, bindings, floatWgsl, runStateWgsl, updateWgsl, source);
  return simpleKernel(one, ({ count, rateFactor, decayFactor }) => ({
    constants: { rateFactor, decayFactor },
    workgroups: valueGrid(count),
  }));
}

export const sgd = optimiser('sgd', ['velocity'], sgdWgsl);
export const adagrad = optimiser('adagrad', ['square'], adagradWgsl);
export const rmsprop = optimiser('rmsprop', ['square', 'velocity'], rmspropWgsl);
export const adadelta = optimiser('adadelta', ['square', 'delta'], adadeltaWgsl);
export const adam = optimiser('adam', ['mean', 'square'], adamWgsl);
export const lion = optimiser('lion', ['mean'], lionWgsl);

export const lookahead = simpleKernel(
  valueShader(
    'lookahead',
    { pulls: 'read', state: 'read', w: 'read_write', slow: 'read_write' },
    runStateWgsl,
    lookaheadWgsl,
  ),
  ({ count }) => ({ constants: {}, workgroups: valueGrid(count) }),
);

export const averageWeights = simpleKernel(
  valueShader(
    'averageWeights',
    { hyper: 'read', state: 'read', w: 'read', average: 'read_write' },
    runStateWgsl,
    averageWeightsWgsl,
  ),
  ({ count }) => ({ constants: {}, workgroups: valueGrid(count) }),
);

/** One thread changes the counters. */
const counter = (name: string, source: string): Kernel =>
  simpleKernel(shader(name, { state: 'read_write' }, runStateWgsl, source), (constants) => ({
    constants,
    workgroups: [1, 1, 1],
  }));

export const advance = counter('advance', advanceWgsl);
export const advanceEvaluation = counter('advanceEvaluation', advanceEvaluationWgsl);
export const advanceLook = counter('advanceLook', advanceLookWgsl);
