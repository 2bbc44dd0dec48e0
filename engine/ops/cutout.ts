// Cutout (DeVries and Taylor, "Improved Regularization of Convolutional Neural Networks with Cutout", 2017): a
// square of each image is set to 0, in place. Its middle is any pixel, so that a part of it may lie outside.
import { below, pcg4d, Stream } from '../random.ts';
import { augmentDraw } from './imageWindow.ts';
import { defineOp } from './op.ts';
import { runState } from './runState.ts';

export const cutout = defineOp({
  reads: ['state'],
  updates: ['x'],
  attributes: ['batch', 'height', 'width', 'channels'],
  flops: () => 0,
  reference({ state, x }, { batch, height, width, channels }) {
    const side = state[runState.cutout];
    for (let row = 0; row < batch; row++) {
      const position = state[runState.position] + row;
      const [y, x0] = pcg4d(state[runState.seed], Stream.augment, position, augmentDraw.cutout);
      const top = below(y, height) - Math.floor(side / 2);
      const left = below(x0, width) - Math.floor(side / 2);
      for (let py = Math.max(0, top); py < Math.min(height, top + side); py++)
        for (let px = Math.max(0, left); px < Math.min(width, left + side); px++)
          for (let c = 0; c < channels; c++) x[((row * height + py) * width + px) * channels + c] = 0;
    }
  },
});
