// A pair of nets after the winners of Kaggle's right whale contest (deepsense.io 2016): one finds where in a picture the
// animal is, the picture is cropped there, and the other tells which it is. Here a CIFAR image lies on an empty canvas.
import { batchNorm, dropout, fc, type Layer, maxPool, relu, same } from './parts.ts';
import { type Preset, preset, square } from './preset.ts';

const family = 'cifar';
const source = 'after deepsense.io 2016';

const convolution = (filters: number): Layer[] => [same(filters, 3, { bias: false }), batchNorm(), relu];
const halved: Layer = maxPool(3, 2, { padding: 1, rounding: 'floor' });

/** Their rate falls by 0.45 % with every epoch. */
const training = {
  optimiser: 'sgd',
  learningRate: 0.01,
  schedule: 'exponential',
  dropEvery: 1,
  dropFactor: 0.9955,
  momentum: 0.9,
  l2: 0.0005,
  batch: 64,
  normalise: 'standard',
} as const;

export const whalePresets: readonly Preset[] = [
  preset('whale-localiser', {
    family,
    name: 'Whale localiser',
    source,
    input: square(64),
    unlike: ['oneLocaliser'],
    layers: [...[16, 64, 64].flatMap((filters) => [...convolution(filters), halved]), fc(64)],
    // What lies on an empty field is found within an epoch.
    training: { ...training, place: 'random', target: 'place', stopAfterEpochs: 2 },
  }),
  // Theirs has eleven convolutions for pictures of 256×256; here are the first seven, which end in a map of 2×2. The
  // localiser is off by up to half a cell, which the shift covers.
  preset('whale-classifier', {
    family,
    name: 'Whale classifier',
    source,
    unlike: ['sevenLayers'],
    layers: [
      ...[[32], [64], [64, 128, 128], [256, 256]].flatMap((stage) => [
        ...stage.flatMap((filters) => convolution(filters)),
        halved,
      ]),
      dropout(0.5),
      fc(10),
    ],
    training: { ...training, shift: 4, zoom: 1.3, rotation: 8, stopAfterEpochs: 500 },
  }),
];
