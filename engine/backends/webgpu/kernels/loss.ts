// Kernels of the loss and of what a step reports.
import { normBlock, normParts } from '../../../ops/metrics.ts';
import averageViewsWgsl from '../../../shaders/averageViews.wgsl?raw';
import gradientNormWgsl from '../../../shaders/gradientNorm.wgsl?raw';
import headLossWgsl from '../../../shaders/headLoss.wgsl?raw';
import metricsWgsl from '../../../shaders/metrics.wgsl?raw';
import outcomeOfWgsl from '../../../shaders/outcomeOf.wgsl?raw';
import floatWgsl from '../../../shaders/prelude/float.wgsl?raw';
import lanesWgsl from '../../../shaders/prelude/lanes.wgsl?raw';
import runStateWgsl from '../../../shaders/prelude/runState.wgsl?raw';
import recordOutcomesWgsl from '../../../shaders/recordOutcomes.wgsl?raw';
import softmaxCrossEntropyBackwardWgsl from '../../../shaders/softmaxCrossEntropyBackward.wgsl?raw';
import softmaxCrossEntropyForwardWgsl from '../../../shaders/softmaxCrossEntropyForward.wgsl?raw';
import { flatShader, grid, shader, simpleKernel } from './kernel.ts';
import { perExample } from './perExample.ts';

export const softmaxCrossEntropyForward = perExample(
  'softmaxCrossEntropyForward',
  { x: 'read', labels: 'read', probabilities: 'read_write', outcome: 'read_write' },
  softmaxCrossEntropyForwardWgsl,
);

export const softmaxCrossEntropyBackward = simpleKernel(
  flatShader(
    'softmaxCrossEntropyBackward',
    { probabilities: 'read', labels: 'read', dx: 'read_write' },
    softmaxCrossEntropyBackwardWgsl,
  ),
  (a) => ({ constants: a, workgroups: grid(a.batch * a.classes) }),
);

/** `partial` is a reserved word of WGSL. */
const roles = { partialSums: 'partial' };

export const gradientNorm = simpleKernel(
  shader('gradientNorm', { g: 'read', partialSums: 'read_write' }, floatWgsl, lanesWgsl, gradientNormWgsl),
  ({ count }) => ({
    constants: { count, partLength: normBlock(count) },
    workgroups: [normParts, 1, 1],
    roles,
  }),
);

export const metrics = simpleKernel(
  shader(
    'metrics',
    { outcome: 'read', labels: 'read', partialSums: 'read', state: 'read_write', ring: 'read_write' },
    floatWgsl,
    lanesWgsl,
    runStateWgsl,
    metricsWgsl,
  ),
  (a) => ({ constants: { ...a, parts: normParts }, workgroups: [1, 1, 1], roles }),
);

export const headLoss = simpleKernel(
  shader(
    'headLoss',
    { outcome: 'read', state: 'read', ring: 'read_write' },
    lanesWgsl,
    runStateWgsl,
    headLossWgsl,
  ),
  (a) => ({ constants: a, workgroups: [1, 1, 1] }),
);

export const recordOutcomes = simpleKernel(
  flatShader(
    'recordOutcomes',
    { outcome: 'read', state: 'read', outcomes: 'read_write' },
    runStateWgsl,
    recordOutcomesWgsl,
  ),
  ({ batch }) => ({ constants: { batch }, workgroups: grid(batch) }),
);

export const averageViews = simpleKernel(
  flatShader('averageViews', { views: 'read', shares: 'read', mean: 'read_write' }, averageViewsWgsl),
  ({ batch, views, classes }) => ({
    constants: { batch, viewCount: views, classes },
    workgroups: grid(batch * classes),
  }),
);

export const outcomeOf = perExample(
  'outcomeOf',
  { probabilities: 'read', labels: 'read', outcome: 'read_write' },
  outcomeOfWgsl,
);
