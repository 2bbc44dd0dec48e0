// Kernels of convolution. The three passes are matrix products whose left side is gathered from the
// image on the fly: in tiles of workgroup memory where that is fast, in registers alone elsewhere. Sums
// over the batch are split into parts that are added in a fixed order.
import { partValues, weightSplits } from '../../../ops/convBackwardWeight.ts';
import type { ConvAttributes } from '../../../ops/convGeometry.ts';
import convBackwardInputWgsl from '../../../shaders/convBackwardInput.wgsl?raw';
import convBackwardInputTiledWgsl from '../../../shaders/convBackwardInputTiled.wgsl?raw';
import convBackwardWeightWgsl from '../../../shaders/convBackwardWeight.wgsl?raw';
import convBackwardWeightTiledWgsl from '../../../shaders/convBackwardWeightTiled.wgsl?raw';
import convForwardWgsl from '../../../shaders/convForward.wgsl?raw';
import convForwardTiledWgsl from '../../../shaders/convForwardTiled.wgsl?raw';
import geometryWgsl from '../../../shaders/prelude/geometry.wgsl?raw';
import outerWgsl from '../../../shaders/prelude/outer.wgsl?raw';
import partsWgsl from '../../../shaders/prelude/parts.wgsl?raw';
import reluWgsl from '../../../shaders/prelude/relu.wgsl?raw';
import storedWgsl from '../../../shaders/prelude/stored.wgsl?raw';
import tileWgsl from '../../../shaders/prelude/tile.wgsl?raw';
import sumWeightsWgsl from '../../../shaders/sumWeights.wgsl?raw';
import sumWeightsAndBiasWgsl from '../../../shaders/sumWeightsAndBias.wgsl?raw';
import {
  type Access,
  type Dispatch,
  flatShader,
  fold,
  grid,
  type Kernel,
  type KernelContext,
  type Shader,
  shader,
  type Way,
} from './kernel.ts';

/** The two shaders of one pass. */
interface Variants {
  registers: Shader;
  tiled: Shader;
}

const variants = (
  name: string,
  bindings: Record<string, Access>,
  registers: string,
  tiled: string,
): Variants => ({
  registers: flatShader(name, bindings, storedWgsl, geometryWgsl, outerWgsl, reluWgsl, registers),
  tiled: shader(`${name}Tiled`, bindings, storedWgsl, geometryWgsl, outerWgsl, reluWgsl, tileWgsl, tiled),
});

/** The product a pass computes: `rows` by `channels` in each group, in `parts` shares of the sum. */
interface Product {
  rows: number;
  channels: number;
  parts?: number;
}

/** Rows, and channels, of a thread of the register kernels. */
const threadTile = 8;
/** Rows, and channels at most and at least, of a workgroup of the tiled kernels. */
const tileRows = 64;
const wideChannels = 64;
const narrowChannels = 32;
/** Wide tiles do more work per value read, but are worth it only if there are enough to fill a device. */
const enoughTiles = 32;

const countTiles = ({ rows, channels, parts = 1 }: Product, tile: number, tileChannels: number): number =>
  parts * Math.ceil(rows / tile) * Math.ceil(channels / tileChannels);

/** The ways to compute a product that may be the fastest, the likeliest first. */
function waysOf({ attributes: { groups }, fastWorkgroupMemory }: KernelContext, product: Product): Way[] {
  if (groups > 1) return ['registers'];
  const fitsWide = product.channels > narrowChannels;
  const wideFirst = fitsWide && countTiles(product, tileRows, wideChannels) >= enoughTiles;
  const tiled: Way[] = wideFirst ? ['wide', 'narrow'] : fitsWide ? ['narrow', 'wide'] : ['narrow'];
  return fastWorkgroupMemory ? [...tiled, 'registers'] : ['registers', ...tiled];
}

function dispatchProduct(
  { registers, tiled }: Variants,
  context: KernelContext,
  product: Product,
  constants: Record<string, number> = {},
): Dispatch {
  const { groups, ...geometry } = context.attributes;
  const [likeliest] = waysOf(context, product);
  const way = context.way ?? likeliest;
  if (way === 'registers')
    return {
      shader: registers,
      constants: { groups, ...geometry, ...constants },
      workgroups: grid(groups * countTiles(product, threadTile, threadTile)),
    };
  const width = way === 'wide' ? wideChannels : narrowChannels;
  return {
    shader: tiled,
    constants: { ...geometry, ...constants, wide: Number(way === 'wide') },
    workgroups: fold(countTiles(product, tileRows, width)),
  };
}

