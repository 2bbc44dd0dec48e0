// Nets for handwritten digits: LeNet-5 and those that tutorials made of it.
import { averagePool, conv, fc, maxPool, relu, same, tanh } from './parts.ts';
import { type Preset, preset, square } from './preset.ts';

const family = 'digits';
const data = 'mnist';
/** A mirrored digit is another sign. */
const mirror = 'off';
/** The field of 32×32 around a digit of 28×28 is background, as the digit's own edge is. */
const fill = 'reflect';
const scaledTanh = { type: 'scaledTanh' };

/** LeCun et al. 1998 start weights evenly between ±2.4 / inputs; those of a partly connected layer are counted as a mean. */
const lecun = (inputs: number) => ({ initial: 'uniform', initialScale: 2.4 / inputs });

/** Glorot and Bengio's bound as the Theano tutorial has it: a pool of 4 pixels takes a quarter of the outputs. */
const theano = (inputs: number, outputs: number) => ({
  initial: 'uniform',
  initialScale: Math.sqrt(6 / (inputs + outputs)),
});

/** Biases learn twice as fast as weights, and decay with them. */
const caffe = { initial: 'xavierFanIn', biasRate: 2, biasDecay: 1 };

/** Of an iteration with 64 of the 60,000 digits. */
const caffeEpochs = 64 / 60_000;

export const digitPresets: readonly Preset[] = [
  preset('lenet5', {
    family,
    name: 'LeNet-5, 1998',
    source: 'LeCun, Bottou, Bengio, Haffner 1998',
    data,
    input: square(32, 1),
    // The Euclidean units of the output lie at fixed codes of +1 and -1, all equally far from 0: under a softmax of
    // negative distances they are weights that do not learn.
    published: { measure: 'error', percent: 0.95, on: 'mnist' },
    unlike: ['ratesOfWeights', 'fourDrops', 'codes'],
    layers: [
      conv(6, 5, lecun(25)),
      scaledTanh,
      { type: 'subsample' },
      scaledTanh,
      { type: 'partialConv', table: 'lenet5', kernel: 5, ...lecun((25 * 60) / 16) },
      scaledTanh,
      { type: 'subsample' },
      scaledTanh,
      conv(120, 5, lecun(400)),
      scaledTanh,
      fc(84, lecun(120)),
      scaledTanh,
      fc(10, { bias: false, frozen: true, initial: 'signs', initialScale: 1 }),
    ],
    training: {
      optimiser: 'sgd',
      learningRate: 0.0005,
      momentum: 0,
      l2: 0,
      batch: 1,
      // 5, 2, 1, 0.5 and 0.1 ten-thousandths in the paper, changed after 2, 5, 8 and 12 of 20 passes.
      schedule: 'multistep',
      drop1: 2,
      drop2: 5,
      drop3: 8,
      dropFactor: 0.45,
      stopAfterEpochs: 20,
      mirror,
      fill,
      normalise: 'standard',
    },
  }),
  preset('lenet5-full', {
    family,
    name: 'LeNet-5, all connections',
    source: 'after LeCun, Bottou, Bengio, Haffner 1998',
    data,
    input: square(32, 1),
    layers: [
      conv(6, 5, { initial: 'lecun' }),
      tanh,
      averagePool(2),
      conv(16, 5, { initial: 'lecun' }),
      tanh,
      averagePool(2),
      conv(120, 5, { initial: 'lecun' }),
      tanh,
      fc(84, { initial: 'lecun' }),
      tanh,
      fc(10, { initial: 'lecun' }),
    ],
    training: {
      optimiser: 'sgd',
      learningRate: 0.02,
      momentum: 0.9,
      l2: 0,
      batch: 32,
      stopAfterEpochs: 20,
      mirror,
      fill,
      normalise: 'standard',
    },
  }),
  preset('theano-lenet', {
    family,
    name: 'Theano LeNet',
    source: 'DeepLearning.net tutorial',
    data,
    input: square(28, 1),
    published: { measure: 'error', percent: 0.92, on: 'mnist' },
    unlike: ['heldBack', 'stopsEarly'],
    layers: [
      conv(20, 5, theano(25, 125)),
      maxPool(),
      tanh,
      conv(50, 5, theano(500, 312.5)),
      maxPool(),
      tanh,
      fc(500, { initial: 'xavier' }),
      tanh,
      fc(10, { initial: 'constant', initialScale: 0 }),
    ],
    training: {
      optimiser: 'sgd',
      learningRate: 0.1,
      momentum: 0,
      l2: 0,
      batch: 500,
      stopAfterEpochs: 200,
      mirror,
      normalise: 'unit',
    },
  }),
  preset('caffe-lenet', {
    family,
    name: 'Caffe LeNet',
    source: 'Caffe, BVLC',
    data,
    input: square(28, 1),
    published: { measure: 'accuracy', percent: 99.1, on: 'mnist', about: true },
    unlike: ['by256', 'fixedOrder', 'rateInMotion'],
    layers: [
      conv(20, 5, caffe),
      maxPool(),
      conv(50, 5, caffe),
      maxPool(),
      fc(500, caffe),
      relu,
      fc(10, caffe),
    ],
    training: {
      optimiser: 'sgd',
      learningRate: 0.01,
      // Caffe's (1 + 0.0001 * iteration)^-0.75, for 10,000 iterations.
      schedule: 'inverse',
      dropEvery: 10_000 * caffeEpochs,
      stopAfterEpochs: 10_000 * caffeEpochs,
      power: 0.75,
      momentum: 0.9,
      l2: 0.0005,
      batch: 64,
      mirror,
      normalise: 'unit',
    },
  }),
  preset('convnetjs-mnist', {
    family,
    name: 'ConvNetJS, digits',
    source: 'ConvNetJS, Karpathy 2014',
    data,
    input: square(24, 1),
    published: { measure: 'accuracy', percent: 99, on: 'mnist', about: true },
    unlike: ['fourViews', 'openEnded'],
    layers: [
      same(8, 5, { initial: 'lecun', initialBias: 0.1 }),
      relu,
      maxPool(),
      same(16, 5, { initial: 'lecun', initialBias: 0.1 }),
      relu,
      maxPool(3),
      fc(10, { initial: 'lecun' }),
    ],
    training: {
      optimiser: 'adadelta',
      learningRate: 1,
      rho: 0.95,
      epsilon: 1e-8,
      l2: 0.001 / 20,
      batch: 20,
      stopAfterEpochs: 10,
      mirror,
    },
  }),
];
