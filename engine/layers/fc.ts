// Fully connected: every unit reads every value of its input, in the order height, width, channel.

import { productGeometry } from '../ops/convGeometry.ts';
import { type Shape, volume } from '../spec/shape.ts';
import { emitConv } from './emitConv.ts';
import { defineLayer } from './layer.ts';
import { type Fans, initialArithmetic, weightAndBias, weightFields } from './weights.ts';

const fields = [{ key: 'units', kind: 'integer', min: 1, max: 16384, default: 10 }, ...weightFields] as const;

const factors = ({ height, width, channels }: Shape, units: number) =>
  `${height}*${width}*${channels}*${units}`;

const fansOf = (input: Shape, units: number): Fans => ({
  in: volume(input),
  out: units,
  inFormula: `${input.height}*${input.width}*${input.channels}`,
  outFormula: String(units),
});

export const fc = defineLayer({
  type: 'fc',
  family: 'linear',
  fields,
  elementwise: false,
  idStem: 'fc',
  summary: (s) => String(s.units),
  shape: (s) => ({ ok: true, output: { height: 1, width: 1, channels: s.units } }),
  parameters: (s, input) =>
    weightAndBias(s, { weight: [volume(input), s.units], bias: [s.units] }, fansOf(input, s.units)),
  macs: (s, input) => volume(input) * s.units,
  arithmetic: (s, input) => [
    { quantity: 'output', formula: `1*1*${s.units}`, result: s.units },
    {
      quantity: 'parameters',
      formula: `${factors(input, s.units)}${s.bias ? ` + ${s.units}` : ''}`,
      result: volume(input) * s.units + (s.bias ? s.units : 0),
    },
    { quantity: 'macs', formula: factors(input, s.units), result: volume(input) * s.units },
    initialArithmetic(s, fansOf(input, s.units)),
  ],
  emit(emitter, settings, x) {
    const [batch, height, width, channels] = x.shape;
    const fanIn = height * width * channels;
    const flat = emitter.flatten(x, 'input');
    const emitted = emitConv(emitter, flat, productGeometry(batch, fanIn, settings.units), settings.bias);
    return {
      output: emitted.output,
      backward(dy) {
        const dflat = emitted.backward(dy);
        return dflat && emitter.unflattenGradient(dflat, x);
      },
    };
  },
});
