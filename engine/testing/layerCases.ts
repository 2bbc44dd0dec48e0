// Settings of every layer type, ordinary and nasty, as small nets: one table for all tests that check a
// layer's numbers, on any backend. A layer type without rows here fails the gradient test.
import type { NetworkDocument } from '../spec/document.ts';
import { parseDocument } from '../spec/document.ts';
import {
  eluCases,
  geluCases,
  leakyReluCases,
  maxoutCases,
  reluCases,
  scaleCases,
  scaledTanhCases,
  sigmoidCases,
  tanhCases,
} from './layerCases/activationCases.ts';
import {
  caseClasses,
  conv,
  dropout,
  fc,
  type LayerCase,
  parallel,
  pool,
  relu,
  row,
  shape,
  sigmoid,
  tanh,
} from './layerCases/case.ts';
import { headCases } from './layerCases/headCases.ts';
import { batchNormCases, groupNormCases, layerNormCases, lrnCases } from './layerCases/normalisationCases.ts';
import {
  flattenCases,
  fractionalCases,
  localCases,
  partialCases,
  poolCases,
} from './layerCases/windowCases.ts';

export { caseClasses, type LayerCase } from './layerCases/case.ts';

const convCases = [
  row('keeps the size', shape(4, 4, 2), [conv({ padding: 1 })]),
  row('padding larger than needed', shape(4, 3, 1), [conv({ padding: 2 })]),
  row('stride over kernel', shape(7, 7, 1), [conv({ kernel: 2, stride: 3, rounding: 'floor' })]),
  row('1×1', shape(3, 2, 3), [conv({ kernel: 1 })]),
  row('groups', shape(4, 4, 4), [conv({ filters: 6, groups: 2, padding: 1 })]),
  row('depthwise', shape(4, 4, 3), [conv({ filters: 3, groups: 3 })]),
  row('dilated', shape(5, 5, 2), [conv({ dilation: 2, padding: 2 })]),
  row('dilated, non-square everything, groups', shape(6, 7, 4), [
    conv({ kernel: [2, 3], stride: [2, 1], padding: [1, 3], dilation: [3, 2], groups: 2, rounding: 'floor' }),
  ]),
  row('no bias', shape(4, 4, 2), [conv({ bias: false })]),
  row('non-square everything', shape(6, 5, 2), [
    conv({ kernel: [3, 2], stride: [1, 2], padding: [2, 1], rounding: 'floor' }),
  ]),
  row('kernel as large as the padded image', shape(3, 2, 2), [conv({ kernel: [5, 4], padding: 1 })]),
  row('rounded down, pixels left unread', shape(6, 6, 1), [
    conv({ kernel: 3, stride: 2, rounding: 'floor' }),
  ]),
  row('batch of one', shape(4, 4, 2), [conv({ padding: 1 })], 1),
  row('frozen, behind one that learns', shape(5, 5, 2), [conv(), tanh, conv({ frozen: true })]),
  row('starts as the identity', shape(4, 4, 2), [conv({ padding: 1, initial: 'dirac' })]),
  row('one pixel, one channel', shape(1, 1, 1), [conv({ kernel: 1 })]),
  row('two deep', shape(5, 5, 2), [conv(), tanh, conv()]),
  row('two deep with nothing between', shape(5, 5, 2), [conv({ groups: 2 }), conv({ stride: 2 })]),
];

const padChannelsCases = [
  row('behind a convolution', shape(3, 3, 2), [conv({ padding: 1 }), { type: 'padChannels', channels: 5 }]),
  row('as many as there are', shape(3, 3, 2), [{ type: 'padChannels', channels: 2 }]),
  row('followed by what changes zeros in place', shape(3, 3, 2), [
    conv(),
    { type: 'padChannels', channels: 3 },
    sigmoid,
  ]),
  row('the shortcut of a residual net', shape(4, 4, 2), [
    conv({ padding: 1 }),
    parallel(
      'add',
      [conv({ filters: 4, padding: 1, stride: 2, rounding: 'floor' })],
      [pool({ kernel: 1, stride: 2, rounding: 'floor' }), { type: 'padChannels', channels: 4 }],
    ),
    tanh,
  ]),
];

