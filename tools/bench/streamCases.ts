// Passes of layers that do little with each value they read, and so should run as fast as memory gives: what is timed
// of them, and the bytes that a perfect one moves.
import type { OpName } from '../../engine/ops/index.ts';
import type { OpTensors } from '../../engine/testing/opHarness.ts';

/** A call: the tensor that each role of the op has. */
export interface StreamCall {
  op: OpName;
  attributes: Readonly<Record<string, number>>;
  tensors: Readonly<Record<string, string>>;
}

export interface StreamCase {
  title: string;
  calls: readonly StreamCall[];
  /** Values of each tensor that the calls name. */
  sizes: Readonly<Record<string, number>>;
  /**
   * Bytes of x, y and their gradients, each counted once for being read and once for being written, however often it
   * is. Figures of channels, places of maxima and scratch do not count.
   */
  bytes: number;
  /** The cell that is the place of every maximum, where there are maxima. */
  winner?: number;
}

/**
 * What the tensors of a case hold: numbers from -2 to 2, and the places of maxima. A gradient that is changed in place is
 * 0: another would leave the range of ordinary numbers when it is changed again and again.
 */
export function streamTensors({ sizes, winner = 0 }: StreamCase): OpTensors {
  const some = (count: number) =>
    Float32Array.from({ length: count }, (_, i) => ((i * 7919) % 1009) / 252 - 2);
  const contents = (name: string, count: number) => {
    if (name === 'winner') return new Uint32Array(count).fill(winner);
    return name === 'dx' || name === 'gradient' ? new Float32Array(count) : some(count);
  };
  return Object.fromEntries(
    Object.entries(sizes).map(([name, count]) => [name, contents(name, count)] as const),
  );
}

const values = 2 ** 20;

/** Roles whose tensors have their names. */
const named = (...roles: readonly string[]) => Object.fromEntries(roles.map((role) => [role, role]));

const alike = (roles: readonly string[], count: number) =>
  Object.fromEntries(roles.map((role) => [role, count]));

/** A single call on tensors of `count` values; those of `changed` are read and written. */
function single(
  op: OpName,
  attributes: StreamCall['attributes'],
  roles: readonly string[],
  changed: number,
  { count = values, what = '' } = {},
): StreamCase {
  return {
    title: what ? `${op}, ${what}` : op,
    calls: [{ op, attributes, tensors: named(...roles) }],
    sizes: alike(roles, count),
    bytes: 4 * count * (roles.length + changed),
  };
}

const inPlace = (name: 'relu' | 'leakyRelu' | 'elu' | 'tanh' | 'scaledTanh' | 'sigmoid', settings = {}) => [
  single(`${name}Forward`, { count: values, ...settings }, ['y'], 1),
  single(`${name}Backward`, { count: values, ...settings }, ['y', 'dx'], 1),
];

const gelu = (tanhForm: number) => {
  const [settings, what] = [{ count: values, tanhForm }, { what: tanhForm ? 'by tanh' : 'by erf' }];
  return [
    single('geluForward', settings, ['x', 'y'], 0, what),
    single('geluBackward', settings, ['x', 'dx'], 1, what),
  ];
};

const images = { batch: 32, height: 16, width: 16, channels: 128 };

/** As many values in images of the two shapes where nets look within maps. */
const narrowImages = { ...images, batch: 128, channels: 32 };
const smallImages = { ...narrowImages, batch: 512, height: 8, width: 8 };
/** So few that the second cache holds them: what is no faster with these does not wait for memory. */
const fewImages = { ...narrowImages, batch: 4 };

const lrn = (name: 'lrnAcross' | 'lrnWithin', size: number, shape = images) => {
  const { batch, height, width, channels } = shape;
  const settings = { ...shape, size, alpha: 1e-4 / size, beta: 0.75, k: 1 };
  const of = {
    count: batch * height * width * channels,
    what: `size ${size}, ${batch} of ${height}x${width}x${channels}`,
  };
  return [
    single(`${name}Forward`, settings, ['x', 'y'], 0, of),
    single(`${name}Backward`, settings, ['x', 'dy', 'dx'], 0, of),
  ];
};

function pool(name: 'maxPool' | 'averagePool', kernel: number, stride: number, pad: number): StreamCase[] {
  const out = Math.floor((images.height + 2 * pad - kernel) / stride) + 1;
  const sizes = { inHeight: images.height, inWidth: images.width, outHeight: out, outWidth: out };
  const window = { kernelHeight: kernel, kernelWidth: kernel, strideHeight: stride, strideWidth: stride };
  const { batch, channels } = images;
  const attributes = { batch, channels, ...sizes, ...window, padHeight: pad, padWidth: pad };
  const given = name === 'averagePool' ? { ...attributes, divisor: 0 } : attributes;
  const [before, after] = [values, batch * out * out * channels];
  const pass = (op: OpName, [from, to]: readonly [string, string]): StreamCase => {
    const other = name === 'maxPool' ? ['winner'] : [];
    return {
      title: `${op}, ${kernel}×${kernel}, stride ${stride}, padding ${pad}`,
      calls: [{ op, attributes: given, tensors: named(from, to, ...other) }],
      sizes: { ...alike(['x', 'dx'], before), ...alike(['y', 'dy', 'winner'], after) },
      bytes: 4 * (before + after),
      // The middle, which lies inside the image wherever the window does.
      winner: Math.floor((kernel * kernel) / 2),
    };
  };
  return [pass(`${name}Forward`, ['x', 'y']), pass(`${name}Backward`, ['dy', 'dx'])];
}

