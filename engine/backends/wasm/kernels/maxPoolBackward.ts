// Max pooling backward: what comes to a window goes to the pixel that has won it, in the order of the windows.
import type { PoolAttributes } from '../../../ops/poolGeometry.ts';
import { f32x4, i32, v128 } from '../emit/value.ts';
import { blueprint, type Kernel } from './kernel.ts';
import { axesOf, eachFour, pixelSteps } from './poolWindows.ts';
import { addToWinners } from './winners.ts';

/** Windows that overlap add to the same values: an item is an image. */
export const maxPoolBackward: Kernel = ({ attributes, has, address }) => {
  const a = attributes as PoolAttributes;
  const masked = has('mask');
  const { rows, columns } = axesOf(a);
  const steps = pixelSteps(a);
  const imageBytes = a.inHeight * steps.row;
  const outputs = a.outHeight * a.outWidth;
  const module = blueprint(['maxPoolBackward', a, Number(masked)], (builder) => {
    builder.define('maxPoolBackward', ['dy', 'winner', 'dx', 'mask', 'from', 'to'], (f, p) =>
      f.range(p.from, p.to, (image) => {
        const dx = f.number(i32.add(p.dx, i32.mul(image, imageBytes)));
        f.clear(dx, imageBytes);
        const output = f.number(i32.mul(image, outputs * steps.column));
        f.range(0, a.outHeight, (y) => {
          const row = i32.mul(i32.sub(i32.mul(y, rows.stride), rows.pad), steps.row);
          const first = f.number(i32.add(i32.sub(dx, columns.pad * steps.column), row));
          f.range(0, a.outWidth, () => {
            addToWinners(f, a.channels, p, { first, output }, { ...steps, kernelWidth: a.kernelWidth });
            f.increase(first, columns.stride * steps.column);
            f.increase(output, steps.column);
          });
        });
        if (!masked) return;
        const toMask = f.number(i32.sub(p.mask, p.dx));
        eachFour(f, imageBytes / 4, (offset, lanes) => {
          const place = f.number(i32.add(dx, offset));
          const passes = f32x4.gt(v128.load(i32.add(place, toMask)), f32x4.const(0));
          f.storeVector(place, v128.and(v128.load(place), passes), 0, lanes);
        });
      }),
    );
  });
  const args = ['dy', 'winner', 'dx', masked ? 'mask' : 'dx'].map(address);
  return [{ blueprint: module, entry: 'maxPoolBackward', args, items: a.batch }];
};
