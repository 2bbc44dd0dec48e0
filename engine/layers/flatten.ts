// One pixel whose channels are all values of a map: in the order in which they lie, or channel by channel, as Caffe,
// PyTorch and cuda-convnet count them.
import { volume } from '../spec/shape.ts';
import { defineLayer } from './layer.ts';

export const flatten = defineLayer({
  type: 'flatten',
  family: 'linear',
  fields: [
    {
      key: 'order',
      kind: 'choice',
      options: ['heightWidthChannel', 'channelHeightWidth'],
      default: 'heightWidthChannel',
    },
  ],
  elementwise: false,
  idStem: 'flatten',
  summary: (s) => (s.order === 'channelHeightWidth' ? 'CHW' : ''),
  shape: (_, input) => ({ ok: true, output: { height: 1, width: 1, channels: volume(input) } }),
  parameters: () => [],
  macs: () => 0,
  arithmetic: (_, input) => [
    {
      quantity: 'output',
      formula: `${input.height}*${input.width}*${input.channels}`,
      result: volume(input),
    },
  ],
  emit(emitter, { order }, x) {
    const [batch, height, width, channels] = x.shape;
    if (order === 'heightWidthChannel')
      return {
        output: emitter.flatten(x, 'output'),
        backward: (dy) => (emitter.wantsGradient(x) ? emitter.unflattenGradient(dy, x) : null),
      };
    const y = emitter.activation('output', [batch, 1, 1, height * width * channels]);
    emitter.call('transpose', { x, y }, { batch, rows: height * width, columns: channels });
    return {
      output: y,
      backward(dy) {
        if (!emitter.wantsGradient(x)) return null;
        const dx = emitter.gradient(x);
        emitter.call('transpose', { x: dy, y: dx }, { batch, rows: channels, columns: height * width });
        return dx;
      },
    };
  },
});
