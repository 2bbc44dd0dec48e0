// Which presets every test can train a little, and which are too large for it.
import { analyse } from '../plan/analyse.ts';
import { presets } from '../spec/presets/index.ts';
import type { Preset } from '../spec/presets/preset.ts';

/** The plainest loops need minutes for a step of a larger net; tools/bench/largeNets.ts takes those. */
const mostMacs = 1e9;

/** Multiply-accumulates of one image. */
export const macsOf = ({ network }: Preset): number => analyse(network, 10).macs;

export const smallPresets = presets.filter(
  (preset) => macsOf(preset) <= mostMacs && preset.data !== 'imagenet',
);
export const largePresets = presets.filter((preset) => !smallPresets.includes(preset));
