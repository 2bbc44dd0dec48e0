// Kernels that make a batch out of bytes. A data set larger than one binding is seen in chunks of whole
// records, one dispatch each; a row of the batch is written by the chunk that holds its record.
import { elements, tensorAlignment } from '../../../plan/plan.ts';
import cutoutWgsl from '../../../shaders/cutout.wgsl?raw';
import drawTransformsWgsl from '../../../shaders/drawTransforms.wgsl?raw';
import gatherBatchWgsl from '../../../shaders/gatherBatch.wgsl?raw';
import gatherRangeWgsl from '../../../shaders/gatherRange.wgsl?raw';
import imageWgsl from '../../../shaders/prelude/image.wgsl?raw';
import middleWgsl from '../../../shaders/prelude/middle.wgsl?raw';
import orderWgsl from '../../../shaders/prelude/order.wgsl?raw';
import randomWgsl from '../../../shaders/prelude/random.wgsl?raw';
import runStateWgsl from '../../../shaders/prelude/runState.wgsl?raw';
import storedWgsl from '../../../shaders/prelude/stored.wgsl?raw';
import warpBatchWgsl from '../../../shaders/warpBatch.wgsl?raw';
import {
  type Access,
  flatShader,
  grid,
  type Kernel,
  type KernelContext,
  type Shader,
  simpleKernel,
} from './kernel.ts';

const bindings: Record<string, Access> = {
  images: 'read',
  imageLabels: 'read',
  scale: 'read',
  mean: 'read',
  state: 'read',
  x: 'read_write',
  labels: 'read_write',
};

interface Chunk {
  firstRecord: number;
  endRecord: number;
  /** Bytes bound before the first record, since bindings start at multiples of 256. */
  skippedBytes: number;
  range: { from: number; bytes: number };
}

const roundUp = (bytes: number, to: number) => Math.ceil(bytes / to) * to;

/** Chunks of whole records of `recordBytes` bytes, none larger than `maxBindingBytes`. */
export function chunksOf(records: number, recordBytes: number, maxBindingBytes: number): Chunk[] {
  const perChunk = Math.floor((maxBindingBytes - tensorAlignment - 4) / recordBytes);
  const whole = records * recordBytes <= maxBindingBytes;
  const step = whole ? records : Math.max(1, perChunk);
  const chunks: Chunk[] = [];
  for (let firstRecord = 0; firstRecord < records; firstRecord += step) {
    const endRecord = Math.min(records, firstRecord + step);
    const start = firstRecord * recordBytes;
    const from = Math.floor(start / tensorAlignment) * tensorAlignment;
    const bytes = roundUp(endRecord * recordBytes - from, 4);
    chunks.push({ firstRecord, endRecord, skippedBytes: start - from, range: { from, bytes } });
  }
  return chunks;
}

const gatherKernel = (one: Shader): Kernel => ({
  shaders: [one],
  dispatches({ attributes, tensors, maxBindingBytes }: KernelContext) {
    const { batch, height, width, imageHeight, imageWidth, imageChannels } = attributes;
    const recordBytes = imageHeight * imageWidth * imageChannels;
    const chunks = chunksOf(elements(tensors.images) / recordBytes, recordBytes, maxBindingBytes);
    const hasMean = 'mean' in tensors;
    // A binding must show something: without a mean image it is the scales, and nothing reads it.
    const roles: Record<string, string> = hasMean ? {} : { mean: 'scale' };
    return chunks.map(({ range, ...place }) => ({
      shader: one,
      constants: { ...attributes, hasMean: Number(hasMean), ...place },
      workgroups: grid(batch * height * width),
      roles,
      ranges: { images: range },
    }));
  },
});

/** What reads stored images: pieces that both ways of choosing them share, and those of one. */
const reader = (name: string, ...sources: readonly string[]): Kernel =>
  gatherKernel(
    flatShader(name, bindings, storedWgsl, runStateWgsl, randomWgsl, middleWgsl, imageWgsl, ...sources),
  );

export const gatherBatch = reader('gatherBatch', orderWgsl, gatherBatchWgsl);
export const gatherRange = reader('gatherRange', gatherRangeWgsl);

export const drawTransforms = simpleKernel(
  flatShader(
    'drawTransforms',
    { state: 'read', settings: 'read', transforms: 'read_write' },
    runStateWgsl,
    randomWgsl,
    middleWgsl,
    orderWgsl,
    drawTransformsWgsl,
  ),
  ({ batch, height, width, imageHeight, imageWidth, imageChannels, scatter }) => ({
    constants: { batch, height, width, imageHeight, imageWidth, imageChannels, scatter },
    workgroups: grid(batch),
  }),
);

export const warpBatch = gatherKernel(
  flatShader(
    'warpBatch',
    {
      images: 'read',
      imageLabels: 'read',
      scale: 'read',
      mean: 'read',
      state: 'read',
      transforms: 'read',
      x: 'read_write',
      labels: 'read_write',
    },
    storedWgsl,
    runStateWgsl,
    randomWgsl,
    middleWgsl,
    imageWgsl,
    orderWgsl,
    warpBatchWgsl,
  ),
);

export const cutout = simpleKernel(
  flatShader('cutout', { state: 'read', x: 'read_write' }, storedWgsl, runStateWgsl, randomWgsl, cutoutWgsl),
  (a) => ({ constants: a, workgroups: grid(a.batch * a.height * a.width) }),
);
