// Batch normalisation. Sums over the batch are split into parts by shape alone, and a single item adds them in order;
// squares are summed around the first row, which lies near the mean, so that one pass over the values is enough.
import { momentParts } from '../../../ops/batchNorm.ts';
import type { FunctionBuilder, Local } from '../emit/function.ts';
import { f32x4, type I32, i32, type V128, v128 } from '../emit/value.ts';
import {
  type Block,
  eachBlock,
  eachChunk,
  eachRow,
  loadBlock,
  type Rows,
  shareOf,
  storeBlock,
} from './columns.ts';
import { blockValues, blueprint, type Kernel, type Phase } from './kernel.ts';

const { add, sub, mul, div, const: constant } = f32x4;
const one = constant(1);

/** Vectors of channels that are summed or normalised together, as many as registers hold beside their figures. */
const blockOf = { sums: 4, forward: 4, backward: 2 };

/** Bytes of a sum for each channel, in whole vectors. */
const sumBytes = (channels: number) => 16 * Math.ceil(channels / 4);

interface Sums {
  name: string;
  rows: number;
  channels: number;
  /** Tensors [rows, channels] that are read, and [channels] rows of figures. */
  reads: readonly string[];
  figures: readonly string[];
  outputs: readonly string[];
  /** Emits what is added to the two sums of a vector; `figures` are that vector's. */
  terms(
    f: FunctionBuilder,
    values: readonly Local<'v128'>[],
    figures: readonly Local<'v128'>[],
  ): [V128, V128];
  /** Emits the results of a vector from its two sums. */
  results(f: FunctionBuilder, sums: readonly Local<'v128'>[], figures: readonly Local<'v128'>[]): V128[];
}

/** Phases that sum over rows: shares of the rows, then one item that adds them and writes the results. */
function sumsOver(
  sums: Sums,
  args: readonly number[],
  scratch: number,
  key: readonly (string | number)[],
): Phase[] {
  const { rows, channels, reads, figures, outputs } = sums;
  const parts = momentParts(sums);
  const bytes = sumBytes(channels);
  const parameters = [...reads, ...figures, ...outputs, 'scratch', 'from', 'to'];
  const module = blueprint([sums.name, rows, channels, ...key], (builder) => {
    builder.define('share', parameters, (f, p) => {
      f.range(p.from, p.to, (part) => {
        const { first, count } = shareOf(f, part, rows, parts);
        const target = f.number(i32.add(p.scratch, i32.mul(part, 2 * bytes)));
        f.clear(target, 2 * bytes);
        const tensors = reads.map((role) => p[role]);
        eachChunk(f, tensors, { first, count, rows, channels }, (chunk) =>
          eachBlock(f, channels, blockOf.sums, (block) => addToSums(f, sums, p, chunk, block, target)),
        );
      });
    });
    builder.define('total', parameters, (f, p) => {
      f.range(p.from, p.to, () => {
        eachBlock(f, channels, 1, (block) => {
          const known = figures.map((role) => loadBlock(f, p[role], block)[0]);
          const totals = [0, 1].map((which) => {
            const total = f.local('v128', constant(0));
            const place = f.number(i32.add(i32.add(p.scratch, which * bytes), block.offset));
            f.range(0, parts, () => {
              f.set(total, add(total, v128.load(place)));
              f.increase(place, 2 * bytes);
            });
            return total;
          });
          for (const [index, value] of sums.results(f, totals, known).entries())
            storeBlock(f, p[outputs[index]], block, [value]);
        });
      });
    });
  });
  const all = [...args, scratch];
  return [
    { blueprint: module, entry: 'share', args: all, items: parts },
    { blueprint: module, entry: 'total', args: all, items: 1 },
  ];
}

