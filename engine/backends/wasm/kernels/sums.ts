// Sums that many values flow into. They are split into parts by shape alone and the parts are added in
// order, so that a sum is the same to the bit however many threads worked on it.
import { normBlock, normParts } from '../../../ops/metrics.ts';
import { f32, f32x4, i32, v128 } from '../emit/value.ts';
import { blueprint, type Kernel, type Phase } from './kernel.ts';

/** Values of one item of a phase that adds parts. */
const partBlock = 1024;

/** addParts(parts, total, count, values, from, to): total[i] = the sum of parts[p][i] over p. */
const addPartsModule = blueprint('addParts', (module) => {
  module.define('addParts', ['parts', 'total', 'count', 'values', 'from', 'to'], (f, p) => {
    const end = f.number(i32.min_u(i32.mul(p.to, partBlock), p.values));
    f.range(
      i32.mul(p.from, partBlock),
      end,
      (index) => {
        const place = f.number(i32.add(p.parts, i32.mul(index, 4)));
        const sum = f.local('v128', v128.load(place));
        f.range(1, p.count, () => {
          f.increase(place, i32.mul(p.values, 4));
          f.set(sum, f32x4.add(sum, v128.load(place)));
        });
        f.storeVector(i32.add(p.total, i32.mul(index, 4)), sum);
      },
      4,
    );
  });
});

/** total[0..values-1] = the sum of `count` parts that lie one after the other. */
const addParts = (parts: number, total: number, count: number, values: number): Phase => ({
  blueprint: addPartsModule,
  entry: 'addParts',
  args: [parts, total, count, values],
  items: Math.ceil(values / partBlock),
});

/** sumRows(dy, parts, rows, channels, count, from, to): parts[p][c] = the sum of dy[row][c], a share of rows. */
const sumRowsModule = blueprint('sumRows', (module) => {
  module.define('sumRows', ['dy', 'parts', 'rows', 'channels', 'count', 'from', 'to'], (f, p) => {
    const bytes = f.number(i32.mul(p.channels, 4));
    f.range(p.from, p.to, (part) => {
      const first = f.number(i32.div_u(i32.mul(part, p.rows), p.count));
      const rows = f.number(i32.sub(i32.div_u(i32.mul(i32.add(part, 1), p.rows), p.count), first));
      const source = f.number(i32.add(p.dy, i32.mul(first, bytes)));
      const target = f.number(i32.add(p.parts, i32.mul(part, bytes)));
      // Parts lie close together: a last vector that is not whole would write into the next part.
      const whole = f.number(i32.and(bytes, ~15));
      f.range(
        0,
        whole,
        (c) => {
          const place = f.number(i32.add(source, c));
          const sum = f.local('v128', f32x4.const(0));
          f.range(0, rows, () => {
            f.set(sum, f32x4.add(sum, v128.load(place)));
            f.increase(place, bytes);
          });
          f.storeVector(i32.add(target, c), sum);
        },
        16,
      );
      f.range(
        whole,
        bytes,
        (c) => {
          const place = f.number(i32.add(source, c));
          const sum = f.local('f32', f32.const(0));
          f.range(0, rows, () => {
            f.set(sum, f32.add(sum, f32.load(place)));
            f.increase(place, bytes);
          });
          f.storeFloat(i32.add(target, c), sum);
        },
        4,
      );
    });
  });
});

/** total[c] = the sum of source[row][c] over all rows, by way of `parts` partial sums where there is more than one. */
export function sumRows(
  source: number,
  rows: { count: number; channels: number },
  parts: number,
  partial: number,
  total: number,
): Phase[] {
  const { count, channels } = rows;
  const target = parts > 1 ? partial : total;
  const sums: Phase = {
    blueprint: sumRowsModule,
    entry: 'sumRows',
    args: [source, target, count, channels, parts],
    items: parts,
  };
  return parts > 1 ? [sums, addParts(partial, total, parts, channels)] : [sums];
}

/** squares(g, partial, count, block, from, to): partial[p] = the sum of g[i]^2 over a block. */
const squaresModule = blueprint('squares', (module) => {
  module.define('squares', ['g', 'partial', 'count', 'block', 'from', 'to'], (f, p) => {
    f.range(p.from, p.to, (part) => {
      const first = f.number(i32.min_u(i32.mul(part, p.block), p.count));
      const end = f.number(i32.min_u(i32.add(first, p.block), p.count));
      const whole = f.number(i32.add(first, i32.and(i32.sub(end, first), ~3)));
      const place = f.number(i32.add(p.g, i32.mul(first, 4)));
      const sums = f.local('v128', f32x4.const(0));
      const value = f.local('v128');
      f.range(
        first,
        whole,
        () => {
          f.set(value, v128.load(place));
          f.set(sums, f32x4.add(sums, f32x4.mul(value, value)));
          f.increase(place, 16);
        },
        4,
      );
      const lanes = [0, 1, 2, 3].map((lane) => f32x4.extract_lane(sums, lane));
      const total = f.local('f32', f32.add(f32.add(lanes[0], lanes[1]), f32.add(lanes[2], lanes[3])));
      f.range(whole, end, () => {
        f.set(total, f32.add(total, f32.mul(f32.load(place), f32.load(place))));
        f.increase(place, 4);
      });
      f.storeFloat(i32.add(p.partial, i32.mul(part, 4)), total);
    });
  });
});

export const gradientNorm: Kernel = ({ attributes: { count }, address }) => [
  {
    blueprint: squaresModule,
    entry: 'squares',
    args: [address('g'), address('partial'), count, normBlock(count)],
    items: normParts,
  },
];
