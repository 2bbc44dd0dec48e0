// Settings of every layer type, ordinary and nasty, as small nets: one table for all tests that check a
// layer's numbers, on any backend. A layer type without rows here fails the gradient test.
import type { NetworkDocument } from '../spec/document.ts';
import { parseDocument } from '../spec/document.ts';
import type { Shape } from '../spec/shape.ts';

export interface LayerCase {
  title: string;
  input: Shape;
  layers: unknown[];
  batch: number;
}

/** Classes that every case ends in. */
export const caseClasses = 3;

const shape = (height: number, width: number, channels: number): Shape => ({ height, width, channels });
const conv = (settings: object = {}) => ({ type: 'conv', filters: 2, kernel: 3, ...settings });
const pool = (settings: object = {}) => ({ type: 'pool', ...settings });
const fc = (units: number, settings: object = {}) => ({ type: 'fc', units, ...settings });
const parallel = (merge: 'concat' | 'add', ...branches: unknown[][]) => ({
  type: 'parallel',
  merge,
  branches,
});
const relu = { type: 'relu' };
const tanh = { type: 'tanh' };
const sigmoid = { type: 'sigmoid' };
const leakyRelu = (settings: object = {}) => ({ type: 'leakyRelu', ...settings });
const gelu = (form = 'erf') => ({ type: 'gelu', form });
const maxout = (group = 2) => ({ type: 'maxout', group });
const lrn = (settings: object = {}) => ({ type: 'lrn', alpha: 0.8, ...settings });
const dropout = (rate: number) => ({ type: 'dropout', rate });

const batchNorm = (settings: object = {}) => ({ type: 'batchNorm', ...settings });

/** A case whose stack ends in a fully connected layer to the classes, unless it ends so already. */
const row = (title: string, input: Shape, layers: object[], batch = 2): LayerCase => ({
  title,
  input,
  layers:
    (layers.at(-1) as { type?: string; units?: number })?.units === caseClasses
      ? layers
      : [...layers, fc(caseClasses)],
  batch,
});

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

/** Without the bias that the mean takes away again, so that every gradient is more than rounding. */
const bare = (settings: object = {}) => conv({ bias: false, ...settings });

