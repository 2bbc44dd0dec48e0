// Nets of the Kaggle contest on CIFAR-10, 2014: those of nagadomi in Torch7, and the sparse nets of Ben Graham, whose
// small images lie in a large empty field.

import type { Layer } from './parts.ts';
import { conv, dropout, fc, globalAverage, inception, maxPool, relu, same } from './parts.ts';
import { type Preset, preset, square } from './preset.ts';

const family = 'cifar';
const nagadomi = 'kaggle-cifar10-torch7, nagadomi 2014';
const torch = { initial: 'torch' };
const input = square(24);
const unlike = ['views36', 'standardised', 'lastEpoch'];
/** Between softmax and the label as 0 and 1, not cross-entropy. */
const loss = { type: 'squared' };
/**
 * Torch's rate of 1 counts each gradient by 1 - momentum; it falls as 1 / (1 + 5e-6 * update). The source trains for 20
 * epochs on 36 views of each image, made beforehand; here each of 720 epochs crops anew.
 */
const training = {
  optimiser: 'sgd',
  learningRate: 0.1,
  schedule: 'inverse',
  dropEvery: 200_000 / 781.25,
  momentum: 0.9,
  l2: 0,
  batch: 64,
  normalise: 'zca',
  zcaEpsilon: 0.01,
  testViews: 'ten',
  stopAfterEpochs: 720,
} as const;

const stage = (filters: number, count: number): Layer[] => [
  ...Array.from({ length: count }, () => [same(filters, 3, torch), relu]).flat(),
  maxPool(),
  dropout(0.25),
];

const torch7: readonly Preset[] = [
  preset('torch7-very-deep', {
    family,
    name: 'Torch7, very deep',
    source: nagadomi,
    input,
    published: { measure: 'accuracy', percent: 93.32, on: 'cifar10Kaggle' },
    unlike,
    layers: [
      ...stage(64, 2),
      ...stage(128, 2),
      ...stage(256, 4),
      conv(1024, 3, torch),
      relu,
      dropout(0.5),
      conv(1024, 1, torch),
      relu,
      dropout(0.5),
      fc(10, torch),
    ],
    loss,
    training,
  }),
  preset('torch7-nin', {
    family,
    name: 'Torch7, network in network',
    source: nagadomi,
    input,
    published: { measure: 'accuracy', percent: 92.4, on: 'cifar10Kaggle' },
    unlike,
    layers: [
      conv(128, 5, { padding: 3, ...torch }),
      relu,
      conv(96, 1, torch),
      relu,
      maxPool(3, 2, { rounding: 'ceil' }),
      dropout(0.25),
      same(192, 5, torch),
      relu,
      conv(256, 1, torch),
      relu,
      maxPool(3, 2, { rounding: 'ceil' }),
      dropout(0.5),
      same(256, 5, torch),
      relu,
      conv(1024, 1, torch),
      relu,
      conv(10, 1, { initial: 'torchPositive' }),
      relu,
      maxPool(5, 5, { kind: 'average', rounding: 'floor' }),
      { type: 'scale', factor: 25 },
    ],
    loss,
    training,
  }),
  preset('torch7-cnn', {
    family,
    name: 'Torch7, CNN',
    source: nagadomi,
    input,
    published: { measure: 'accuracy', percent: 88, on: 'cifar10Validation', about: true },
    unlike,
    layers: [
      conv(128, 5, torch),
      relu,
      maxPool(),
      conv(256, 5, torch),
      relu,
      maxPool(),
      conv(512, 4, { padding: 1, ...torch }),
      relu,
      conv(1024, 2, torch),
      relu,
      dropout(0.5),
      conv(10, 1, torch),
    ],
    loss,
    training,
  }),
  preset('torch7-inception', {
    family,
    name: 'Torch7, Inception',
    source: nagadomi,
    input,
    published: { measure: 'accuracy', percent: 88, on: 'cifar10Validation', about: true },
    unlike,
    layers: [
      same(64, 3, torch),
      relu,
      same(64, 3, torch),
      relu,
      maxPool(),
      inception([64, 96, 128, 16, 32, 32], torch),
      inception([128, 128, 192, 32, 96, 64], torch),
      maxPool(),
      inception([192, 96, 208, 16, 48, 64], torch),
      inception([160, 112, 224, 24, 64, 64], torch),
      inception([128, 128, 256, 24, 64, 64], torch),
      globalAverage,
      dropout(0.4),
      conv(10, 1, torch),
    ],
    loss,
    training,
  }),
];

