// The list of all layer types. A new type is one file here and one line in this list.
import { batchNorm } from './batchNorm.ts';
import { conv } from './conv.ts';
import { dropout } from './dropout.ts';
import { fc } from './fc.ts';
import type { LayerDefinition } from './layer.ts';
import { local } from './local.ts';
import { lrn } from './lrn.ts';
import { pool } from './pool.ts';
import { relu } from './relu.ts';
import { sigmoid } from './sigmoid.ts';
import { tanh } from './tanh.ts';

/** In the order in which a palette offers them. */
export const layers: readonly LayerDefinition[] = [
  conv,
  local,
  relu,
  pool,
  fc,
  batchNorm,
  dropout,
  tanh,
  sigmoid,
  lrn,
];

const byType = new Map(layers.map((layer) => [layer.type, layer]));

/** The definition of a type, or undefined if there is none. */
export const layerOf = (type: string): LayerDefinition | undefined => byType.get(type);
