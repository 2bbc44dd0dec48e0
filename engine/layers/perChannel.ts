// Parameters with one value for each channel, as normalisations have them.
import type { ParameterSpec } from './layer.ts';

/** One value for each channel, all starting at `value`; unless said otherwise they learn and do not decay. */
export const perChannel = (
  name: string,
  channels: number,
  value: number,
  more: Partial<Pick<ParameterSpec, 'rateFactor' | 'decayFactor' | 'frozen'>> = {},
): ParameterSpec => ({
  name,
  shape: [channels],
  initialiser: { kind: 'constant', value },
  decayFactor: 0,
  rateFactor: 1,
  frozen: false,
  ...more,
});