const subsampleCases = [
  row('behind a convolution', shape(4, 4, 2), [conv({ padding: 1 }), { type: 'subsample' }, tanh]),
  row('on the input', shape(6, 3, 2), [{ type: 'subsample', kernel: 3 }]),
];

const whiteningCases = [
  row('with its bias', shape(3, 3, 2), [{ type: 'whitening' }, tanh]),
  row('not negated, no bias', shape(3, 4, 1), [{ type: 'whitening', negated: false, bias: false }, tanh]),
];

const fcCases = [
  row('flattens', shape(3, 2, 2), [fc(4)]),
  row('no bias', shape(2, 2, 1), [fc(3, { bias: false })]),
  row('deep', shape(1, 1, 3), [fc(5), tanh, fc(4), fc(caseClasses)]),
  row('after a pool, batch of one', shape(4, 4, 1), [conv({ padding: 1 }), pool(), fc(4), relu], 1),
  row('directly after a block', shape(2, 2, 2), [parallel('add', [conv({ padding: 1 })], [])]),
];

const dropoutCases = [
  row('after fc', shape(2, 2, 2), [fc(6), dropout(0.5)]),
  row('after tanh', shape(2, 2, 2), [fc(6), tanh, dropout(0.3)]),
  row('after relu, before conv', shape(4, 4, 2), [conv({ padding: 1 }), relu, dropout(0.25), conv()]),
  row('two in a row', shape(2, 2, 2), [fc(8), dropout(0.5), dropout(0.2)]),
  row('rate 0', shape(2, 2, 2), [fc(4), dropout(0)]),
  row('on the input', shape(3, 3, 2), [dropout(0.4), conv()]),
  row('of maps, after conv', shape(4, 4, 2), [
    conv({ filters: 5 }),
    { type: 'dropout', rate: 0.4, unit: 'map' },
  ]),
  row('inside a block, after a pool', shape(4, 4, 2), [
    conv({ padding: 1 }),
    parallel('add', [pool({ kernel: 3, stride: 1, padding: 1 }), dropout(0.5)], [dropout(0.5), relu]),
  ]),
];

