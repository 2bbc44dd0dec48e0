// Kernels of the losses beside the cross-entropy: a thread for each example, or for each value.
import hingeBackwardWgsl from '../../../shaders/hingeBackward.wgsl?raw';
import hingeForwardWgsl from '../../../shaders/hingeForward.wgsl?raw';
import labelSmoothingBackwardWgsl from '../../../shaders/labelSmoothingBackward.wgsl?raw';
import labelSmoothingForwardWgsl from '../../../shaders/labelSmoothingForward.wgsl?raw';
import squaredErrorBackwardWgsl from '../../../shaders/squaredErrorBackward.wgsl?raw';
import squaredErrorForwardWgsl from '../../../shaders/squaredErrorForward.wgsl?raw';
import { flatShader, grid, simpleKernel } from './kernel.ts';
import { perExample } from './perExample.ts';

export const hingeForward = perExample(
  'hingeForward',
  { x: 'read', labels: 'read', outcome: 'read_write' },
  hingeForwardWgsl,
);
export const hingeBackward = perExample(
  'hingeBackward',
  { x: 'read', labels: 'read', dx: 'read_write' },
  hingeBackwardWgsl,
);
export const squaredErrorForward = perExample(
  'squaredErrorForward',
  { probabilities: 'read', labels: 'read', outcome: 'read_write' },
  squaredErrorForwardWgsl,
);
export const squaredErrorBackward = perExample(
  'squaredErrorBackward',
  { probabilities: 'read', labels: 'read', dx: 'read_write' },
  squaredErrorBackwardWgsl,
);
export const labelSmoothingForward = perExample(
  'labelSmoothingForward',
  { x: 'read', labels: 'read', outcome: 'read_write' },
  labelSmoothingForwardWgsl,
);

export const labelSmoothingBackward = simpleKernel(
  flatShader('labelSmoothingBackward', { labels: 'read', dx: 'read_write' }, labelSmoothingBackwardWgsl),
  (a) => ({ constants: a, workgroups: grid(a.batch * a.classes) }),
);