function batchNorm(rows: number, channels: number): StreamCase[] {
  const size = { rows, channels };
  const count = rows * channels;
  const ofChannels = alike(['gain', 'bias', 'dgain', 'dbias'], channels);
  const sizes = { ...alike(['x', 'y', 'gradient'], count), ...ofChannels, moments: 3 * channels };
  const title = `${rows} rows of ${channels}`;
  const gradients = named('x', 'moments', 'dgain', 'dbias');
  return [
    {
      title: `batch norm forward, ${title}`,
      calls: [
        { op: 'batchNormMoments', attributes: { ...size, epsilon: 1e-5 }, tensors: named('x', 'moments') },
        {
          op: 'batchNormForward',
          attributes: { ...size, relu: 0 },
          tensors: named('x', 'moments', 'gain', 'bias', 'y'),
        },
      ],
      sizes,
      bytes: 8 * count,
    },
    {
      title: `batch norm backward, ${title}`,
      calls: [
        { op: 'batchNormSums', attributes: size, tensors: { ...gradients, dy: 'gradient' } },
        {
          op: 'batchNormBackward',
          attributes: { ...size, fixed: 0 },
          tensors: { ...gradients, gain: 'gain', dx: 'gradient' },
        },
      ],
      sizes,
      bytes: 12 * count,
    },
  ];
}

/** With one group it is layer normalisation. */
function groupNorm(groups: number): StreamCase[] {
  const { batch, height, width, channels } = images;
  const size = { batch, pixels: height * width, channels, groups };
  const ofChannels = alike(['gain', 'bias', 'dgain', 'dbias'], channels);
  const sizes = { ...alike(['x', 'y', 'dy', 'dx'], values), ...ofChannels, moments: 2 * batch * groups };
  const pass = (op: OpName, settings: object, roles: readonly string[], tensors: number): StreamCase => ({
    title: `${op}, groups ${groups}`,
    calls: [{ op, attributes: { ...size, ...settings }, tensors: named(...roles) }],
    sizes,
    bytes: 4 * values * tensors,
  });
  return [
    pass('groupNormForward', { epsilon: 1e-5 }, ['x', 'gain', 'bias', 'y', 'moments'], 2),
    pass('groupNormBackward', {}, ['x', 'dy', 'gain', 'moments', 'dx', 'dgain', 'dbias'], 3),
  ];
}

/** 64 filters of 3×3×64 for each place of a map of 6×6; the fewer images, the more it waits for its weights. */
function local(batch: number): StreamCase[] {
  const [extent, kernel, channels] = [6, 3, 64];
  const input = { inHeight: extent, inWidth: extent, inChannels: channels };
  const output = { outHeight: extent, outWidth: extent, outChannels: channels };
  const window = { kernelHeight: kernel, kernelWidth: kernel, strideHeight: 1, strideWidth: 1 };
  const attributes = { batch, ...input, ...output, ...window, padHeight: 1, padWidth: 1 };
  const biases = extent * extent * channels;
  const weights = kernel * kernel * channels * biases;
  const maps = batch * biases;
  const sizes = { ...alike(['x', 'y', 'dy', 'dx'], maps), ...alike(['w', 'dw'], weights) };
  const pass = (op: OpName, roles: readonly string[]): StreamCase => ({
    title: `${op}, batch ${batch}`,
    calls: [{ op, attributes, tensors: named(...roles) }],
    sizes,
    bytes: 4 * (weights + 2 * maps),
  });
  return [
    pass('localForward', ['x', 'w', 'y']),
    pass('localBackwardInput', ['dy', 'w', 'dx']),
    pass('localBackwardWeight', ['x', 'dy', 'dw']),
  ];
}

/** The measure of the others. */
function copy(count: number, title: string): StreamCase {
  const whole = { channels: 64, fromChannels: 64, fromOffset: 0, toChannels: 64, toOffset: 0 };
  return {
    title,
    calls: [{ op: 'copyChannels', attributes: { pixels: count / 64, ...whole }, tensors: named('x', 'y') }],
    sizes: alike(['x', 'y'], count),
    bytes: 8 * count,
  };
}

export const streamCases: readonly StreamCase[] = [
  copy(values, 'copy'),
  copy(8 * values, 'copy, 33 MB'),
  ...inPlace('relu'),
  ...inPlace('leakyRelu', { slope: 0.01 }),
  ...inPlace('elu', { alpha: 1 }),
  ...inPlace('tanh'),
  ...inPlace('scaledTanh', { amplitude: 1.7159, steepness: 2 / 3 }),
  ...inPlace('sigmoid'),
  ...gelu(0),
  ...gelu(1),
  ...lrn('lrnAcross', 5),
  ...lrn('lrnAcross', 5, narrowImages),
  ...lrn('lrnWithin', 3),
  ...lrn('lrnWithin', 3, narrowImages),
  ...lrn('lrnWithin', 3, smallImages),
  ...lrn('lrnAcross', 5, fewImages),
  ...lrn('lrnWithin', 3, fewImages),
  ...pool('maxPool', 2, 2, 0),
  ...pool('maxPool', 3, 2, 0),
  ...pool('maxPool', 3, 1, 1),
  ...pool('averagePool', 3, 2, 0),
  ...pool('averagePool', 3, 1, 1),
  ...batchNorm(4096, 32),
  ...batchNorm(16384, 64),
  ...batchNorm(131072, 64),
  ...batchNorm(2048, 512),
  ...groupNorm(1),
  ...groupNorm(32),
  ...local(1),
  ...local(32),
];
