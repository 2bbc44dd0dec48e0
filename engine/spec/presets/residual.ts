// Residual nets for CIFAR-10, and the fast recipes that came of them.
import {
  add,
  batchNorm,
  fc,
  gelu,
  globalAverage,
  globalMax,
  type Layer,
  maxPool,
  relu,
  same,
} from './parts.ts';
import { type Preset, preset } from './preset.ts';

const family = 'residual';
const bare = { bias: false };
const convNorm = (filters: number, more: Layer = {}, ofNorm: Layer = {}): Layer[] => [
  same(filters, 3, { ...bare, ...more }),
  batchNorm(ofNorm),
];

/** Where the size halves and the width doubles, the shortcut takes every second pixel and zeros for new channels. */
const shortcut = (filters: number): Layer[] => [
  maxPool(1, 2, { rounding: 'floor' }),
  { type: 'padChannels', channels: filters },
];

const basicBlock = (filters: number, halves: boolean): Layer[] => [
  add(
    [...convNorm(filters, halves ? { stride: 2, rounding: 'floor' } : {}), relu, ...convNorm(filters)],
    halves ? shortcut(filters) : [],
  ),
  relu,
];

/** He et al. 2015 for CIFAR-10: three stages of `blocks` blocks, 6 * blocks + 2 layers with weights. */
const resnet = (blocks: number): Layer[] => [
  ...convNorm(16),
  relu,
  ...[16, 32, 64].flatMap((filters, stage) =>
    Array.from({ length: blocks }, (_, i) => basicBlock(filters, stage > 0 && i === 0)).flat(),
  ),
  globalAverage,
  fc(10),
];

/** 32,000, 48,000 and 64,000 iterations of the paper are 82, 123 and 164 epochs of 50,000 images. */
const classic = {
  optimiser: 'sgd',
  learningRate: 0.1,
  schedule: 'multistep',
  drop1: 82,
  drop2: 123,
  stopAfterEpochs: 164,
  momentum: 0.9,
  l2: 0.0001,
  batch: 128,
  shift: 4,
  normalise: 'pixel',
} as const;

const heNets = (
  [
    [20, 8.75],
    [32, 7.51],
    [56, 6.97],
  ] as const
).map(([depth, percent]) =>
  preset(`resnet-${depth}`, {
    family,
    name: `ResNet-${depth}`,
    source: 'He, Zhang, Ren, Sun 2015',
    published: { measure: 'error', percent, on: 'cifar10' },
    unlike: ['heldBack'],
    layers: resnet((depth - 2) / 6),
    training: classic,
  }),
);

/** What the speed runs share: the rate climbs and falls in straight lines, edges are reflected. */
const fast = {
  optimiser: 'sgd',
  nesterov: true,
  schedule: 'triangle',
  fill: 'reflect',
  normalise: 'standard',
} as const;

/** PyTorch's own start, without a bias. */
const torch = { ...bare, initial: 'torch' };
/** A convolution with its norm, whose parameters decay like weights, and ReLU. */
const unit = (filters: number): Layer[] => [
  ...convNorm(filters, torch, { weightDecay: 1, biasDecay: 1 }),
  relu,
];
const residual = (filters: number): Layer => add([...unit(filters), ...unit(filters)], []);

const resnet9 = preset('resnet9', {
  family,
  name: 'ResNet9',
  source: 'cifar10-fast, Page 2018',
  published: { measure: 'accuracy', percent: 94.08, on: 'cifar10' },
  unlike: ['dropsLast'],
  layers: [
    ...unit(64),
    ...unit(128),
    maxPool(),
    residual(128),
    ...unit(256),
    maxPool(),
    ...unit(512),
    maxPool(),
    residual(512),
    maxPool(4),
    fc(10, torch),
    { type: 'scale', factor: 0.125 },
  ],
  training: {
    ...fast,
    learningRate: 0.4,
    stopAfterEpochs: 24,
    peakAt: 5 / 24,
    startFactor: 0,
    momentum: 0.9,
    l2: 0.0005,
    batch: 512,
    shift: 4,
    cutout: 8,
  },
});

/** The norm of the speed runs: no gain, running figures that follow fast, and biases that learn faster but decay alike. */
const fastNorm = batchNorm({ gain: false, epsilon: 1e-12, share: 0.4, biasRate: 64, biasDecay: 1 / 64 });
/** Labels are smoothed, and the weights follow a slower copy of themselves. */
const smoothed = { type: 'softmax', labelSmoothing: 0.2 };
const dirac = { ...bare, initial: 'dirac' };

const fastBlock = (filters: number): Layer[] => [
  same(filters, 3, dirac),
  maxPool(2, 2, { rounding: 'floor' }),
  fastNorm,
  gelu,
  same(filters, 3, dirac),
  fastNorm,
  gelu,
];

const hlb = preset('hlb-cifar10', {
  family,
  name: 'hlb-CIFAR10',
  source: 'tysam-code 2023',
  published: { measure: 'accuracy', percent: 94, on: 'cifar10', about: true },
  unlike: ['lateCutmix', 'lateLookahead', 'scaledDirac', 'whitenedBy5000', 'averagedScores'],
  layers: [
    { type: 'whitening', bias: false, epsilon: 0.01 },
    gelu,
    ...[64, 256, 512].flatMap(fastBlock),
    globalMax,
    fc(10, torch),
    { type: 'scale', factor: 1 / 9 },
  ],
  loss: smoothed,
  training: {
    ...fast,
    learningRate: 1.525,
    stopAfterEpochs: 12.1,
    lookahead: true,
    peakAt: 0.23,
    startFactor: 0,
    endFactor: 0.07,
    momentum: 0.85,
    l2: 0.001337,
    batch: 1024,
    shift: 2,
    testViews: 'mirror',
  },
});

const airbench = preset('airbench94', {
  family,
  name: 'airbench94',
  source: 'Jordan 2024',
  published: { measure: 'accuracy', percent: 94.01, on: 'cifar10' },
  unlike: ['whiteningBias', 'dropsLast', 'lookaheadOfNorms'],
  layers: [
    { type: 'whitening', epsilon: 0.0005 },
    gelu,
    ...[64, 256, 256].flatMap(fastBlock),
    maxPool(3),
    fc(10, torch),
    { type: 'scale', factor: 1 / 9 },
  ],
  loss: smoothed,
  training: {
    ...fast,
    learningRate: 1.5,
    stopAfterEpochs: 9.9,
    lookahead: true,
    peakAt: 0.23,
    startFactor: 0.2,
    endFactor: 0.07,
    momentum: 0.85,
    l2: 0.00133,
    batch: 1024,
    shift: 2,
    mirror: 'alternating',
    testViews: 'airbench6',
  },
});

export const residualPresets: readonly Preset[] = [...heNets, resnet9, hlb, airbench];