const parallelCases = [
  row('concat of two', shape(4, 4, 2), [
    parallel('concat', [conv({ padding: 1 })], [conv({ kernel: 1, filters: 3 })]),
  ]),
  row('add of two', shape(4, 4, 2), [parallel('add', [conv({ padding: 1 })], [conv({ kernel: 1 })])]),
  row('add with the identity, second', shape(3, 3, 2), [
    conv({ padding: 1 }),
    parallel('add', [conv({ padding: 1 })], []),
  ]),
  row('add with the identity, first', shape(3, 3, 2), [
    conv({ padding: 1 }),
    parallel('add', [], [conv({ padding: 1 })]),
  ]),
  row('add of two identities', shape(3, 3, 2), [conv({ padding: 1 }), parallel('add', [], [])]),
  row('concat with the identity', shape(3, 3, 2), [
    conv({ padding: 1 }),
    parallel('concat', [], [conv({ padding: 1 }), relu]),
  ]),
  row('concat of two identities, then conv', shape(3, 3, 2), [
    conv({ padding: 1 }),
    parallel('concat', [], []),
    conv(),
  ]),
  row('relu before the fork, relu after the add', shape(4, 4, 2), [
    conv({ padding: 1 }),
    relu,
    parallel('add', [conv({ padding: 1 }), relu, conv({ padding: 1 })], []),
    relu,
  ]),
  row('relu first in both branches', shape(3, 3, 2), [
    conv({ padding: 1 }),
    parallel('add', [relu, conv({ padding: 1 })], [relu]),
  ]),
  row('relu before the fork and alone in a branch', shape(3, 3, 2), [
    conv({ padding: 1 }),
    relu,
    parallel('concat', [relu], [], [tanh]),
  ]),
  row('relu last in both branches of an add', shape(3, 3, 2), [
    parallel('add', [conv({ padding: 1 }), relu], [conv({ kernel: 1 }), relu]),
    tanh,
  ]),
  row('tanh last in both branches of a concat, conv after', shape(3, 3, 2), [
    parallel('concat', [conv({ padding: 1 }), tanh], [conv({ kernel: 1 }), tanh]),
    conv(),
  ]),
  row('pools in branches', shape(4, 4, 2), [
    conv({ padding: 1 }),
    parallel(
      'concat',
      [pool({ kernel: 3, stride: 1, padding: 1 }), conv({ kernel: 1 })],
      [pool({ kind: 'average', kernel: 3, stride: 1, padding: 1 })],
    ),
    pool(),
  ]),
  row('add inside concat inside add', shape(3, 3, 2), [
    conv({ padding: 1 }),
    relu,
    parallel(
      'add',
      [
        parallel(
          'concat',
          [parallel('add', [conv({ filters: 1, padding: 1 }), relu], [conv({ filters: 1, kernel: 1 })])],
          [conv({ filters: 1, kernel: 1 }), sigmoid],
        ),
      ],
      [],
      [parallel('add', [tanh], [])],
    ),
    relu,
  ]),
  row('a block first in a branch, identities all the way', shape(2, 2, 2), [
    conv({ padding: 1 }),
    parallel('add', [parallel('add', [], [parallel('add', [], [relu])])], [tanh]),
  ]),
  row('blocks in a row', shape(3, 3, 2), [
    parallel('add', [conv({ padding: 1 })], []),
    parallel('add', [conv({ padding: 1 })], []),
    parallel('concat', [conv({ filters: 1 })], [conv({ filters: 2 })]),
  ]),
  row('fc in the branches', shape(2, 2, 2), [
    conv({ kernel: 1 }),
    parallel('concat', [fc(3)], [relu, fc(2), tanh]),
  ]),
  row(
    'the block gives the classes, batch of one',
    shape(2, 2, 1),
    [parallel('add', [fc(caseClasses)], [fc(caseClasses), relu])],
    1,
  ),
  row('block over a frozen branch', shape(3, 3, 2), [
    parallel('concat', [pool({ kernel: 1, stride: 1 })], [conv({ padding: 1 })], []),
  ]),
];

const lossCases: LayerCase[] = [
  row('softmax over one example', shape(1, 1, 2), [fc(caseClasses)], 1),
  row('softmax over many examples', shape(1, 1, 2), [fc(caseClasses)], 7),
  {
    ...row('smoothed labels', shape(1, 1, 2), [fc(caseClasses)], 5),
    loss: { type: 'softmax', labelSmoothing: 0.3 },
  },
  { ...row('hinge', shape(1, 1, 2), [fc(caseClasses)], 5), loss: { type: 'hinge', margin: 0.7 } },
  {
    ...row('hinge over a relu', shape(1, 1, 3), [], 4),
    layers: [fc(caseClasses), relu],
    loss: { type: 'hinge' },
  },
  {
    ...row('squared error', shape(1, 1, 2), [], 5),
    layers: [fc(caseClasses), tanh],
    loss: { type: 'squared' },
  },
];

/** Cases by layer type; "parallel", "head" and "softmax" are there beside the types of the registry. */
export const layerCases: Readonly<Record<string, readonly LayerCase[]>> = {
  conv: convCases,
  local: localCases,
  batchNorm: batchNormCases,
  padChannels: padChannelsCases,
  subsample: subsampleCases,
  whitening: whiteningCases,
  pool: poolCases,
  fc: fcCases,
  partialConv: partialCases,
  fractionalPool: fractionalCases,
  flatten: flattenCases,
  relu: reluCases,
  tanh: tanhCases,
  sigmoid: sigmoidCases,
  dropout: dropoutCases,
  lrn: lrnCases,
  groupNorm: groupNormCases,
  layerNorm: layerNormCases,
  leakyRelu: leakyReluCases,
  elu: eluCases,
  gelu: geluCases,
  scaledTanh: scaledTanhCases,
  scale: scaleCases,
  maxout: maxoutCases,
  parallel: parallelCases,
  head: headCases,
  softmax: lossCases,
};

/** The net of a case as a complete document. */
export const caseDocument = ({ title, input, layers, loss }: LayerCase): NetworkDocument =>
  parseDocument({ version: 1, name: title, input, layers, loss });