/** Adds a block of some rows to its sums, which lie at `target`. */
function addToSums(
  f: FunctionBuilder,
  { channels, figures, terms }: Sums,
  p: Readonly<Record<string, Local<'i32'>>>,
  rows: Rows,
  block: Block,
  target: I32,
): void {
  const known = figures.map((role) => loadBlock(f, p[role], block));
  const place = f.number(i32.add(target, block.offset));
  const placeOf = (v: number, which: number) => 16 * v + which * sumBytes(channels);
  const sums = block.lanes.map((_, v) =>
    [0, 1].map((which) => f.local('v128', v128.load(place, placeOf(v, which)))),
  );
  const values = rows.starts.map(() => f.local('v128'));
  eachRow(f, rows, block, (places) => {
    for (const [v, pair] of sums.entries()) {
      for (const [t, place] of places.entries()) f.set(values[t], v128.load(place, 16 * v));
      const added = terms(
        f,
        values,
        known.map((vectors) => vectors[v]),
      );
      for (const which of [0, 1]) f.set(pair[which], add(pair[which], added[which]));
    }
  });
  for (const [v, pair] of sums.entries())
    for (const which of [0, 1]) f.storeVector(place, pair[which], placeOf(v, which));
}

export const batchNormMoments: Kernel = ({ attributes: { rows, channels, epsilon }, address }) => {
  const [x, moments] = [address('x'), address('moments')];
  const perRow = constant(1 / rows);
  const sums: Sums = {
    name: 'batchNormMoments',
    rows,
    channels,
    reads: ['x'],
    figures: ['first'],
    outputs: ['mean', 'inverse', 'variance'],
    terms(f, [value], [first]) {
      f.set(value, sub(value, first));
      return [value, mul(value, value)];
    },
    results(f, [sum, squares], [first]) {
      const shifted = f.local('v128', mul(sum, perRow));
      const spread = sub(mul(squares, perRow), mul(shifted, shifted));
      const variance = f.local('v128', f32x4.pmax(spread, constant(0)));
      return [add(first, shifted), div(one, f32x4.sqrt(add(variance, constant(epsilon)))), variance];
    },
  };
  const outputs = [0, 1, 2].map((row) => moments + 4 * row * channels);
  return sumsOver(sums, [x, x, ...outputs], address('scratch'), [epsilon]);
};

export const batchNormSums: Kernel = ({ attributes: { rows, channels }, address }) => {
  const moments = address('moments');
  const sums: Sums = {
    name: 'batchNormSums',
    rows,
    channels,
    reads: ['x', 'dy'],
    figures: ['mean', 'inverse'],
    outputs: ['dbias', 'dgain'],
    terms: (_, [x, dy], [mean]) => [dy, mul(dy, sub(x, mean))],
    results: (_, [sum, products], [, inverse]) => [sum, mul(products, inverse)],
  };
  const args = [
    address('x'),
    address('dy'),
    moments,
    moments + 4 * channels,
    address('dbias'),
    address('dgain'),
  ];
  return sumsOver(sums, args, address('scratch'), []);
};

/** A phase over all rows: `prepare` loads what belongs to a block of channels and returns what one vector becomes. */
function overRows(
  name: string,
  roles: readonly string[],
  tensors: readonly string[],
  width: number,
  prepare: (
    f: FunctionBuilder,
    p: Readonly<Record<string, Local<'i32'>>>,
    block: Block,
  ) => (v: number, values: readonly Local<'v128'>[]) => V128,
) {
  return (
    rows: number,
    channels: number,
    key: readonly (string | number)[],
    args: readonly number[],
  ): Phase => {
    const perItem = Math.max(1, Math.floor(blockValues / channels));
    const module = blueprint([name, rows, channels, ...key], (builder) => {
      builder.define(name, [...roles, 'from', 'to'], (f, p) => {
        const values = tensors.map(() => f.local('v128'));
        f.range(p.from, p.to, (item) => {
          const first = f.number(i32.mul(item, perItem));
          const count = f.number(i32.min_u(i32.sub(rows, first), perItem));
          const images = tensors.map((role) => p[role]);
          eachChunk(f, images, { first, count, rows, channels }, (chunk) =>
            eachBlock(f, channels, width, (block) => {
              const become = prepare(f, p, block);
              eachRow(f, chunk, block, (places) => {
                for (const [v, lanes] of block.lanes.entries()) {
                  for (const [t, value] of values.entries()) f.set(value, v128.load(places[t], 16 * v));
                  f.storeVector(places[tensors.length - 1], become(v, values), 16 * v, lanes);
                }
              });
            }),
          );
        });
      });
    });
    return { blueprint: module, entry: name, args, items: Math.ceil(rows / perItem) };
  };
}

