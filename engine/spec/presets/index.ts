// The nets the page offers. A new preset is one entry in the list of its family.
import { EngineError } from '../messages.ts';
import { cudaConvnetPresets } from './cudaConvnet.ts';
import { digitPresets } from './digits.ts';
import { imageNetPresets } from './imagenet.ts';
import { kagglePresets } from './kaggle.ts';
import type { Preset } from './preset.ts';
import { residualPresets } from './residual.ts';
import { startPresets } from './start.ts';
import { whalePresets } from './whale.ts';

export type { Preset } from './preset.ts';

export const presets: readonly Preset[] = [
  ...startPresets,
  ...digitPresets,
  ...cudaConvnetPresets,
  ...kagglePresets,
  ...whalePresets,
  ...residualPresets,
  ...imageNetPresets,
];

/** A preset by id; throws EngineError "preset.unknown". */
export function presetOf(id: string): Preset {
  const found = presets.find((one) => one.id === id);
  if (!found) throw new EngineError('preset.unknown', { id, known: presets.map((one) => one.id).join(', ') });
  return found;
}
