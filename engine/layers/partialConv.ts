// A convolution whose filters read some of the input channels only, by a table: layer C3 of LeNet-5.
import { connectionTables, countPairs, tableNames } from '../ops/connections.ts';
import { pair, type Settings } from '../spec/fields.ts';
import { emitConv } from './emitConv.ts';
import {
  filteredShape,
  sizeArithmetic,
  spannedWindow,
  strideText,
  windowAttributes,
  windowLimit,
  windowText,
} from './geometry.ts';
import { defineLayer } from './layer.ts';
import { type Fans, initialArithmetic, weightAndBias, weightFields } from './weights.ts';

/** Each filter reads several maps, none of them its own: it has no identity to start as. */
const startFields = weightFields.map((field) =>
  field.key === 'initial' ? { ...field, options: field.options.filter((way) => way !== 'dirac') } : field,
);

const fields = [
  { key: 'table', kind: 'choice', options: tableNames, default: 'lenet5' },
  { key: 'kernel', kind: 'size', min: 1, max: windowLimit, default: 5 },
  { key: 'stride', kind: 'size', min: 1, max: windowLimit, default: 1 },
  { key: 'padding', kind: 'size', min: 0, max: windowLimit - 1, default: 0 },
  { key: 'rounding', kind: 'choice', options: ['exact', 'floor'], default: 'exact' },
  ...startFields,
] as const;
type PartialSettings = Settings<typeof fields>;

/** Filters, input channels, and pairs of the two that are connected. */
function counts(settings: PartialSettings) {
  const table = connectionTables[settings.table];
  return { filters: table.filters.length, channels: table.channels, pairs: countPairs(table) };
}

/** Means: filters read different numbers of channels. */
function fansOf(settings: PartialSettings): Fans {
  const [height, width] = pair(settings.kernel);
  const { filters, channels, pairs } = counts(settings);
  return {
    in: (height * width * pairs) / filters,
    out: (height * width * pairs) / channels,
    inFormula: `${height}*${width}*${pairs}/${filters}`,
    outFormula: `${height}*${width}*${pairs}/${channels}`,
  };
}

export const partialConv = defineLayer({
  type: 'partialConv',
  family: 'linear',
  fields,
  elementwise: false,
  idStem: 'partial',
  summary: (s) => `${windowText(s.kernel)}×${counts(s).filters}${strideText(s)} ${s.table}`,
  window: spannedWindow,
  shape(settings, input) {
    const { filters, channels } = counts(settings);
    if (input.channels === channels) return filteredShape(input, settings, filters, ['floor']);
    const values = { table: settings.table, expected: channels, actual: input.channels };
    return { ok: false, diagnostic: { code: 'connections.channels', values, field: 'table', fixes: [] } };
  },
  parameters(settings) {
    const { filters, pairs } = counts(settings);
    const shapes = { weight: [...pair(settings.kernel), pairs], bias: [filters] };
    return weightAndBias(settings, shapes, fansOf(settings));
  },
  macs(settings, _, output) {
    const [height, width] = pair(settings.kernel);
    return output.height * output.width * height * width * counts(settings).pairs;
  },
  arithmetic(settings, input, output) {
    const { filters, pairs } = counts(settings);
    const [height, width] = pair(settings.kernel);
    const weights = height * width * pairs;
    return [
      ...sizeArithmetic(input, settings, output),
      {
        quantity: 'parameters',
        formula: `${height}*${width}*${pairs}${settings.bias ? ` + ${filters}` : ''}`,
        result: weights + (settings.bias ? filters : 0),
      },
      {
        quantity: 'macs',
        formula: `${output.height}*${output.width} * ${height}*${width}*${pairs}`,
        result: output.height * output.width * weights,
      },
      initialArithmetic(settings, fansOf(settings)),
    ];
  },
  emit(emitter, settings, x, output) {
    const a = { ...windowAttributes(settings, x.shape, output), groups: 1 };
    const { kernelHeight, kernelWidth, inChannels, outChannels } = a;
    const table = { table: tableNames.indexOf(settings.table), kernelHeight, kernelWidth };
    const shape = [kernelHeight, kernelWidth, inChannels, outChannels];
    const w = emitter.parameter('weight');
    const dense = emitter.workspace('dense', 'f32', shape);
    const gradient = () => emitter.workspace('dense.gradient', 'f32', shape);
    emitter.call('expandConnections', { w, dense }, table);
    const emitted = emitConv(emitter, x, a, settings.bias, { w: dense, gradient });
    return {
      output: emitted.output,
      backward(dy) {
        const dx = emitted.backward(dy);
        if (emitter.learns(w))
          emitter.call('collectConnections', { dense: gradient(), dw: emitter.parameterGradient(w) }, table);
        return dx;
      },
    };
  },
});
