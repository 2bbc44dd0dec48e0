// More channels without weights: zeros behind those that are there. The shortcut of the residual nets of He et al. 2015
// (option A) widens so, where a branch beside it has more filters.
import { pointWindow } from './geometry.ts';
import { defineLayer } from './layer.ts';

export const padChannels = defineLayer({
  type: 'padChannels',
  family: 'linear',
  fields: [{ key: 'channels', kind: 'integer', min: 1, max: 4096, default: 32 }],
  elementwise: false,
  idStem: 'pad',
  summary: (s) => String(s.channels),
  window: () => pointWindow,
  shape(s, input) {
    if (s.channels >= input.channels) return { ok: true, output: { ...input, channels: s.channels } };
    const values = { channels: s.channels, input: input.channels };
    const fixes = [{ field: 'channels', value: input.channels, output: input }];
    return { ok: false, diagnostic: { code: 'padChannels.fewer', values, field: 'channels', fixes } };
  },
  parameters: () => [],
  macs: () => 0,
  arithmetic: (s, input) => [
    {
      quantity: 'output',
      formula: `${input.channels} + ${s.channels - input.channels}`,
      result: s.channels,
    },
  ],
  emit(emitter, settings, x) {
    const [batch, height, width, fromChannels] = x.shape;
    const pixels = batch * height * width;
    const toChannels = settings.channels;
    const y = emitter.activation('output', [batch, height, width, toChannels]);
    emitter.call('padChannels', { x, y }, { pixels, fromChannels, toChannels });
    return {
      output: y,
      backward(dy) {
        if (!emitter.wantsGradient(x)) return null;
        const dx = emitter.gradient(x);
        const sizes = { pixels, channels: fromChannels, fromChannels: toChannels, toChannels: fromChannels };
        emitter.call('copyChannels', { x: dy, y: dx }, { ...sizes, fromOffset: 0, toOffset: 0 });
        return dx;
      },
    };
  },
});
