// The nets the page offers, each with the training settings it is meant to be trained with. A new preset
// is one entry in this list.
import { type NetworkDocument, parseDocument } from './document.ts';
import { EngineError } from './messages.ts';
import { parseTraining, type TrainingDocument } from './training.ts';

export interface Preset {
  id: string;
  network: NetworkDocument;
  training: TrainingDocument;
}

const input = { height: 32, width: 32, channels: 3 };
const relu = { type: 'relu' };
const maxPool = { type: 'pool' };
const conv = (filters: number, kernel: number, padding: number, stride = 1) => ({
  type: 'conv',
  filters,
  kernel,
  padding,
  stride,
});

/** Conv 3×3 that keeps the size, and its ReLU. */
const conv3 = (filters: number) => [conv(filters, 3, 1), relu];

/** A stage of VGG: convolutions 3×3 of the same width, then the image halved. */
const stage = (filters: number, count: number) => [...Array(count).fill(conv3(filters)).flat(), maxPool];

/** Two 3×3 convolutions added to their own input. */
const residual = (filters: number) => [
  { type: 'parallel', merge: 'add', branches: [[conv(filters, 3, 1), relu, conv(filters, 3, 1)], []] },
  relu,
];

/** The four branches of GoogLeNet's module, small: 1×1, 3×3, 5×5, and a pool with a 1×1. */
const inception = (one: number, three: [number, number], five: [number, number], pooled: number) => ({
  type: 'parallel',
  merge: 'concat',
  branches: [
    [conv(one, 1, 0), relu],
    [conv(three[0], 1, 0), relu, conv(three[1], 3, 1), relu],
    [conv(five[0], 1, 0), relu, conv(five[1], 5, 2), relu],
    [{ type: 'pool', kind: 'max', kernel: 3, stride: 1, padding: 1 }, conv(pooled, 1, 0), relu],
  ],
});

const preset = (
  id: string,
  name: string,
  layers: unknown[],
  training: Partial<TrainingDocument>,
): Preset => ({
  id,
  network: parseDocument({ version: 1, name, input, layers, loss: { type: 'softmax' } }),
  training: parseTraining(training),
});

export const presets: readonly Preset[] = [
  preset(
    'convnetjs-cifar10',
    'ConvNetJS',
    [...[16, 20, 20].flatMap((filters) => [conv(filters, 5, 2), relu, maxPool]), { type: 'fc', units: 10 }],
    { optimiser: 'sgd', learningRate: 0.01, momentum: 0.9, l2: 0.0005, batch: 32, mirror: 'random' },
  ),
  preset('linear', 'Linear classifier', [{ type: 'fc', units: 10 }], {
    optimiser: 'sgd',
    learningRate: 0.002,
    momentum: 0.9,
    l2: 0.0005,
    batch: 32,
  }),
  preset(
    'small-vgg',
    'Small VGG',
    [
      ...[64, 128, 256].flatMap((filters) => stage(filters, 2)),
      { type: 'fc', units: 256 },
      relu,
      { type: 'fc', units: 10 },
    ],
    { optimiser: 'adam', learningRate: 0.0005, l2: 0.0001, batch: 32, mirror: 'random', shift: 2 },
  ),
  preset(
    'cifar-vgg16',
    'CIFAR VGG16',
    [
      ...stage(64, 2),
      ...stage(128, 2),
      ...stage(256, 3),
      ...stage(512, 3),
      ...stage(512, 3),
      { type: 'fc', units: 512 },
      relu,
      { type: 'fc', units: 10 },
    ],
    // Nothing normalises between its 15 layers: weights start as He et al. (2015) have them, and the rate is small.
    {
      optimiser: 'sgd',
      learningRate: 0.01,
      momentum: 0.9,
      l2: 0.0005,
      batch: 32,
      mirror: 'random',
      shift: 2,
    },
  ),
  preset(
    'small-resnet',
    'Small residual net',
    [
      ...conv3(16),
      ...residual(16),
      maxPool,
      ...conv3(32),
      ...residual(32),
      maxPool,
      ...conv3(64),
      ...residual(64),
      { type: 'pool', kind: 'average', kernel: 8, stride: 8 },
      { type: 'fc', units: 10 },
    ],
    { optimiser: 'adam', learningRate: 0.001, l2: 0.0001, batch: 32, mirror: 'random', shift: 2 },
  ),
  preset(
    'small-inception',
    'Small Inception net',
    [
      ...conv3(16),
      maxPool,
      inception(16, [8, 16], [4, 8], 8),
      maxPool,
      inception(32, [16, 32], [8, 16], 16),
      { type: 'pool', kind: 'average', kernel: 8, stride: 8 },
      { type: 'fc', units: 10 },
    ],
    { optimiser: 'adam', learningRate: 0.001, l2: 0.0001, batch: 32, mirror: 'random', shift: 2 },
  ),
];

/** A preset by id; throws EngineError "preset.unknown". */
export function presetOf(id: string): Preset {
  const found = presets.find((one) => one.id === id);
  if (!found) throw new EngineError('preset.unknown', { id, known: presets.map((one) => one.id).join(', ') });
  return found;
}
