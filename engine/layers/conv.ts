// Convolution: `filters` windows slide over the image, each over all channels of its group.
import { type ConvAttributes, convMacs } from '../ops/convGeometry.ts';
import { pair, type Settings } from '../spec/fields.ts';
import { type Shape, volume } from '../spec/shape.ts';
import { emitConv } from './emitConv.ts';
import {
  filteredShape,
  sizeArithmetic,
  spannedWindow,
  strideText,
  windowAttributes,
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
  { key: 'dilation', kind: 'size', min: 1, max: windowLimit, default: 1 },
  { key: 'groups', kind: 'integer', min: 1, max: 4096, default: 1 },
  { key: 'rounding', kind: 'choice', options: ['exact', 'floor'], default: 'exact' },
  ...weightFields,
] as const;
type ConvSettings = Settings<typeof fields>;

const attributes = (settings: ConvSettings, shape: readonly number[], output: Shape): ConvAttributes => ({
  ...windowAttributes(settings, shape, output),
  groups: settings.groups,
});

const macsOf = (settings: ConvSettings, { height, width, channels }: Shape, output: Shape): number =>
  convMacs(attributes(settings, [1, height, width, channels], output));

/** Factors of one filter: kernel height, width, and the channels it reads. */
const filterFactors = (settings: ConvSettings, input: Shape): string =>
  `${pair(settings.kernel).join('*')}*${input.channels / settings.groups}`;

function fansOf(settings: ConvSettings, input: Shape): Fans {
  const [height, width] = pair(settings.kernel);
  const [perGroup, filters] = [input.channels, settings.filters].map((one) => one / settings.groups);
  return {
    in: height * width * perGroup,
    out: height * width * filters,
    inFormula: filterFactors(settings, input),
    outFormula: `${height}*${width}*${filters}`,
  };
}

export const conv = defineLayer({
  type: 'conv',
  family: 'linear',
  fields,
  elementwise: false,
  idStem: 'conv',
  summary: (s) =>
    `${windowText(s.kernel)}×${s.filters}${strideText(s)}${s.groups > 1 ? ` g${s.groups}` : ''}`,
  window: spannedWindow,
  shape(settings, input) {
    const { filters, groups } = settings;
    if (input.channels % groups || filters % groups) {
      const divisors = Array.from({ length: groups }, (_, i) => groups - i).filter(
        (d) => input.channels % d === 0 && filters % d === 0,
      );
      const extent = windowExtent(input, settings, ['floor']);
      const output = extent.ok && { height: extent.height, width: extent.width, channels: filters };
      const fixes = output ? [{ field: 'groups', value: divisors[0], output }] : [];
      const values = { groups, input: input.channels, filters };
      return { ok: false, diagnostic: { code: 'conv.groups', values, field: 'groups', fixes } };
    }
    return filteredShape(input, settings, filters, ['floor']);
  },
  parameters(settings, input) {
    const [height, width] = pair(settings.kernel);
    const perGroup = input.channels / settings.groups;
    const { filters } = settings;
    const shapes = { weight: [height, width, perGroup, filters], bias: [filters] };
    const [weight, ...bias] = weightAndBias(settings, shapes, fansOf(settings, input));
    return [{ ...weight, filters: true }, ...bias];
  },
  macs: macsOf,
  arithmetic(settings, input, output) {
    const factors = filterFactors(settings, input);
    const macs = macsOf(settings, input, output);
    const weights = (macs / volume(output)) * settings.filters;
    return [
      ...sizeArithmetic(input, settings, output),
      {
        quantity: 'parameters',
        formula: `${factors}*${settings.filters}${settings.bias ? ` + ${settings.filters}` : ''}`,
        result: weights + (settings.bias ? settings.filters : 0),
      },
      {
        quantity: 'macs',
        formula: `${output.height}*${output.width}*${output.channels} * ${factors}`,
        result: macs,
      },
      initialArithmetic(settings, fansOf(settings, input)),
    ];
  },
  emit: (emitter, settings, x, output) =>
    emitConv(emitter, x, attributes(settings, x.shape, output), settings.bias),
});
