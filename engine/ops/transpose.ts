// The values of each image as a matrix, its rows and columns exchanged: y[n, column, row] = x[n, row, column].
import { defineOp } from './op.ts';

export const transpose = defineOp({
  reads: ['x'],
  writes: ['y'],
  attributes: ['batch', 'rows', 'columns'],
  flops: (a) => a.batch * a.rows * a.columns,
  reference({ x, y }, a) {
    for (let n = 0; n < a.batch; n++)
      for (let row = 0; row < a.rows; row++)
        for (let column = 0; column < a.columns; column++)
          y[(n * a.columns + column) * a.rows + row] = x[(n * a.rows + row) * a.columns + column];
  },
});
