// Group and layer normalisation. An item is an example: what belongs to a group is summed for each channel first, then
// over the channels of the group, and laid out again for each channel, so that the values pass by in whole vectors.
import { backwardRows, forwardRows, type GroupNormSizes, scratchRow } from '../../../ops/groupNorm.ts';
import type { FunctionBuilder, Local } from '../emit/function.ts';
import { type F32, f32, f32x4, type I32, i32, type V128, v128 } from '../emit/value.ts';
import { type Block, eachBlock, eachChunk, eachRow, loadBlock, type Rows, storeBlock } from './columns.ts';
import { blueprint, type Kernel, type KernelCall } from './kernel.ts';

const { add, sub, mul, const: constant } = f32x4;

type Parameters = Readonly<Record<string, Local<'i32'>>>;

/** One example while it is worked on. */
interface Example {
  f: FunctionBuilder;
  a: GroupNormSizes;
  p: Parameters;
  /** Its part of each tensor [batch, pixels, channels], and of the moments. */
  at: Parameters;
  /** A row of its scratch. */
  row(index: number): I32;
}

/** The addresses of one example; `images` are tensors [batch, pixels, channels]. */
function exampleAt(
  f: FunctionBuilder,
  a: GroupNormSizes,
  p: Parameters,
  images: readonly string[],
  index: I32,
  rows: number,
): Example {
  const part = (role: string, bytes: number) => f.number(i32.add(p[role], i32.mul(index, bytes)));
  const at = Object.fromEntries(images.map((role) => [role, part(role, 4 * a.pixels * a.channels)]));
  const scratch = part('scratch', 4 * rows * scratchRow(a));
  const row = (number: number) => i32.add(scratch, 4 * number * scratchRow(a));
  return { f, a, p, at: { ...at, moments: part('moments', 8 * a.groups) }, row };
}

/** Calls `body` for every block of `width` vectors of chunks of pixels, with a function that loads a row of the scratch for it. */
const eachPart = (
  { f, a, at }: Example,
  tensors: readonly string[],
  width: number,
  body: (pixels: Rows, block: Block, known: (row: I32) => Local<'v128'>[]) => void,
): void => {
  const all = { first: 0, count: a.pixels, rows: a.pixels, channels: a.channels };
  const images = tensors.map((role) => at[role]);
  eachChunk(f, images, all, (pixels) =>
    eachBlock(f, a.channels, width, (block) => body(pixels, block, (row) => loadBlock(f, row, block))),
  );
};

/** Sums `terms` of the values of tensors over all pixels, for each channel, into rows of the scratch. */
function sumPixels(
  example: Example,
  width: number,
  tensors: readonly string[],
  rows: readonly number[],
  prepare: (
    known: (row: I32) => Local<'v128'>[],
  ) => (v: number, values: readonly Local<'v128'>[]) => readonly V128[],
): void {
  const { f, a } = example;
  const values = tensors.map(() => f.local('v128'));
  for (const row of rows) f.clear(example.row(row), 4 * scratchRow(a));
  eachPart(example, tensors, width, (pixels, block, known) => {
    const terms = prepare(known);
    const targets = rows.map((row) => f.number(i32.add(example.row(row), block.offset)));
    const sums = block.lanes.map((_, v) =>
      targets.map((target) => f.local('v128', v128.load(target, 16 * v))),
    );
    eachRow(f, pixels, block, (places) => {
      for (const [v, own] of sums.entries()) {
        for (const [t, place] of places.entries()) f.set(values[t], v128.load(place, 16 * v));
        for (const [s, term] of terms(v, values).entries()) f.set(own[s], add(own[s], term));
      }
    });
    for (const [s, target] of targets.entries())
      for (const [v, own] of sums.entries()) f.storeVector(target, own[s], 16 * v);
  });
}

