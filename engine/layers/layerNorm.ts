// Layer normalisation: all values of an example together get mean 0 and deviation 1, then each channel a learned gain
// and bias. It is group normalisation with one group.
import { affineArithmetic, affineParameters, emitGroupNorm, epsilonField } from './emitGroupNorm.ts';
import { defineLayer } from './layer.ts';

export const layerNorm = defineLayer({
  type: 'layerNorm',
  family: 'normalisation',
  fields: [epsilonField],
  elementwise: false,
  idStem: 'ln',
  summary: () => '',
  shape: (_, input) => ({ ok: true, output: input }),
  parameters: (_, input) => affineParameters(input),
  macs: () => 0,
  arithmetic: (_, input) => affineArithmetic(input),
  emit: (emitter, { epsilon }, x) => emitGroupNorm(emitter, x, 1, epsilon),
});