export const batchNormForward: Kernel = ({ attributes: { rows, channels, relu }, has, address }) => {
  const [gain, bias] = [has('gain'), has('bias')];
  const roles = ['mean', 'inverse', 'gain', 'bias', 'x', 'y'];
  const phase = overRows('batchNormForward', roles, ['x', 'y'], blockOf.forward, (f, p, block) => {
    const mean = loadBlock(f, p.mean, block);
    const scale = loadBlock(f, p.inverse, block);
    if (gain)
      for (const [v, one] of loadBlock(f, p.gain, block).entries()) f.set(scale[v], mul(scale[v], one));
    const shift = bias ? loadBlock(f, p.bias, block) : null;
    return (v, [x]) => {
      const unit = mul(sub(x, mean[v]), scale[v]);
      const value = shift ? add(unit, shift[v]) : unit;
      return relu ? f32x4.pmax(value, constant(0)) : value;
    };
  });
  const moments = address('moments');
  const optional = (role: string) => (has(role) ? address(role) : moments);
  const args = [
    moments,
    moments + 4 * channels,
    optional('gain'),
    optional('bias'),
    address('x'),
    address('y'),
  ];
  return [phase(rows, channels, [Number(gain), Number(bias), relu], args)];
};

/** dx = scale * dy - (base + slope * (x - mean)), the last three per channel. */
export const batchNormBackward: Kernel = ({ attributes: { rows, channels, fixed }, has, address }) => {
  const [gain, mask] = [has('gain'), has('mask')];
  const roles = ['mean', 'inverse', 'gain', 'dgain', 'dbias', 'x', 'mask', 'dx'];
  const tensors = mask ? ['x', 'mask', 'dx'] : ['x', 'dx'];
  const phase = overRows('batchNormBackward', roles, tensors, blockOf.backward, (f, p, block) => {
    const scale = loadBlock(f, p.inverse, block);
    const mean = loadBlock(f, p.mean, block);
    const slope = loadBlock(f, p.dgain, block);
    const base = loadBlock(f, p.dbias, block);
    const known = gain ? loadBlock(f, p.gain, block) : null;
    for (const [v, inverse] of scale.entries()) {
      f.set(slope[v], mul(slope[v], mul(inverse, constant(1 / rows))));
      f.set(base[v], mul(base[v], constant(1 / rows)));
      if (known) f.set(inverse, mul(inverse, known[v]));
      f.set(slope[v], mul(slope[v], inverse));
      f.set(base[v], mul(base[v], inverse));
    }
    return (v, values) => {
      const [x, masked] = values;
      const scaled = mul(scale[v], values[tensors.length - 1]);
      const share = add(base[v], mul(slope[v], sub(x, mean[v])));
      const dx = fixed ? scaled : sub(scaled, share);
      return mask ? v128.and(dx, f32x4.gt(masked, constant(0))) : dx;
    };
  });
  const moments = address('moments');
  const optional = (role: string, other: string) => address(has(role) ? role : other);
  const args = [
    moments,
    moments + 4 * channels,
    optional('gain', 'moments'),
    address('dgain'),
    address('dbias'),
    address('x'),
    optional('mask', 'x'),
    address('dx'),
  ];
  return [phase(rows, channels, [Number(gain), Number(mask), fixed], args)];
};
