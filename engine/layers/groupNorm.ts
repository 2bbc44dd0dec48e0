// Group normalisation: each group of channels of an example gets mean 0 and deviation 1, then a learned gain and bias.
import { nearestDivisors } from './divisors.ts';
import { affineArithmetic, affineParameters, emitGroupNorm, epsilonField } from './emitGroupNorm.ts';
import { defineLayer } from './layer.ts';

const mostGroups = 4096;

export const groupNorm = defineLayer({
  type: 'groupNorm',
  family: 'normalisation',
  fields: [{ key: 'groups', kind: 'integer', min: 1, max: mostGroups, default: 8 }, epsilonField],
  elementwise: false,
  idStem: 'gn',
  summary: (s) => String(s.groups),
  shape({ groups }, input) {
    if (input.channels % groups === 0) return { ok: true, output: input };
    const fixes = nearestDivisors(input.channels, groups, mostGroups)
      .slice(0, 2)
      .map((value) => ({ field: 'groups', value, output: input }));
    const values = { groups, channels: input.channels };
    return { ok: false, diagnostic: { code: 'groupNorm.groups', values, field: 'groups', fixes } };
  },
  parameters: (_, input) => affineParameters(input),
  macs: () => 0,
  arithmetic: (_, input) => affineArithmetic(input),
  emit: (emitter, { groups, epsilon }, x) => emitGroupNorm(emitter, x, groups, epsilon),
});
