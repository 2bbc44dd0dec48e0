// What one training step asks of a device, counted from the plan: dispatches, and nothing from the host.
import { expect, test } from 'vitest';
import { analyse } from '../../plan/analyse.ts';
import { buildPlan } from '../../plan/build.ts';
import { presetOf } from '../../spec/presets.ts';
import { kernels } from './kernels/index.ts';

/** Dispatches of a training step of a preset, 32 images at a time. */
function dispatchesOf(id: string, fastWorkgroupMemory: boolean): number {
  const { network, training } = presetOf(id);
  const plan = buildPlan(analyse(network, 10), {
    purpose: 'train',
    training: { ...training, batch: 32 },
    data: { train: 50_000, test: 10_000 },
  });
  const counts = plan.programs.train!.map(({ op, attributes, tensors: names }) => {
    const tensors = Object.fromEntries(
      Object.entries(names).map(([role, name]) => [role, plan.tensors.get(name)!]),
    );
    return kernels[op].dispatches({ attributes, tensors, maxBindingBytes: 2 ** 30, fastWorkgroupMemory })
      .length;
  });
  return counts.reduce((sum, count) => sum + count, 0);
}

test.each([false, true])('few dispatches in a step, workgroup memory fast: %s', (fast) => {
  expect(dispatchesOf('convnetjs-cifar10', fast)).toBe(27);
  expect(dispatchesOf('small-vgg', fast)).toBe(41);
});
