// A convolution whose filters are not learned but computed from the images: they turn neighbouring pixels, which say
// much the same, into values that are independent of each other and equally large. It comes first, and only its bias
// learns (as in the CIFAR-10 speed runs of Page 2019 and Jordan 2024).
import type { Settings } from '../spec/fields.ts';
import { type Shape, volume } from '../spec/shape.ts';
import { emitConv } from './emitConv.ts';
import {
  sizeArithmetic,
  type WindowSettings,
  windowAttributes,
  windowExtent,
  windowText,
} from './geometry.ts';
import { defineLayer, type ParameterSpec } from './layer.ts';
import { perChannel } from './perChannel.ts';

const fields = [
  { key: 'kernel', kind: 'integer', min: 1, max: 5, default: 2 },
  { key: 'negated', kind: 'boolean', default: true },
  { key: 'bias', kind: 'boolean', default: true },
  { key: 'epsilon', kind: 'number', min: 1e-9, max: 1, step: 0.0001, default: 0.0005 },
] as const;
type WhiteningSettings = Settings<typeof fields>;

const window = (kernel: number): WindowSettings => ({ kernel, stride: 1, padding: 0, rounding: 'exact' });

/** Values under the window, and filters: one for each of them, or that and its negative. */
const valuesOf = ({ kernel }: WhiteningSettings, { channels }: Shape) => kernel * kernel * channels;
const filtersOf = (s: WhiteningSettings, input: Shape) => valuesOf(s, input) * (s.negated ? 2 : 1);

export const whitening = defineLayer({
  type: 'whitening',
  family: 'linear',
  fields,
  readsImages: true,
  elementwise: false,
  idStem: 'whiten',
  summary: (s) => windowText(s.kernel),
  window: (s) => window(s.kernel),
  shape(settings, input) {
    const extent = windowExtent(input, window(settings.kernel), []);
    const channels = filtersOf(settings, input);
    if (extent.ok) return { ok: true, output: { height: extent.height, width: extent.width, channels } };
    const fixes = extent.diagnostic.fixes
      .filter(({ field }) => field === 'kernel')
      .map((fix) => {
        const kernel = fix.value as number;
        return { ...fix, output: { ...fix.output, channels: filtersOf({ ...settings, kernel }, input) } };
      });
    return { ok: false, diagnostic: { ...extent.diagnostic, fixes } };
  },
  parameters(s, input) {
    const filters = filtersOf(s, input);
    const weight: ParameterSpec = {
      name: 'weight',
      shape: [s.kernel, s.kernel, input.channels, filters],
      initialiser: { kind: 'whitening', epsilon: s.epsilon },
      decayFactor: 0,
      rateFactor: 1,
      frozen: true,
    };
    return s.bias ? [weight, perChannel('bias', filters, 0)] : [weight];
  },
  macs: (s, input, output) => volume(output) * valuesOf(s, input),
  arithmetic(s, input, output) {
    const factors = `${s.kernel}*${s.kernel}*${input.channels}`;
    const filters = output.channels;
    return [
      ...sizeArithmetic(input, window(s.kernel), output),
      {
        quantity: 'parameters',
        formula: `${factors}*${filters}${s.bias ? ` + ${filters}` : ''}`,
        result: valuesOf(s, input) * filters + (s.bias ? filters : 0),
      },
      {
        quantity: 'macs',
        formula: `${output.height}*${output.width}*${filters} * ${factors}`,
        result: volume(output) * valuesOf(s, input),
      },
    ];
  },
  emit: (emitter, s, x, output) =>
    emitConv(emitter, x, { ...windowAttributes(window(s.kernel), x.shape, output), groups: 1 }, s.bias),
});
