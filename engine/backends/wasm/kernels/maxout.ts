// Maxout: four groups of channels side by side in the lanes of a vector, those left over one by one.
import { f32x4, i32, i32x4, type V128, v128 } from '../emit/value.ts';
import { blockValues, blueprint, type Kernel } from './kernel.ts';

const items = (count: number) => Math.ceil(count / blockValues);

export const maxoutForward: Kernel = ({ attributes: { count, group }, address }) => {
  const bytes = 4 * group;
  const module = blueprint(['maxoutForward', group], (builder) => {
    builder.define('maxoutForward', ['x', 'y', 'winner', 'count', 'from', 'to'], (f, p) => {
      const first = f.number(i32.mul(p.from, blockValues));
      const end = f.number(i32.min_u(i32.mul(p.to, blockValues), p.count));
      const whole = f.number(i32.add(first, i32.and(i32.sub(end, first), ~3)));
      f.increase(p.x, i32.mul(first, bytes));
      for (const result of [p.y, p.winner]) f.increase(result, i32.mul(first, 4));
      /** One member of as many groups as there are lanes. */
      const members = (lanes: number): V128 => {
        let value = v128.load32_splat(p.x);
        for (let lane = 1; lane < lanes; lane++) value = v128.load32_lane(p.x, value, lane, lane * bytes);
        return value;
      };
      const [best, winner, value, wins] = [0, 1, 2, 3].map(() => f.local('v128'));
      const groups = (lanes: number) => {
        f.set(best, members(lanes));
        f.set(winner, i32x4.splat(0));
        f.range(1, group, (member) => {
          f.increase(p.x, 4);
          f.set(value, members(lanes));
          // A NaN wins, so that it is not hidden from the check for finite values.
          f.set(wins, v128.or(f32x4.gt(value, best), f32x4.ne(value, value)));
          f.set(best, v128.bitselect(value, best, wins));
          f.set(winner, v128.bitselect(i32x4.splat(member), winner, wins));
        });
        f.storeVector(p.y, best, 0, lanes);
        f.storeVector(p.winner, winner, 0, lanes);
        f.increase(p.x, lanes * bytes - 4 * (group - 1));
        for (const result of [p.y, p.winner]) f.increase(result, 4 * lanes);
      };
      f.range(first, whole, () => groups(4), 4);
      f.range(whole, end, () => groups(1));
    });
  });
  const args = [address('x'), address('y'), address('winner'), count];
  return [{ blueprint: module, entry: 'maxoutForward', args, items: items(count) }];
};

export const maxoutBackward: Kernel = ({ attributes: { count, group }, address }) => {
  const bytes = 4 * group;
  const module = blueprint(['maxoutBackward', group], (builder) => {
    builder.define('maxoutBackward', ['dy', 'winner', 'dx', 'count', 'from', 'to'], (f, p) => {
      const first = f.number(i32.mul(p.from, blockValues));
      const end = f.number(i32.min_u(i32.mul(p.to, blockValues), p.count));
      f.increase(p.dx, i32.mul(first, bytes));
      for (const read of [p.dy, p.winner]) f.increase(read, i32.mul(first, 4));
      f.clear(p.dx, i32.mul(i32.sub(end, first), bytes));
      f.range(first, end, () => {
        f.storeWord(i32.add(p.dx, i32.shl(i32.load(p.winner), 2)), i32.load(p.dy));
        f.increase(p.dx, bytes);
        for (const read of [p.dy, p.winner]) f.increase(read, 4);
      });
    });
  });
  const args = [address('dy'), address('winner'), address('dx'), count];
  return [{ blueprint: module, entry: 'maxoutBackward', args, items: items(count) }];
};