/** Ben Graham's "very leaky" ReLU lets a third of what is negative through. */
const leaky = { type: 'leakyRelu', slope: 1 / 3 };
/** The rate of 0.003 exp(-0.005 epoch) counts each gradient by 1 - momentum. */
const graham = {
  optimiser: 'sgd',
  learningRate: 0.003 * 0.01,
  schedule: 'exponential',
  dropEvery: 200,
  dropFactor: Math.exp(-1),
  momentum: 0.99,
  nesterov: true,
  l2: 0,
  batch: 50,
  shift: 16,
  stretch: 1.2,
  rotation: 11.5,
  brightness: 0.2,
  contrast: 0.2,
  saturation: 0.2,
  stopAfterEpochs: 800,
} as const;

/** Twelve passes over each test image through other windows, which take as long as many steps: tests come seldom. */
const twelvePasses = {
  testViews: 'redrawn12',
  evaluateEvery: 1000,
  evaluateImages: 500,
  evaluateWholeEvery: 10,
} as const;

const glorot = { initial: 'xavier' };
const unit = (filters: number, kernel: number): Layer[] => [conv(filters, kernel, glorot), leaky];

/** DeepCNiN(levels, width): at level i a convolution and a 1×1 of `i * width` channels, the first one 3×3. */
const deepCnin = (levels: number, width: number): Layer[] => [
  ...Array.from({ length: levels }, (_, i) => [
    ...unit((i + 1) * width, i === 0 ? 3 : 2),
    maxPool(),
    ...unit((i + 1) * width, 1),
  ]).flat(),
  ...unit((levels + 1) * width, 2),
  ...unit((levels + 1) * width, 1),
  fc(10, glorot),
];

/** Dropout of whole maps, 0 at the first of `count` places and rising evenly to `most`; none where it is 0. */
const ramp = (index: number, count: number, most: number): Layer[] =>
  index === 0 ? [] : [{ ...dropout((most * index) / (count - 1)), unit: 'map' }];

const winner: Layer[] = [
  ...[320, 640, 960, 1280, 1600].flatMap((filters, i) => [
    ...ramp(i, 6, 0.5),
    ...unit(filters, 2),
    ...ramp(i, 6, 0.5),
    ...unit(filters, 2),
    maxPool(),
  ]),
  ...ramp(5, 6, 0.5),
  ...unit(1920, 2),
  ...ramp(5, 6, 0.5),
  ...unit(1920, 1),
  fc(10, glorot),
];

/** Twelve convolutions 2×2 of `width`, `2 * width`, ... channels, each followed by a pool with the ratio 2^(1/3); then two more. */
const fractional = (width: number, most: number, boundaries: 'pseudorandom' | 'random'): Layer[] => [
  ...Array.from({ length: 12 }, (_, i) => [
    ...ramp(i, 14, most),
    ...unit((i + 1) * width, 2),
    { type: 'fractionalPool', ratio: 2 ** (1 / 3), boundaries },
  ]).flat(),
  ...ramp(12, 14, most),
  ...unit(13 * width, 2),
  ...ramp(13, 14, most),
  ...unit(14 * width, 1),
  fc(10, glorot),
];

const sparse: readonly Preset[] = [
  preset('deepcnin-5-300', {
    family,
    name: 'DeepCNiN(5, 300)',
    source: 'Graham 2014',
    input: square(96),
    published: { measure: 'error', percent: 6.28, on: 'cifar10' },
    unlike: ['likeWinner', 'slants', 'cleanEpochs'],
    layers: deepCnin(5, 300),
    training: graham,
  }),
  preset('deepcnin-5-30', {
    family,
    name: 'DeepCNiN(5, 30)',
    source: 'after Graham 2014',
    input: square(96),
    layers: deepCnin(5, 30),
    training: { ...graham, momentum: 0.9, learningRate: 0.003, stopAfterEpochs: 60, dropEvery: 15 },
  }),
  preset('graham-kaggle', {
    family,
    name: 'Kaggle winner',
    source: 'Graham, Kaggle 2014',
    input: square(126),
    published: { measure: 'error', percent: 4.47, on: 'cifar10Kaggle' },
    unlike: ['mapsOfBatch', 'slants', 'cleanEpochs'],
    layers: winner,
    training: graham,
  }),
  preset('fmp', {
    family,
    name: 'Fractional max-pooling',
    source: 'Graham 2014',
    input: square(94),
    published: { measure: 'error', percent: 3.67, on: 'cifar10', averaged: { count: 12, of: 'looks' } },
    unlike: ['mapsOfBatch', 'slants', 'cleanEpochs'],
    layers: fractional(160, 0.5, 'pseudorandom'),
    training: { ...graham, ...twelvePasses },
  }),
  preset('fmp-small', {
    family,
    name: 'Fractional max-pooling, small',
    source: 'SparseConvNet, Graham 2015',
    input: square(94),
    unlike: ['mapsOfBatch', 'slants', 'cleanEpochs'],
    layers: fractional(32, 0.1, 'random'),
    training: { ...graham, ...twelvePasses, dropEvery: 100, stopAfterEpochs: 400 },
  }),
];

export const kagglePresets: readonly Preset[] = [...torch7, ...sparse];