const batchNormCases = [
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

const local = (settings: object = {}) => ({ type: 'local', filters: 2, kernel: 3, ...settings });
const localCases = [
  row('keeps the size', shape(4, 4, 2), [conv({ padding: 1 }), local({ padding: 1 })]),
  row('stride over kernel', shape(7, 7, 1), [local({ kernel: 2, stride: 3, rounding: 'floor' })]),
  row('no bias, then relu', shape(4, 4, 2), [local({ bias: false }), relu]),
  row('non-square everything', shape(6, 5, 2), [
    local({ kernel: [3, 2], stride: [1, 2], padding: [2, 1], rounding: 'floor' }),
  ]),
  row('two deep, batch of three', shape(5, 5, 1), [local({ filters: 3 }), tanh, local({ kernel: 2 })], 3),
  row('frozen, behind one that learns', shape(4, 4, 1), [conv({ padding: 1 }), local({ frozen: true })]),
];

const poolCases = [
  row('max', shape(4, 4, 2), [conv({ padding: 1 }), pool()]),
  row('average', shape(4, 4, 2), [conv({ padding: 1 }), pool({ kind: 'average' })]),
  row('max, overlapping, padded', shape(5, 5, 2), [
    conv({ padding: 1 }),
    pool({ kernel: 3, stride: 2, padding: 1 }),
  ]),
  row('average, overlapping, padded', shape(5, 5, 2), [
    conv({ padding: 1 }),
    pool({ kind: 'average', kernel: 3, stride: 2, padding: 1 }),
  ]),
  row('max, last window hangs over', shape(6, 6, 2), [
    conv({ padding: 1 }),
    pool({ kernel: 3, rounding: 'ceil' }),
  ]),
  row('average, last window hangs over', shape(6, 6, 2), [
    conv({ padding: 1 }),
    pool({ kind: 'average', kernel: 3, rounding: 'ceil' }),
  ]),
  row('average, padded on both sides and hanging over', shape(5, 6, 1), [
    conv({ padding: 1 }),
    pool({ kind: 'average', kernel: 4, stride: 3, padding: 3, rounding: 'ceil' }),
  ]),
  row('max, stride over kernel', shape(7, 7, 1), [conv({ padding: 1 }), pool({ kernel: 2, stride: 5 })]),
  row('average, stride over kernel, rounded down', shape(7, 7, 1), [
    conv({ padding: 1 }),
    pool({ kind: 'average', kernel: 2, stride: 4, rounding: 'floor' }),
  ]),
  row('max, non-square everything', shape(5, 6, 2), [
    conv({ padding: 1 }),
    pool({ kernel: [2, 3], stride: [1, 2], padding: [1, 0], rounding: 'ceil' }),
  ]),
  row('average, non-square everything', shape(5, 6, 2), [
    conv({ padding: 1 }),
    pool({ kind: 'average', kernel: [2, 3], stride: [1, 2], padding: [1, 0], rounding: 'ceil' }),
  ]),
  row('max, window of one', shape(3, 3, 2), [conv({ padding: 1 }), pool({ kernel: 1, stride: 1 })]),
  row('average, global', shape(3, 4, 2), [
    conv({ padding: 1 }),
    pool({ kind: 'average', kernel: [3, 4], stride: 1 }),
  ]),
  row('max, window larger than the image, hanging over', shape(2, 2, 2), [
    conv({ padding: 1 }),
    pool({ kernel: 3, stride: 2, rounding: 'ceil' }),
  ]),
  row('average over the padded image, padded on both sides and hanging over', shape(5, 6, 1), [
    conv({ padding: 1 }),
    pool({ kind: 'average', divisor: 'padded', kernel: 4, stride: 3, padding: 3, rounding: 'ceil' }),
  ]),
  row('average over the whole window, padded and hanging over', shape(6, 5, 2), [
    conv({ padding: 1 }),
    pool({ kind: 'average', divisor: 'window', kernel: 3, stride: 2, padding: 1, rounding: 'ceil' }),
  ]),
  row('l2, overlapping', shape(5, 5, 2), [conv({ padding: 1 }), pool({ kind: 'l2', kernel: 3, stride: 2 })]),
  row('l2, padded and hanging over, before relu', shape(6, 5, 2), [
    conv({ padding: 1 }),
    pool({ kind: 'l2', kernel: [3, 2], stride: [2, 3], padding: 1, rounding: 'ceil' }),
    relu,
  ]),
  row('l2 over zeros, which give it nothing', shape(5, 5, 2), [
    conv({ padding: 1 }),
    relu,
    pool({ kind: 'l2', kernel: 2, stride: 1 }),
  ]),
  ...['max', 'average', 'l2'].map((kind) =>
    row(`${kind}, global, its own size not looked at`, shape(3, 4, 2), [
      conv({ padding: 1 }),
      pool({ kind, window: 'global', kernel: 5, stride: 3, padding: 7 }),
    ]),
  ),
  row('max on the input itself, batch of one', shape(4, 4, 1), [pool(), conv({ kernel: 1 })], 1),
  row('max before relu', shape(4, 4, 2), [conv({ padding: 1 }), pool(), relu]),
  row('max after relu, and another', shape(4, 4, 2), [conv({ padding: 1 }), sigmoid, pool(), pool()]),
];

const fcCases = [
  row('flattens', shape(3, 2, 2), [fc(4)]),
  row('no bias', shape(2, 2, 1), [fc(3, { bias: false })]),
  row('deep', shape(1, 1, 3), [fc(5), tanh, fc(4), fc(caseClasses)]),
  row('after a pool, batch of one', shape(4, 4, 1), [conv({ padding: 1 }), pool(), fc(4), relu], 1),
  row('directly after a block', shape(2, 2, 2), [parallel('add', [conv({ padding: 1 })], [])]),
];

const reluCases = [
  row('after conv', shape(4, 4, 2), [conv(), relu]),
  row('twice', shape(4, 4, 2), [conv(), relu, relu]),
  row('on the input', shape(3, 3, 2), [relu, conv()]),
  row('last of all', shape(2, 2, 2), [fc(caseClasses), relu]),
];
const tanhCases = [
  row('after conv', shape(4, 4, 2), [conv(), tanh]),
  row('on the input, batch of one', shape(3, 3, 2), [tanh, fc(2)], 1),
  row('after sigmoid', shape(3, 3, 1), [conv({ padding: 1 }), sigmoid, tanh]),
];
const sigmoidCases = [
  row('after conv', shape(4, 4, 2), [conv(), sigmoid]),
  row('between fully connected', shape(1, 1, 4), [fc(4), sigmoid, fc(2), sigmoid]),
];

const leakyReluCases = [
  row('after conv', shape(4, 4, 2), [conv(), leakyRelu()]),
  row('very leaky, on the input', shape(3, 3, 2), [leakyRelu({ slope: 1 / 3 }), conv()]),
  row('twice, slope of 1', shape(3, 3, 2), [conv(), leakyRelu({ slope: 1 }), leakyRelu()]),
];
const eluCases = [
  row('after conv', shape(4, 4, 2), [conv(), { type: 'elu' }]),
  row('alpha of 2, on the input', shape(3, 3, 2), [{ type: 'elu', alpha: 2 }, conv()]),
  row('in both branches', shape(3, 3, 2), [
    parallel('add', [{ type: 'elu' }, conv({ padding: 1 })], [{ type: 'elu', alpha: 0.5 }]),
  ]),
];
const geluCases = [
  row('after conv', shape(4, 4, 2), [conv(), gelu()]),
  row('by tanh, on the input', shape(3, 3, 2), [gelu('tanh'), conv()]),
  row('after sigmoid, before tanh', shape(3, 3, 2), [conv(), sigmoid, gelu(), tanh]),
  row('twice, dropout between', shape(3, 3, 2), [conv(), gelu(), dropout(0.3), gelu('tanh'), relu]),
  row('first and last in branches', shape(3, 3, 2), [
    conv({ padding: 1 }),
    parallel('add', [gelu(), conv({ padding: 1 }), gelu('tanh')], [gelu()], []),
    gelu(),
  ]),
];
const scaledTanhCases = [
  row('after conv', shape(4, 4, 2), [conv(), { type: 'scaledTanh' }]),
  row('flat and steep, on the input', shape(3, 3, 2), [
    { type: 'scaledTanh', amplitude: 0.5, steepness: 1.5 },
    conv(),
  ]),
];
const scaleCases = [
  row('last of all', shape(2, 2, 2), [fc(caseClasses), { type: 'scale' }]),
  row('after tanh, in a branch', shape(3, 3, 2), [
    conv({ padding: 1 }),
    tanh,
    parallel('add', [{ type: 'scale', factor: 0.7 }, relu], []),
    { type: 'scale', factor: 3 },
  ]),
  row('on the input', shape(3, 3, 2), [{ type: 'scale', factor: 0.5 }, conv()]),
];
const maxoutCases = [
  row('pairs after conv', shape(4, 4, 2), [conv({ filters: 6, padding: 1 }), maxout()]),
  row('fives after fc', shape(2, 2, 2), [fc(15), maxout(5)]),
  row('on the input, then relu in place', shape(3, 3, 6), [maxout(3), relu, conv()]),
  row('groups of one', shape(2, 2, 3), [maxout(1)]),
];

const dropoutCases = [
  row('after fc', shape(2, 2, 2), [fc(6), dropout(0.5)]),
  row('after tanh', shape(2, 2, 2), [fc(6), tanh, dropout(0.3)]),
  row('after relu, before conv', shape(4, 4, 2), [conv({ padding: 1 }), relu, dropout(0.25), conv()]),
  row('two in a row', shape(2, 2, 2), [fc(8), dropout(0.5), dropout(0.2)]),
  row('rate 0', shape(2, 2, 2), [fc(4), dropout(0)]),
  row('on the input', shape(3, 3, 2), [dropout(0.4), conv()]),
  row('inside a block, after a pool', shape(4, 4, 2), [
    conv({ padding: 1 }),
    parallel('add', [pool({ kernel: 3, stride: 1, padding: 1 }), dropout(0.5)], [dropout(0.5), relu]),
  ]),
];

const lrnCases = [
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

const lossCases = [
  row('softmax over one example', shape(1, 1, 2), [fc(caseClasses)], 1),
  row('softmax over many examples', shape(1, 1, 2), [fc(caseClasses)], 7),
];

/** Cases by layer type; "parallel" and "softmax" are there beside the types of the registry. */
export const layerCases: Readonly<Record<string, readonly LayerCase[]>> = {
  conv: convCases,
  local: localCases,
  batchNorm: batchNormCases,
  padChannels: padChannelsCases,
  subsample: subsampleCases,
  whitening: whiteningCases,
  pool: poolCases,
  fc: fcCases,
  relu: reluCases,
  tanh: tanhCases,
  sigmoid: sigmoidCases,
  dropout: dropoutCases,
  lrn: lrnCases,
  leakyRelu: leakyReluCases,
  elu: eluCases,
  gelu: geluCases,
  scaledTanh: scaledTanhCases,
  scale: scaleCases,
  maxout: maxoutCases,
  parallel: parallelCases,
  softmax: lossCases,
};

/** The net of a case as a complete document. */
export const caseDocument = ({ title, input, layers }: LayerCase): NetworkDocument =>
  parseDocument({ version: 1, name: title, input, layers });
