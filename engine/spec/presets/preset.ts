// What a preset is: a net, where it comes from, and how it is meant to be trained.
import { type LossSettings, type NetworkDocument, parseDocument } from '../document.ts';
import type { Shape } from '../shape.ts';
import { parseTraining, type TrainingDocument } from '../training.ts';
import type { Layer } from './parts.ts';

/** Data that a net was made for. Those of ImageNet are not here: such nets are looked at, and can run a step. */
export type PresetData = 'cifar10' | 'mnist' | 'imagenet';

/** What a net reached where it was published, as its source gives it. */
export interface Published {
  measure: 'error' | 'accuracy' | 'top5Error';
  percent: number;
  /** The images it was measured on: a test split, one cut from the training images, or one of a contest. */
  on: 'mnist' | 'cifar10' | 'cifar10Validation' | 'cifar10Kaggle' | 'imagenetValidation' | 'imagenetTest';
  /** The source gives it roughly. */
  about?: true;
  /** Where the figure is that of several nets together, or of many looks at each image. */
  averaged?: { count: number; of: 'nets' | 'looks' };
}

export interface Preset {
  id: string;
  /** Of its network. */
  name: string;
  /** What it stands with in a list. */
  family: (typeof presetFamilies)[number];
  /** Where the net was published, in a few words that need no translation; "" for a net of this playground. */
  source: string;
  data: PresetData;
  /** Absent where nothing was published for just this net. */
  published?: Published;
  /** In what net and recipe are unlike their source: codes that the page has a sentence for. */
  unlike: readonly string[];
  readonly network: NetworkDocument;
  readonly training: TrainingDocument;
}

export const presetFamilies = ['start', 'digits', 'cifar', 'residual', 'imagenet'] as const;

interface Parts {
  family: Preset['family'];
  name: string;
  source?: string;
  data?: PresetData;
  published?: Published;
  unlike?: readonly string[];
  input?: Shape;
  layers: readonly Layer[];
  loss?: LossSettings;
  training?: Partial<TrainingDocument>;
}

export const square = (side: number, channels = 3): Shape => ({ height: side, width: side, channels });

/** Document and settings are made when first asked for, so that a page which opens one net does not read them all. */
export function preset(
  id: string,
  {
    family,
    name,
    source = '',
    data = 'cifar10',
    published,
    unlike = [],
    input = square(32),
    layers,
    loss,
    training = {},
  }: Parts,
): Preset {
  let network: NetworkDocument | undefined;
  let settings: TrainingDocument | undefined;
  const classes = data === 'imagenet' ? { classes: 1000 } : {};
  return {
    id,
    name,
    family,
    source,
    data,
    published,
    unlike,
    get network() {
      network ??= parseDocument({ version: 1, name, input, layers, loss, ...classes });
      return network;
    },
    get training() {
      settings ??= parseTraining(training);
      return settings;
    },
  };
}