const forward = variants(
  'convForward',
  { x: 'read', w: 'read', bias: 'read', y: 'read_write' },
  convForwardWgsl,
  convForwardTiledWgsl,
);

const forwardProduct = ({ attributes: a }: KernelContext): Product => ({
  rows: a.batch * a.outHeight * a.outWidth,
  channels: a.outChannels / a.groups,
});

export const convForward: Kernel = {
  shaders: [forward.registers, forward.tiled],
  ways: (context) => waysOf(context, forwardProduct(context)),
  dispatches(context) {
    const hasBias = 'bias' in context.tensors;
    const product = forwardProduct(context);
    const dispatch = dispatchProduct(forward, context, product, { hasBias: Number(hasBias) });
    // Without a bias its binding shows the weights, and nothing reads it.
    return [hasBias ? dispatch : { ...dispatch, roles: { bias: 'w' } }];
  },
};

const input = variants(
  'convBackwardInput',
  { dy: 'read', w: 'read', mask: 'read', dx: 'read_write' },
  convBackwardInputWgsl,
  convBackwardInputTiledWgsl,
);

const inputProduct = ({ attributes: a }: KernelContext): Product => ({
  rows: a.batch * a.inHeight * a.inWidth,
  channels: a.inChannels / a.groups,
});

export const convBackwardInput: Kernel = {
  shaders: [input.registers, input.tiled],
  ways: (context) => waysOf(context, inputProduct(context)),
  dispatches(context) {
    const hasMask = 'mask' in context.tensors;
    const product = inputProduct(context);
    const dispatch = dispatchProduct(input, context, product, { hasMask: Number(hasMask) });
    // Without a mask its binding shows the weights, and nothing reads it.
    return [hasMask ? dispatch : { ...dispatch, roles: { mask: 'w' } }];
  },
};

const weight = variants(
  'convBackwardWeight',
  { x: 'read', dy: 'read', parts: 'read_write', dbias: 'read_write' },
  convBackwardWeightWgsl,
  convBackwardWeightTiledWgsl,
);

const weightSum = flatShader('sumWeights', { scratch: 'read', dw: 'read_write' }, partsWgsl, sumWeightsWgsl);
const weightAndBiasSum = flatShader(
  'sumWeightsAndBias',
  { scratch: 'read', dw: 'read_write', dbias: 'read_write' },
  partsWgsl,
  sumWeightsAndBiasWgsl,
);

/** Weights of one output channel. */
const weightRows = (a: ConvAttributes): number => a.kernelHeight * a.kernelWidth * (a.inChannels / a.groups);

function weightProduct({ attributes, tensors }: KernelContext): Product & { parts: number } {
  const a = attributes as ConvAttributes;
  const rows = weightRows(a) + Number('dbias' in tensors);
  return { rows, channels: a.outChannels / a.groups, parts: weightSplits(a) };
}

export const convBackwardWeight: Kernel = {
  shaders: [weight.registers, weight.tiled, weightSum, weightAndBiasSum],
  ways: (context) => waysOf(context, weightProduct(context)),
  dispatches(context) {
    const a = context.attributes as ConvAttributes;
    const hasBias = 'dbias' in context.tensors;
    const product = weightProduct(context);
    const splits = product.parts;
    const dispatch = dispatchProduct(weight, context, product, { splits, hasBias: Number(hasBias) });
    // One of the tensors that the sums would go to is not written: another stands in for it.
    if (splits === 1) return [{ ...dispatch, roles: { parts: 'dw', dbias: hasBias ? 'dbias' : 'scratch' } }];
    const products = { ...dispatch, roles: { parts: 'scratch', dbias: 'dw' } };
    const sums = {
      shader: hasBias ? weightAndBiasSum : weightSum,
      constants: { parts: splits, partLength: partValues(a), weights: weightRows(a) * a.outChannels },
      workgroups: grid(partValues(a)),
    };
    return [products, sums];
  },
};
