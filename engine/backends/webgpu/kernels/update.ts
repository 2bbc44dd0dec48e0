// Kernels that end a step: the optimisers and the counters.
import adadeltaWgsl from '../../../shaders/adadelta.wgsl?raw';
import adamWgsl from '../../../shaders/adam.wgsl?raw';
import advanceWgsl from '../../../shaders/advance.wgsl?raw';
import advanceEvaluationWgsl from '../../../shaders/advanceEvaluation.wgsl?raw';
import runStateWgsl from '../../../shaders/prelude/runState.wgsl?raw';
import sgdWgsl from '../../../shaders/sgd.wgsl?raw';
import { type Access, type Kernel, shader, simpleKernel, valueGrid, valueShader } from './kernel.ts';

/** An update of w and its slots by g; all of them hold `count` values. */
function optimiser(
  name: string,
  slots: readonly string[],
  source: string,
  settings: readonly string[],
): Kernel {
  const written = Object.fromEntries(['w', ...slots].map((role) => [role, 'read_write' as Access]));
  const bindings: Record<string, Access> = { g: 'read', hyper: 'read', state: 'read', ...written };
  return simpleKernel(valueShader(name, bindings, runStateWgsl, source), (a) => {
    const whole = { from: 0, bytes: 4 * a.count };
    return {
      constants: Object.fromEntries(settings.map((setting) => [setting, a[setting]])),
      workgroups: valueGrid(a.count),
      ranges: Object.fromEntries(['w', 'g', ...slots].map((role) => [role, whole])),
    };
  });
}

export const sgd = optimiser('sgd', ['velocity'], sgdWgsl, ['decayed', 'nesterov']);
export const adam = optimiser('adam', ['mean', 'square'], adamWgsl, ['decayed']);
export const adadelta = optimiser('adadelta', ['square', 'delta'], adadeltaWgsl, ['decayed']);

/** One thread changes the counters. */
const counter = (name: string, source: string): Kernel =>
  simpleKernel(shader(name, { state: 'read_write' }, runStateWgsl, source), ({ batch }) => ({
    constants: { batch },
    workgroups: [1, 1, 1],
  }));

export const advance = counter('advance', advanceWgsl);
export const advanceEvaluation = counter('advanceEvaluation', advanceEvaluationWgsl);
