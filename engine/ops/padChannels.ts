// Widens every pixel with zeros behind its channels: y[p, c] = x[p, c], or 0 for the channels that x does not have.
// Its gradient is the run of channels that `copyChannels` takes out again.
import { defineOp } from './op.ts';

export const padChannels = defineOp({
  reads: ['x'],
  writes: ['y'],
  attributes: ['pixels', 'fromChannels', 'toChannels'],
  flops: () => 0,
  reference({ x, y }, a) {
    for (let p = 0; p < a.pixels; p++)
      for (let c = 0; c < a.toChannels; c++)
        y[p * a.toChannels + c] = c < a.fromChannels ? x[p * a.fromChannels + c] : 0;
  },
});
