// Auxiliary heads: on the image and on layers, beside a first branch with layers, on each other, with every loss and
// with what draws or counts inside them.
import {
  caseClasses,
  conv,
  dropout,
  fc,
  head,
  type LayerCase,
  parallel,
  pool,
  relu,
  row,
  shape,
  tanh,
} from './case.ts';

export const headCases: LayerCase[] = [
  row('a head on a convolution', shape(4, 4, 2), [
    conv({ padding: 1 }),
    tanh,
    head([conv({ kernel: 1 }), tanh, fc(caseClasses)]),
    conv(),
  ]),
  row('a head on the image', shape(2, 2, 2), [head([fc(caseClasses)]), conv({ kernel: 1, frozen: true })]),
  row('a head beside a first branch with layers, a relu after', shape(3, 3, 2), [
    conv({ padding: 1 }),
    { ...parallel('head', [conv({ padding: 1 })], [fc(caseClasses), relu]), weight: 0.5 },
    relu,
  ]),
  row('relu before the fork and after it', shape(3, 3, 2), [
    conv({ padding: 1 }),
    relu,
    head([relu, fc(caseClasses)]),
    tanh,
  ]),
  row('a head that is empty', shape(1, 1, 2), [fc(caseClasses), head([]), tanh, fc(caseClasses)], 3),
  row('two heads in one block, whole weight', shape(2, 2, 2), [
    conv({ kernel: 1 }),
    { ...parallel('head', [tanh], [fc(caseClasses)], [fc(4), tanh, fc(caseClasses)]), weight: 1 },
  ]),
  row('a head on a head, and one inside a branch', shape(3, 3, 2), [
    conv({ padding: 1 }),
    head([conv({ filters: 3 }), head([fc(caseClasses)]), tanh, fc(caseClasses)]),
    parallel('add', [conv({ padding: 1 }), head([pool({ window: 'global' }), fc(caseClasses)])], []),
  ]),
  row('dropout in a head', shape(2, 2, 2), [
    conv({ kernel: 1 }),
    head([fc(5), dropout(0.5), fc(caseClasses)]),
    dropout(0.3),
  ]),
  row(
    'batch normalisation in a head',
    shape(2, 2, 2),
    [
      conv({ kernel: 1 }),
      tanh,
      head([conv({ kernel: 1, bias: false }), { type: 'batchNorm' }, tanh, fc(caseClasses)]),
    ],
    3,
  ),
  row('a frozen head', shape(2, 2, 2), [conv({ kernel: 1 }), head([fc(caseClasses, { frozen: true })])]),
  ...[{ type: 'softmax', labelSmoothing: 0.2 }, { type: 'hinge', margin: 0.7 }, { type: 'squared' }].map(
    (loss): LayerCase => ({
      ...row(`a head with the loss ${loss.type}`, shape(2, 2, 2), [
        conv({ kernel: 1 }),
        tanh,
        head([fc(caseClasses), tanh]),
      ]),
      loss,
    }),
  ),
];
