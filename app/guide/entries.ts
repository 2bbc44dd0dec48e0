// What the guide explains, listed from the registries: every layer type by family, blocks, losses, and optimisers with
// the settings of their own. A new one is in the guide by existing.
import { layers } from '../../engine/layers/index.ts';
import { type LayerFamily, layerFamilies } from '../../engine/layers/layer.ts';
import { losses } from '../../engine/layers/losses/index.ts';
import { blockFields } from '../../engine/spec/blockFields.ts';
import type { Field } from '../../engine/spec/fields.ts';
import { optimiserSlots, trainingFields } from '../../engine/spec/training.ts';
import { fieldTexts } from '../controls/fieldTexts.ts';

export type Group = LayerFamily | 'block' | 'loss' | 'optimiser';
export const groups: readonly Group[] = [...layerFamilies, 'block', 'loss', 'optimiser'];

export interface Entry {
  /** The type, which no two entries share; its formula is the text "guide:formula.ID". */
  id: string;
  group: Group;
  /** Where its name and the paragraph about it are. */
  name: string;
  about: string;
  fields: readonly Field[];
  /** Where the texts of one of its fields are. */
  textsOf(key: string): string;
}

const layerEntries = layers.map(
  ({ type, family, fields }): Entry => ({
    id: type,
    group: family,
    name: `layers:${type}.name`,
    about: `layers:${type}.help`,
    fields,
    textsOf: (key) => fieldTexts(type, key),
  }),
);

/** A block of branches, and what it is where all but the first end in losses of their own. */
const blockEntries = ['parallel', 'head'].map(
  (id): Entry => ({
    id,
    group: 'block',
    name: `layers:${id}.name`,
    about: `layers:${id}.help`,
    fields: blockFields.filter((field) => Boolean(field.when) === (id === 'head')),
    textsOf: (key) => fieldTexts('parallel', key),
  }),
);

const lossEntries = losses.map(
  ({ type, fields }): Entry => ({
    id: type,
    group: 'loss',
    name: `layers:loss.fields.type.options.${type}`,
    about: `guide:about.${type}`,
    fields,
    textsOf: (key) => `layers:loss.fields.${key}`,
  }),
);

const optimiserEntries = Object.keys(optimiserSlots).map(
  (optimiser): Entry => ({
    id: optimiser,
    group: 'optimiser',
    name: `training:optimiser.options.${optimiser}`,
    about: `guide:about.${optimiser}`,
    fields: (trainingFields as readonly Field[]).filter((field) =>
      field.when?.optimiser?.includes(optimiser),
    ),
    textsOf: (key) => `training:${key}`,
  }),
);

export const entries: readonly Entry[] = [
  ...layerEntries,
  ...blockEntries,
  ...lossEntries,
  ...optimiserEntries,
];
