// Maxout (Goodfellow et al. 2013): the largest of each `group` neighbouring channels. The forward pass notes which
// of them won (the first among equals); the backward pass sends the gradient there. `count` counts outputs: channels
// divide into whole groups, so that groups lie one after the other whatever the shape.
import { defineOp } from './op.ts';

export const maxoutForward = defineOp({
  reads: ['x'],
  writes: ['y', 'winner'],
  attributes: ['count', 'group'],
  flops: (a) => a.count * a.group,
  reference({ x, y, winner }, a) {
    for (let i = 0; i < a.count; i++) {
      let [best, winning] = [x[i * a.group], 0];
      for (let member = 1; member < a.group; member++) {
        const value = x[i * a.group + member];
        // A NaN wins, so that it is not hidden from the check for finite values.
        if (value > best || Number.isNaN(value)) [best, winning] = [value, member];
      }
      y[i] = best;
      winner[i] = winning;
    }
  },
});

export const maxoutBackward = defineOp({
  reads: ['dy', 'winner'],
  writes: ['dx'],
  attributes: ['count', 'group'],
  flops: (a) => a.count,
  reference({ dy, winner, dx }, a) {
    dx.fill(0);
    for (let i = 0; i < a.count; i++) dx[i * a.group + winner[i]] = dy[i];
  },
});
