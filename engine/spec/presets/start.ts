// Small nets to begin with: this playground's, and ConvNetJS's with its own recipe.
import { add, averagePool, concat, conv, fc, type Layer, maxPool, relu, same, vggStage } from './parts.ts';
import { type Preset, preset } from './preset.ts';

const family = 'start';

const sgd = { optimiser: 'sgd', momentum: 0.9, l2: 0.0005, batch: 32 } as const;
const adam = { optimiser: 'adam', l2: 0.0001, batch: 32, shift: 2 } as const;

/** Two 3×3 convolutions added to their own input. */
const residual = (filters: number) => [add([same(filters, 3), relu, same(filters, 3)], []), relu];

/** The four branches of GoogLeNet's module, small: 1×1, 3×3, 5×5, and a pool with a 1×1. */
const inception = (one: number, three: [number, number], five: [number, number], pooled: number) =>
  concat(
    [conv(one, 1), relu],
    [conv(three[0], 1), relu, same(three[1], 3), relu],
    [conv(five[0], 1), relu, same(five[1], 5), relu],
    [maxPool(3, 1, { padding: 1 }), conv(pooled, 1), relu],
  );

/** The net of ConvNetJS's demo. */
const convNetJs = (ofConvolutions: Layer = {}, ofLast: Layer = {}): Layer[] => [
  ...[16, 20, 20].flatMap((filters) => [same(filters, 5, ofConvolutions), relu, maxPool()]),
  fc(10, ofLast),
];

export const startPresets: readonly Preset[] = [
  preset('convnetjs-cifar10', {
    family,
    name: 'ConvNetJS',
    source: 'ConvNetJS, Karpathy 2014',
    published: { measure: 'accuracy', percent: 80, on: 'cifar10', about: true },
    unlike: ['ownTraining'],
    layers: convNetJs(),
    training: { ...sgd, learningRate: 0.01, stopAfterEpochs: 50 },
  }),
  preset('convnetjs-cifar10-adadelta', {
    family: 'cifar',
    name: 'ConvNetJS, its own recipe',
    source: 'ConvNetJS, Karpathy 2014',
    published: { measure: 'accuracy', percent: 80, on: 'cifar10', about: true },
    unlike: ['heldBack', 'sixViews', 'openEnded'],
    layers: convNetJs({ initial: 'lecun', initialBias: 0.1 }, { initial: 'lecun' }),
    // The library adds the decay to the sum of the gradients of a batch, and then divides by its size.
    training: {
      optimiser: 'adadelta',
      learningRate: 1,
      rho: 0.95,
      epsilon: 1e-8,
      l2: 0.0001 / 4,
      batch: 4,
      shift: 2,
      stopAfterEpochs: 50,
    },
  }),
  preset('linear', {
    family,
    name: 'Linear classifier',
    layers: [fc(10)],
    training: { ...sgd, learningRate: 0.002, stopAfterEpochs: 20 },
  }),
  preset('small-vgg', {
    family,
    name: 'Small VGG',
    layers: [...[64, 128, 256].flatMap((filters) => vggStage(filters, 2)), fc(256), relu, fc(10)],
    training: { ...adam, learningRate: 0.0005, stopAfterEpochs: 30 },
  }),
  preset('cifar-vgg16', {
    family,
    name: 'CIFAR VGG16',
    layers: [
      ...[64, 128].flatMap((filters) => vggStage(filters, 2)),
      ...[256, 512, 512].flatMap((filters) => vggStage(filters, 3)),
      fc(512),
      relu,
      fc(10),
    ],
    // Nothing normalises between its 15 layers: weights start as He et al. (2015) have them, and the rate is small.
    training: { ...sgd, learningRate: 0.01, stopAfterEpochs: 60, shift: 2 },
  }),
  preset('small-resnet', {
    family,
    name: 'Small residual net',
    layers: [
      same(16, 3),
      relu,
      ...residual(16),
      maxPool(),
      same(32, 3),
      relu,
      ...residual(32),
      maxPool(),
      same(64, 3),
      relu,
      ...residual(64),
      averagePool(8),
      fc(10),
    ],
    training: { ...adam, learningRate: 0.001, stopAfterEpochs: 50 },
  }),
  preset('small-inception', {
    family,
    name: 'Small Inception net',
    layers: [
      same(16, 3),
      relu,
      maxPool(),
      inception(16, [8, 16], [4, 8], 8),
      maxPool(),
      inception(32, [16, 32], [8, 16], 16),
      averagePool(8),
      fc(10),
    ],
    training: { ...adam, learningRate: 0.001, stopAfterEpochs: 50 },
  }),
];