/** Writes `become` of the values of tensors, for every pixel, into the last of these tensors. */
function eachPixel(
  example: Example,
  width: number,
  tensors: readonly string[],
  prepare: (known: (row: I32) => Local<'v128'>[]) => (v: number, values: readonly Local<'v128'>[]) => V128,
): void {
  const { f } = example;
  const reads = tensors.slice(0, -1);
  const values = reads.map(() => f.local('v128'));
  eachPart(example, tensors, width, (pixels, block, known) => {
    const become = prepare(known);
    eachRow(f, pixels, block, (places) => {
      for (const [v, lanes] of block.lanes.entries()) {
        for (const [t, value] of values.entries()) f.set(value, v128.load(places[t], 16 * v));
        f.storeVector(places[reads.length], become(v, values), 16 * v, lanes);
      }
    });
  });
}

/** Calls `body` for every group, with the byte distance of its moments, and a loop over the offsets of its channels. */
function eachGroup(
  { f, a, at }: Example,
  body: (moments: Local<'i32'>, eachChannel: (visit: (offset: I32) => void) => void) => void,
): void {
  const width = 4 * (a.channels / a.groups);
  const first = f.number(0);
  f.range(0, a.groups, (group) => {
    const moments = f.number(i32.add(at.moments, i32.mul(group, 8)));
    body(moments, (visit) => f.range(first, i32.add(first, width), visit, 4));
    f.increase(first, width);
  });
}

/** The mean over the values of a group of what lies in a row of the scratch, each times a value of `weights`. */
function groupMean(
  { f, a }: Example,
  eachChannel: (visit: (offset: I32) => void) => void,
  row: I32,
  weights?: I32,
): Local<'f32'> {
  const sum = f.local('f32', f32.const(0));
  eachChannel((offset) => {
    const value = f32.load(i32.add(row, offset));
    const term = weights === undefined ? value : f32.mul(value, f32.load(i32.add(weights, offset)));
    f.set(sum, f32.add(sum, term));
  });
  return f.local('f32', f32.mul(sum, f32.const(a.groups / (a.pixels * a.channels))));
}

function forwardOf(example: Example, epsilon: number): void {
  const { f, a, p, row } = example;
  const [sums, means, scales] = [row(0), row(1), row(2)];
  sumPixels(example, 4, ['x'], [0], () => (_, [x]) => [x]);
  eachGroup(example, (moments, eachChannel) => {
    const mean = groupMean(example, eachChannel, sums);
    f.storeFloat(moments, mean);
    eachChannel((offset) => f.storeFloat(i32.add(means, offset), mean));
  });
  sumPixels(example, 4, ['x'], [0], (known) => {
    const mean = known(means);
    return (v, [x]) => {
      f.set(x, sub(x, mean[v]));
      return [mul(x, x)];
    };
  });
  eachGroup(example, (moments, eachChannel) => {
    const variance = groupMean(example, eachChannel, sums);
    const deviation = f32.sqrt(f32.add(variance, f32.const(epsilon)));
    const inverse = f.local('f32', f32.div(f32.const(1), deviation));
    f.storeFloat(moments, inverse, 4);
    eachChannel((offset) =>
      f.storeFloat(i32.add(scales, offset), f32.mul(inverse, f32.load(i32.add(p.gain, offset)))),
    );
  });
  eachPixel(example, Math.min(4, Math.ceil(a.channels / 4)), ['x', 'y'], (known) => {
    const [mean, scale, bias] = [means, scales, p.bias].map(known);
    return (v, [x]) => add(mul(sub(x, mean[v]), scale[v]), bias[v]);
  });
}

export const groupNormForward: Kernel = ({ attributes, address }) => {
  const { epsilon, ...sizes } = attributes;
  const a = sizes as GroupNormSizes;
  const roles = ['x', 'gain', 'bias', 'y', 'moments', 'scratch'];
  const { batch: _, ...shape } = a;
  const module = blueprint(['groupNormForward', shape, epsilon], (builder) => {
    builder.define('groupNormForward', [...roles, 'from', 'to'], (f, p) => {
      f.range(p.from, p.to, (n) => forwardOf(exampleAt(f, a, p, ['x', 'y'], n, forwardRows), epsilon));
    });
  });
  return [{ blueprint: module, entry: 'groupNormForward', args: roles.map(address), items: a.batch }];
};

