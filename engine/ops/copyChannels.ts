// Copies a run of channels of every pixel: y[p, toOffset + c] = x[p, fromOffset + c]. It joins and splits
// the branches of a concat, and with one pixel it is a plain copy. Other channels of y stay as they are.
import { defineOp } from './op.ts';

export const copyChannels = defineOp({
  reads: ['x'],
  updates: ['y'],
  attributes: ['pixels', 'channels', 'fromChannels', 'fromOffset', 'toChannels', 'toOffset'],
  flops: () => 0,
  reference({ x, y }, a) {
    for (let p = 0; p < a.pixels; p++)
      for (let c = 0; c < a.channels; c++)
        y[p * a.toChannels + a.toOffset + c] = x[p * a.fromChannels + a.fromOffset + c];
  },
});
