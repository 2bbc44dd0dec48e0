// Locally connected: a convolution whose filters are not shared, so that each output position has filters and
// biases of its own (the "local" layer of cuda-convnet).
import { type LocalAttributes, localMacs } from '../ops/local.ts';
import { pair, type Settings } from '../spec/fields.ts';
import { type Shape, volume } from '../spec/shape.ts';
import {
  filteredShape,
  sizeArithmetic,
  slidingAttributes,
  spannedWindow,
  strideText,
  windowExtent,
  windowLimit,
  windowText,
} from './geometry.ts';
import { defineLayer } from './layer.ts';
import { type Fans, initialArithmetic, weightAndBias, weightFields } from './weights.ts';

const fields = [
  { key: 'filters', kind: 'integer', min: 1, max: 4096, default: 16 },
  { key: 'kernel', kind: 'size', min: 1, max: windowLimit, default: 3 },
  { key: 'stride', kind: 'size', min: 1, max: windowLimit, default: 1 },
  { key: 'padding', kind: 'size', min: 0, max: windowLimit - 1, default: 0 },
  { key: 'rounding', kind: 'choice', options: ['exact', 'floor'], default: 'exact' },
  ...weightFields,
] as const;
type LocalSettings = Settings<typeof fields>;

const roundings = ['floor'] as const;

const attributes = (settings: LocalSettings, shape: readonly number[], output: Shape): LocalAttributes => ({
  ...slidingAttributes(settings, shape, output),
  inChannels: shape[3],
  outChannels: output.channels,
});

function fansOf(settings: LocalSettings, input: Shape): Fans {
  const [height, width] = pair(settings.kernel);
  return {
    in: height * width * input.channels,
    out: height * width * settings.filters,
    inFormula: `${height}*${width}*${input.channels}`,
    outFormula: `${height}*${width}*${settings.filters}`,
  };
}

const macsOf = (settings: LocalSettings, { height, width, channels }: Shape, output: Shape): number =>
  localMacs(attributes(settings, [1, height, width, channels], output));

export const local = defineLayer({
  type: 'local',
  family: 'linear',
  fields,
  elementwise: false,
  idStem: 'local',
  summary: (s) => `${windowText(s.kernel)}×${s.filters}${strideText(s)}`,
  window: spannedWindow,
  shape: (settings, input) => filteredShape(input, settings, settings.filters, roundings),
  parameters(settings, input) {
    const extent = windowExtent(input, settings, roundings);
    if (!extent.ok) return [];
    const position = [extent.height, extent.width];
    const { filters, kernel } = settings;
    const shapes = {
      weight: [...position, ...pair(kernel), input.channels, filters],
      bias: [...position, filters],
    };
    return weightAndBias(settings, shapes, fansOf(settings, input));
  },
  macs: macsOf,
  arithmetic(settings, input, output) {
    const fans = fansOf(settings, input);
    const macs = macsOf(settings, input, output);
    const ofBias = settings.bias ? ` + ${settings.filters}` : '';
    return [
      ...sizeArithmetic(input, settings, output),
      {
        quantity: 'parameters',
        formula: `${output.height}*${output.width}*(${fans.inFormula}*${settings.filters}${ofBias})`,
        result: macs + (settings.bias ? volume(output) : 0),
      },
      {
        quantity: 'macs',
        formula: `${output.height}*${output.width}*${output.channels} * ${fans.inFormula}`,
        result: macs,
      },
      initialArithmetic(settings, fans),
    ];
  },
  emit(emitter, settings, x, output) {
    const a = attributes(settings, x.shape, output);
    const w = emitter.parameter('weight');
    const bias = settings.bias ? emitter.parameter('bias') : null;
    const y = emitter.activation('output', [a.batch, a.outHeight, a.outWidth, a.outChannels]);
    emitter.call('localForward', { x, w, ...(bias && { bias }), y }, a);
    return {
      output: y,
      backward(dy) {
        if (emitter.learns(w)) {
          const dw = emitter.parameterGradient(w);
          const dbias = bias && emitter.parameterGradient(bias);
          emitter.call('localBackwardWeight', { x, dy, dw, ...(dbias && { dbias }) }, a);
        }
        if (!emitter.wantsGradient(x)) return null;
        const dx = emitter.gradient(x);
        emitter.call('localBackwardInput', { dy, w, dx }, a);
        return dx;
      },
    };
  },
});