/** Rows 0 and 1 keep the sums of dy and of dy u for each channel; with `hasDx` what dx is made of is in the others. */
function backwardOf(example: Example, hasDx: boolean): void {
  const { f, p, row } = example;
  const [sums, products, means, scales, bases, slopes] = [0, 1, 2, 3, 4, 5].map(row);
  eachGroup(example, (moments, eachChannel) =>
    eachChannel((offset) => {
      f.storeFloat(i32.add(means, offset), f32.load(moments));
      f.storeFloat(i32.add(scales, offset), f32.load(moments, 4));
    }),
  );
  sumPixels(example, 2, ['x', 'dy'], [0, 1], (known) => {
    const [mean, inverse] = [means, scales].map(known);
    return (v, [x, dy]) => [dy, mul(dy, mul(sub(x, mean[v]), inverse[v]))];
  });
  if (!hasDx) return;
  eachGroup(example, (moments, eachChannel) => {
    const inverse = f.local('f32', f32.load(moments, 4));
    const base = f.local('f32', f32.mul(inverse, groupMean(example, eachChannel, sums, p.gain)));
    const product = groupMean(example, eachChannel, products, p.gain);
    const slope = f.local('f32', f32.mul(f32.mul(inverse, inverse), product));
    eachChannel((offset) => {
      const put = (target: I32, value: F32) => f.storeFloat(i32.add(target, offset), value);
      put(bases, base);
      put(slopes, slope);
      put(scales, f32.mul(inverse, f32.load(i32.add(p.gain, offset))));
    });
  });
  eachPixel(example, 2, ['x', 'dy', 'dx'], (known) => {
    const [mean, scale, base, slope] = [means, scales, bases, slopes].map(known);
    return (v, [x, dy]) => sub(mul(scale[v], dy), add(base[v], mul(slope[v], sub(x, mean[v]))));
  });
}

/** total[c] = the sum over examples of a row of their scratch. */
function sumExamples(f: FunctionBuilder, a: GroupNormSizes, first: I32, total: I32): void {
  eachBlock(f, a.channels, 1, (block) => {
    const sum = f.local('v128', constant(0));
    f.set(sum, constant(0));
    const place = f.number(i32.add(first, block.offset));
    f.range(0, a.batch, () => {
      f.set(sum, add(sum, v128.load(place)));
      f.increase(place, 4 * backwardRows * scratchRow(a));
    });
    storeBlock(f, total, block, [sum]);
  });
}

export const groupNormBackward: Kernel = ({ attributes, has, address }: KernelCall) => {
  const a = attributes as GroupNormSizes;
  const hasDx = has('dx');
  const roles = ['x', 'dy', 'gain', 'moments', 'dx', 'dgain', 'dbias', 'scratch'];
  const module = blueprint(['groupNormBackward', a, Number(hasDx)], (builder) => {
    builder.define('examples', [...roles, 'from', 'to'], (f, p) => {
      const images = hasDx ? ['x', 'dy', 'dx'] : ['x', 'dy'];
      f.range(p.from, p.to, (n) => backwardOf(exampleAt(f, a, p, images, n, backwardRows), hasDx));
    });
    builder.define('parameters', [...roles, 'from', 'to'], (f, p) => {
      f.range(p.from, p.to, () => {
        sumExamples(f, a, p.scratch, p.dbias);
        sumExamples(f, a, i32.add(p.scratch, 4 * scratchRow(a)), p.dgain);
      });
    });
  });
  const args = roles.map((role) => address(role === 'dx' && !hasDx ? 'dy' : role));
  return [
    { blueprint: module, entry: 'examples', args, items: a.batch },
    { blueprint: module, entry: 'parameters', args, items: 1 },
  ];
};
