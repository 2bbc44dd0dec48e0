// The pieces that classic nets are built of, in the words of a document.

export type Layer = Record<string, unknown>;

export const relu: Layer = { type: 'relu' };
export const tanh: Layer = { type: 'tanh' };
export const gelu: Layer = { type: 'gelu' };

/** A convolution with a square window; stride 1 and no padding unless told. */
export const conv = (filters: number, kernel: number, more: Layer = {}): Layer => ({
  type: 'conv',
  filters,
  kernel,
  ...more,
});

/** A convolution that keeps the size of an image, for odd windows. */
export const same = (filters: number, kernel: number, more: Layer = {}): Layer =>
  conv(filters, kernel, { padding: (kernel - 1) / 2, ...more });

export const fc = (units: number, more: Layer = {}): Layer => ({ type: 'fc', units, ...more });
export const dropout = (rate: number): Layer => ({ type: 'dropout', rate });

export const maxPool = (kernel = 2, stride = kernel, more: Layer = {}): Layer => ({
  type: 'pool',
  kind: 'max',
  kernel,
  stride,
  ...more,
});
export const averagePool = (kernel: number, stride = kernel, more: Layer = {}): Layer =>
  maxPool(kernel, stride, { kind: 'average', ...more });
export const globalAverage: Layer = { type: 'pool', kind: 'average', window: 'global' };
export const globalMax: Layer = { type: 'pool', kind: 'max', window: 'global' };

/** Windows of 3×3 two pixels apart, the last one hanging over: the pools of cuda-convnet and Caffe. */
export const overlapping = (kind: 'max' | 'average'): Layer => maxPool(3, 2, { kind, rounding: 'ceil' });

export const batchNorm = (more: Layer = {}): Layer => ({ type: 'batchNorm', ...more });

export const add = (...branches: Layer[][]): Layer => ({ type: 'parallel', merge: 'add', branches });
/** What comes in goes on, and a stack beside it is an auxiliary head. */
export const head = (...layers: Layer[]): Layer => ({
  type: 'parallel',
  merge: 'head',
  branches: [[], layers],
});
export const concat = (...branches: Layer[][]): Layer => ({ type: 'parallel', merge: 'concat', branches });

/** A stage of VGG: convolutions 3×3 of the same width with their ReLUs, then the image halved. */
export const vggStage = (filters: number, count: number, more: Layer = {}): Layer[] => [
  ...Array.from({ length: count }, () => [same(filters, 3, more), relu]).flat(),
  maxPool(),
];

/** Filters of the branches of GoogLeNet's module: 1×1; 3×3 with its reduction; 5×5 with its; the pool's 1×1. */
export type InceptionWidths = readonly [
  one: number,
  threeReduced: number,
  three: number,
  fiveReduced: number,
  five: number,
  pooled: number,
];

/** GoogLeNet's module (Szegedy et al. 2014): four branches side by side, a ReLU after every convolution. */
export const inception = (
  [one, threeReduced, three, fiveReduced, five, pooled]: InceptionWidths,
  more: Layer = {},
): Layer =>
  concat(
    [conv(one, 1, more), relu],
    [conv(threeReduced, 1, more), relu, same(three, 3, more), relu],
    [conv(fiveReduced, 1, more), relu, same(five, 5, more), relu],
    [maxPool(3, 1, { padding: 1 }), conv(pooled, 1, more), relu],
  );
