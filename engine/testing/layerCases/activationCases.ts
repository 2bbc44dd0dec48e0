// Activations: first, last, twice in a row, in branches, beside layers that write over their input or need it.
import { caseClasses, conv, dropout, fc, parallel, relu, row, shape, sigmoid, tanh } from './case.ts';

const leakyRelu = (settings: object = {}) => ({ type: 'leakyRelu', ...settings });
const gelu = (form = 'erf') => ({ type: 'gelu', form });
const maxout = (group = 2) => ({ type: 'maxout', group });

export const reluCases = [
  row('after conv', shape(4, 4, 2), [conv(), relu]),
  row('twice', shape(4, 4, 2), [conv(), relu, relu]),
  row('on the input', shape(3, 3, 2), [relu, conv()]),
  row('last of all', shape(2, 2, 2), [fc(caseClasses), relu]),
];

export const tanhCases = [
  row('after conv', shape(4, 4, 2), [conv(), tanh]),
  row('on the input, batch of one', shape(3, 3, 2), [tanh, fc(2)], 1),
  row('after sigmoid', shape(3, 3, 1), [conv({ padding: 1 }), sigmoid, tanh]),
];

export const sigmoidCases = [
  row('after conv', shape(4, 4, 2), [conv(), sigmoid]),
  row('between fully connected', shape(1, 1, 4), [fc(4), sigmoid, fc(2), sigmoid]),
];

export const leakyReluCases = [
  row('after conv', shape(4, 4, 2), [conv(), leakyRelu()]),
  row('very leaky, on the input', shape(3, 3, 2), [leakyRelu({ slope: 1 / 3 }), conv()]),
  row('twice, slope of 1', shape(3, 3, 2), [conv(), leakyRelu({ slope: 1 }), leakyRelu()]),
];

export const eluCases = [
  row('after conv', shape(4, 4, 2), [conv(), { type: 'elu' }]),
  row('alpha of 2, on the input', shape(3, 3, 2), [{ type: 'elu', alpha: 2 }, conv()]),
  row('in both branches', shape(3, 3, 2), [
    parallel('add', [{ type: 'elu' }, conv({ padding: 1 })], [{ type: 'elu', alpha: 0.5 }]),
  ]),
];

export const geluCases = [
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

export const scaledTanhCases = [
  row('after conv', shape(4, 4, 2), [conv(), { type: 'scaledTanh' }]),
  row('flat and steep, on the input', shape(3, 3, 2), [
    { type: 'scaledTanh', amplitude: 0.5, steepness: 1.5 },
    conv(),
  ]),
];

export const scaleCases = [
  row('last of all', shape(2, 2, 2), [fc(caseClasses), { type: 'scale' }]),
  row('after tanh, in a branch', shape(3, 3, 2), [
    conv({ padding: 1 }),
    tanh,
    parallel('add', [{ type: 'scale', factor: 0.7 }, relu], []),
    { type: 'scale', factor: 3 },
  ]),
  row('on the input', shape(3, 3, 2), [{ type: 'scale', factor: 0.5 }, conv()]),
];

export const maxoutCases = [
  row('pairs after conv', shape(4, 4, 2), [conv({ filters: 6, padding: 1 }), maxout()]),
  row('fives after fc', shape(2, 2, 2), [fc(15), maxout(5)]),
  row('on the input, then relu in place', shape(3, 3, 6), [maxout(3), relu, conv()]),
  row('groups of one', shape(2, 2, 3), [maxout(1)]),
];
