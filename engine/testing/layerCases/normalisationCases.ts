// Normalisations: over the batch, over groups of channels, over neighbours.
import { conv, fc, parallel, pool, relu, row, shape, sigmoid, tanh } from './case.ts';

const batchNorm = (settings: object = {}) => ({ type: 'batchNorm', ...settings });
const lrn = (settings: object = {}) => ({ type: 'lrn', alpha: 0.8, ...settings });
const groupNorm = (groups: number) => ({ type: 'groupNorm', groups });
const layerNorm = { type: 'layerNorm' };

/** Without the bias that the mean takes away again, so that every gradient is more than rounding. */
const bare = (settings: object = {}) => conv({ bias: false, ...settings });

export const batchNormCases = [
  row('between a convolution and a ReLU', shape(3, 3, 2), [bare({ padding: 1 }), batchNorm(), relu]),
  row('alone, on the input', shape(3, 3, 2), [batchNorm()], 3),
  row('after a fully connected layer', shape(2, 2, 2), [fc(5, { bias: false }), batchNorm(), tanh], 4),
  row('without gain', shape(3, 3, 2), [bare(), batchNorm({ gain: false }), tanh], 4),
  row('without gain or bias', shape(3, 3, 2), [
    bare({ padding: 1 }),
    batchNorm({ gain: false, bias: false }),
  ]),
  row('a large epsilon', shape(3, 3, 2), [bare({ padding: 1 }), batchNorm({ epsilon: 0.5 }), tanh]),
  row('in a residual block', shape(3, 3, 2), [
    bare({ padding: 1 }),
    batchNorm(),
    parallel('add', [bare({ padding: 1 }), batchNorm(), relu, bare({ padding: 1 }), batchNorm()], []),
    relu,
  ]),
  row('behind a frozen layer', shape(3, 3, 2), [conv({ frozen: true }), batchNorm()], 4),
];

export const lrnCases = [
  row('across channels', shape(3, 3, 2), [conv({ filters: 7, padding: 1 }), lrn()]),
  row('across all channels, one pixel', shape(1, 1, 4), [lrn({ size: 9 }), fc(3)], 3),
  row('across, alpha not divided, power of 1', shape(3, 2, 5), [
    lrn({ size: 3, alphaDivided: false, beta: 1, k: 1 }),
    conv({ kernel: 2 }),
  ]),
  row('within maps', shape(5, 4, 2), [conv({ padding: 1 }), lrn({ region: 'within', size: 3 })]),
  row('within, window over all, batch of one', shape(2, 3, 2), [lrn({ region: 'within', size: 7, k: 1 })], 1),
  row('after relu, before pool', shape(4, 4, 2), [
    conv({ padding: 1 }),
    relu,
    lrn(),
    pool({ kernel: 3, rounding: 'ceil' }),
    lrn({ region: 'within', size: 3 }),
    tanh,
  ]),
  row('alpha of 0, window of one', shape(2, 2, 2), [lrn({ size: 1, alpha: 0 })]),
];

export const groupNormCases = [
  row('two groups', shape(3, 3, 2), [conv({ filters: 4, padding: 1 }), groupNorm(2)]),
  row('a group for each channel', shape(3, 2, 3), [groupNorm(3), conv({ kernel: 2 })], 3),
  row('one pixel', shape(1, 1, 4), [fc(6), groupNorm(2)]),
  row(
    'before relu, in a branch, batch of one',
    shape(3, 3, 2),
    [conv({ padding: 1 }), parallel('add', [groupNorm(1), relu, bare({ padding: 1 })], []), tanh],
    1,
  ),
  row('frozen layers before it', shape(3, 3, 2), [pool({ kernel: 2, stride: 1 }), groupNorm(1)]),
];

export const layerNormCases = [
  row('after conv', shape(3, 3, 2), [conv({ filters: 3 }), layerNorm]),
  row('between fully connected', shape(2, 2, 2), [fc(7), layerNorm, sigmoid, fc(4), layerNorm]),
  row('on the input, large epsilon', shape(3, 3, 2), [{ type: 'layerNorm', epsilon: 0.5 }, conv()]),
];
