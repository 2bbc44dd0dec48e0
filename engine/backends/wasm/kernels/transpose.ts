// Exchanges rows and columns of each image. Some rows are read side by side, so that a line of the cache is used
// whole while it is near.
import { f32, i32 } from '../emit/value.ts';
import { blueprint, type Kernel } from './kernel.ts';

const rowsAtOnce = 16;

/** An item is a block of rows of an image. */
export const transpose: Kernel = ({ attributes, address }) => {
  const { batch, rows, columns } = attributes;
  const blocks = Math.ceil(rows / rowsAtOnce);
  const last = rows - (blocks - 1) * rowsAtOnce;
  const module = blueprint(['transpose', rows, columns], (builder) => {
    builder.define('transpose', ['x', 'y', 'from', 'to'], (f, p) =>
      f.range(p.from, p.to, (item) => {
        const block = f.number(i32.rem_u(item, blocks));
        const image = f.number(i32.mul(i32.div_u(item, blocks), 4 * rows * columns));
        const source = f.number(i32.add(i32.add(p.x, image), i32.mul(block, 4 * rowsAtOnce * columns)));
        const target = f.number(i32.add(i32.add(p.y, image), i32.mul(block, 4 * rowsAtOnce)));
        const move = (count: number) =>
          f.range(0, columns, () => {
            for (let row = 0; row < count; row++)
              f.storeFloat(target, f32.load(source, 4 * row * columns), 4 * row);
            f.increase(source, 4);
            f.increase(target, 4 * rows);
          });
        f.when(
          i32.lt_u(block, blocks - 1),
          () => move(rowsAtOnce),
          () => move(last),
        );
      }),
    );
  });
  return [
    { blueprint: module, entry: 'transpose', args: [address('x'), address('y')], items: batch * blocks },
  ];
};
