// The CIFAR-10 nets of cuda-convnet (Krizhevsky 2011), and the two that Caffe made of them. They read raw pixels minus
// their mean, which is why the first weights start so small.
import { fc, type Layer, overlapping, relu, same } from './parts.ts';
import { type Preset, preset, square } from './preset.ts';

const family = 'cifar';
/** Biases learn twice as fast as weights. */
const gaussian = (initialScale: number, more: Layer = {}) => ({
  initial: 'gaussian',
  initialScale,
  biasRate: 2,
  ...more,
});

const [maxPool, averagePool] = [overlapping('max'), overlapping('average')];

/** Three convolutions 5×5; `between` stands after the first two pools, and `more` is said of each convolution. */
const trunk = (between: Layer[] = [], more: Layer = {}, ofLast: Layer = {}) => [
  same(32, 5, gaussian(0.0001, more)),
  maxPool,
  relu,
  ...between,
  same(32, 5, gaussian(0.01, more)),
  relu,
  averagePool,
  ...between,
  same(64, 5, gaussian(0.01, { ...more, ...ofLast })),
  relu,
  averagePool,
];

/** Caffe decays biases too, unless told. */
const caffe = { biasDecay: 1 };

/** The decay of a layer as its source has it, over that of the net. */
const decay = (own: number, common = 0.004) => ({ weightDecay: own / common });

/** Within a map, 3×3 pixels; the coefficient is divided by 9. */
const withinMap = { type: 'lrn', region: 'within', size: 3, alpha: 5e-5, beta: 0.75, k: 1 };
/** Across 9 maps. */
const acrossMaps = { type: 'lrn', region: 'across', size: 9, alpha: 0.001, beta: 0.75, k: 1 };

const local = (filters: number) => ({
  type: 'local',
  filters,
  kernel: 3,
  padding: 1,
  ...gaussian(0.04),
});

/** The first two convolutions of the nets with local layers do not decay. */
const early = (initialScale: number) => same(64, 5, gaussian(initialScale, decay(0)));

const common = {
  optimiser: 'sgd',
  learningRate: 0.001,
  momentum: 0.9,
  batch: 128,
  normalise: 'raw',
  schedule: 'multistep',
} as const;

/** The first nets see every image as it is; those with local layers a random 24×24 of it, and ten of those at the end. */
const plain = { ...common, mirror: 'off' } as const;
const cropped = { ...common, testViews: 'ten' } as const;
/** Ten times smaller steps at the end, and again smaller ones. */
const drops = (...[drop1, drop2, stopAfterEpochs]: readonly [number, number, number]) => ({
  drop1,
  drop2,
  stopAfterEpochs,
});

export const cudaConvnetPresets: readonly Preset[] = [
  preset('cuda-convnet-80sec', {
    family,
    name: 'cuda-convnet, 80 seconds',
    source: 'cuda-convnet, Krizhevsky 2011',
    published: { measure: 'error', percent: 26, on: 'cifar10' },
    unlike: ['fixedOrder', 'lengthOfCaffe', 'rateInMotion'],
    layers: [...trunk(), fc(64, gaussian(0.1, decay(0.03))), relu, fc(10, gaussian(0.1, decay(0.03)))],
    training: { ...plain, ...drops(8, 0, 10), l2: 0.004 },
  }),
  preset('caffe-quick', {
    family,
    name: 'Caffe, quick',
    source: 'Caffe, BVLC',
    published: { measure: 'accuracy', percent: 75, on: 'cifar10', about: true },
    unlike: ['fixedOrder', 'rateInMotion'],
    layers: [...trunk([], caffe), fc(64, gaussian(0.1, caffe)), fc(10, gaussian(0.1, caffe))],
    training: { ...plain, ...drops(8, 0, 10), l2: 0.004, batch: 100 },
  }),
  preset('cuda-convnet-19pct', {
    family,
    name: 'cuda-convnet, 19 %',
    source: 'cuda-convnet, Krizhevsky 2011',
    published: { measure: 'error', percent: 19, on: 'cifar10' },
    unlike: ['fixedOrder', 'scheduleOf18', 'rateInMotion'],
    layers: [...trunk(), fc(10, gaussian(0.01, decay(3)))],
    training: { ...plain, ...drops(120, 130, 140), l2: 0.004 },
  }),
  preset('cuda-convnet-18pct', {
    family,
    name: 'cuda-convnet, 18 %',
    source: 'cuda-convnet, Krizhevsky 2011',
    published: { measure: 'error', percent: 18, on: 'cifar10' },
    unlike: ['fixedOrder', 'rateInMotion'],
    layers: [...trunk([withinMap]), fc(10, gaussian(0.01, decay(1)))],
    training: { ...plain, ...drops(120, 130, 140), l2: 0.004 },
  }),
  preset('caffe-full', {
    family,
    name: 'Caffe, full',
    source: 'Caffe, BVLC',
    published: { measure: 'accuracy', percent: 81, on: 'cifar10', about: true },
    unlike: ['fixedOrder', 'rateInMotion'],
    layers: [...trunk([withinMap], caffe, { biasRate: 1 }), fc(10, gaussian(0.01, decay(1)))],
    training: { ...plain, ...drops(120, 130, 140), l2: 0.004, batch: 100 },
  }),
  preset('conv-local-13pct', {
    family,
    name: 'cuda-convnet, local, 13 %',
    source: 'cuda-convnet, Krizhevsky 2011',
    input: square(24),
    published: { measure: 'error', percent: 13, on: 'cifar10' },
    unlike: ['fixedOrder', 'heldBackFirst', 'meanOfMiddle', 'rateInMotion'],
    layers: [
      early(0.0001),
      relu,
      maxPool,
      early(0.01),
      relu,
      maxPool,
      local(32),
      relu,
      local(32),
      relu,
      fc(10, gaussian(0.01)),
    ],
    training: { ...cropped, ...drops(140, 150, 160), l2: 0.004 },
  }),
  preset('conv-local-11pct', {
    family,
    name: 'cuda-convnet, local, 11 %',
    source: 'cuda-convnet, Krizhevsky 2011',
    input: square(24),
    published: { measure: 'error', percent: 11, on: 'cifar10' },
    unlike: ['fixedOrder', 'heldBackFirst', 'meanOfMiddle', 'rateInMotion'],
    layers: [
      early(0.0001),
      relu,
      maxPool,
      acrossMaps,
      early(0.01),
      relu,
      acrossMaps,
      maxPool,
      local(64),
      relu,
      local(32),
      relu,
      fc(10, gaussian(0.01, decay(0.01))),
    ],
    training: { ...cropped, ...drops(500, 510, 520), l2: 0.004 },
  }),
];
