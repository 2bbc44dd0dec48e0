// Nets of the ImageNet contests, 2012 to 2014: too large to train here, but every shape, count and byte is theirs.
import {
  averagePool,
  conv,
  dropout,
  fc,
  head,
  inception,
  type Layer,
  maxPool,
  overlapping,
  relu,
  same,
  vggStage,
} from './parts.ts';
import { type Preset, preset, square } from './preset.ts';

const family = 'imagenet';
const data = 'imagenet';

const start = (initialScale: number, initialBias = 0): Layer => ({
  initial: 'gaussian',
  initialScale,
  initialBias,
});
const acrossMaps: Layer = { type: 'lrn', size: 5, alpha: 0.0001, beta: 0.75, k: 2, alphaDivided: false };

const classifier = (more: Layer): Layer[] => [
  fc(4096, more),
  relu,
  dropout(0.5),
  fc(4096, more),
  relu,
  dropout(0.5),
  fc(1000, { ...more, initialBias: 0 }),
];

/** Krizhevsky et al. 2012; its two halves met only where a GPU read from the other. */
const alexNet = (groups: number): Layer[] => [
  conv(96, 11, { stride: 4, ...start(0.01) }),
  relu,
  acrossMaps,
  maxPool(3, 2),
  same(256, 5, { groups, ...start(0.01, 1) }),
  relu,
  acrossMaps,
  maxPool(3, 2),
  same(384, 3, start(0.01)),
  relu,
  same(384, 3, { groups, ...start(0.01, 1) }),
  relu,
  same(256, 3, { groups, ...start(0.01, 1) }),
  relu,
  maxPool(3, 2),
  ...classifier(start(0.01, 1)),
];

/** Zeiler and Fergus 2013; `widths` are those of the last three convolutions. */
const zfNet = (widths: readonly number[]): Layer[] => [
  conv(96, 7, { stride: 2, padding: 1, rounding: 'floor', ...start(0.01) }),
  relu,
  overlapping('max'),
  acrossMaps,
  conv(256, 5, { stride: 2, ...start(0.01) }),
  relu,
  overlapping('max'),
  acrossMaps,
  ...widths.flatMap((filters) => [same(filters, 3, start(0.01)), relu]),
  maxPool(3, 2),
  ...classifier(start(0.01)),
];

const xavier = { initial: 'xavierFanIn', initialBias: 0.2, biasRate: 2 };
const last = { ...xavier, initialBias: 0 };
const caffeNorm: Layer = { type: 'lrn', size: 5, alpha: 0.0001, beta: 0.75, k: 1 };

/** GoogLeNet's auxiliary classifier, as Caffe's copy of the net starts it. */
const auxiliary = head(
  averagePool(5, 3),
  conv(128, 1, xavier),
  relu,
  fc(1024, xavier),
  relu,
  dropout(0.7),
  fc(1000, last),
);

const googLeNet: Layer[] = [
  same(64, 7, { stride: 2, rounding: 'floor', ...xavier }),
  relu,
  overlapping('max'),
  caffeNorm,
  conv(64, 1, xavier),
  relu,
  same(192, 3, xavier),
  relu,
  caffeNorm,
  overlapping('max'),
  inception([64, 96, 128, 16, 32, 32], xavier),
  inception([128, 128, 192, 32, 96, 64], xavier),
  overlapping('max'),
  inception([192, 96, 208, 16, 48, 64], xavier),
  auxiliary,
  inception([160, 112, 224, 24, 64, 64], xavier),
  inception([128, 128, 256, 24, 64, 64], xavier),
  inception([112, 144, 288, 32, 64, 64], xavier),
  auxiliary,
  inception([256, 160, 320, 32, 128, 128], xavier),
  overlapping('max'),
  inception([256, 160, 320, 32, 128, 128], xavier),
  inception([384, 192, 384, 48, 128, 128], xavier),
  averagePool(7, 1),
  dropout(0.4),
  fc(1000, last),
];

/** The authors first took weights from shallower nets, and found later that Glorot and Bengio's start does without. */
const glorot = { initial: 'xavier' };

const vgg = (counts: readonly number[]): Layer[] => [
  ...[64, 128, 256, 512, 512].flatMap((filters, i) => vggStage(filters, counts[i], glorot)),
  ...classifier(glorot),
];

/** Whenever the test set got no better, the rate was divided by ten. */
const contest = {
  optimiser: 'sgd',
  learningRate: 0.01,
  schedule: 'plateau',
  momentum: 0.9,
  l2: 0.0005,
  normalise: 'raw',
} as const;

const alexTraining = {
  ...contest,
  batch: 128,
  colourNoise: 0.1,
  testViews: 'ten',
  stopAfterEpochs: 90,
} as const;
/** No filter's root mean square goes beyond 0.1. */
const zfTraining = { ...contest, l2: 0, batch: 128, filterLimit: 0.1, stopAfterEpochs: 70 } as const;

export const imageNetPresets: readonly Preset[] = [
  preset('alexnet', {
    family,
    name: 'AlexNet',
    source: 'Krizhevsky, Sutskever, Hinton 2012',
    data,
    input: square(227),
    published: { measure: 'top5Error', percent: 18.2, on: 'imagenetValidation' },
    unlike: ['sides', 'byHand', 'rateInMotion'],
    layers: alexNet(2),
    training: alexTraining,
  }),
  preset('alexnet-ungrouped', {
    family,
    name: 'AlexNet, one group',
    source: 'after Krizhevsky, Sutskever, Hinton 2012',
    data,
    input: square(227),
    layers: alexNet(1),
    training: alexTraining,
  }),
  preset('zf-net', {
    family,
    name: 'ZF Net',
    source: 'Zeiler, Fergus 2013',
    data,
    input: square(224),
    published: { measure: 'top5Error', percent: 16.5, on: 'imagenetValidation' },
    unlike: ['tenCrops', 'byHand', 'normOfAlexNet'],
    layers: zfNet([384, 384, 256]),
    training: zfTraining,
  }),
  preset('zf-net-b', {
    family,
    name: 'ZF Net, wide',
    source: 'Zeiler, Fergus 2013',
    data,
    input: square(224),
    published: { measure: 'top5Error', percent: 16, on: 'imagenetValidation' },
    unlike: ['tenCrops', 'byHand', 'normOfAlexNet'],
    layers: zfNet([512, 1024, 512]),
    training: zfTraining,
  }),
  preset('googlenet', {
    family,
    name: 'GoogLeNet',
    source: 'Szegedy et al. 2014',
    data,
    input: square(224),
    published: {
      measure: 'top5Error',
      percent: 6.67,
      on: 'imagenetTest',
      averaged: { count: 7, of: 'nets' },
    },
    unlike: ['ofCaffe', 'rateInMotion'],
    layers: googLeNet,
    training: { ...contest, l2: 0.0002, batch: 32, schedule: 'polynomial', power: 0.5, stopAfterEpochs: 60 },
  }),
  ...(
    [
      ['vgg16', 'VGG16', [2, 2, 3, 3, 3], 8.1],
      ['vgg19', 'VGG19', [2, 2, 4, 4, 4], 8],
    ] as const
  ).map(([id, name, counts, percent]) =>
    preset(id, {
      family,
      name,
      source: 'Simonyan, Zisserman 2014',
      data,
      input: square(224),
      published: { measure: 'top5Error', percent, on: 'imagenetValidation' },
      unlike: ['startOfA', 'batch256', 'byHand', 'scales'],
      layers: vgg(counts),
      training: { ...contest, batch: 32, colourNoise: 0.1, stopAfterEpochs: 74 },
    }),
  ),
];
