// The list of all layer types. A new type is one file here and one line in this list.
import { batchNorm } from './batchNorm.ts';
import { conv } from './conv.ts';
import { dropout } from './dropout.ts';
import { elu } from './elu.ts';
import { fc } from './fc.ts';
import { flatten } from './flatten.ts';
import { fractionalPool } from './fractionalPool.ts';
import { gelu } from './gelu.ts';
import { groupNorm } from './groupNorm.ts';
import type { LayerDefinition } from './layer.ts';
import { layerNorm } from './layerNorm.ts';
import { leakyRelu } from './leakyRelu.ts';
import { local } from './local.ts';
import { lrn } from './lrn.ts';
import { maxout } from './maxout.ts';
import { padChannels } from './padChannels.ts';
import { partialConv } from './partialConv.ts';
import { pool } from './pool.ts';
import { relu } from './relu.ts';
import { scale } from './scale.ts';
import { scaledTanh } from './scaledTanh.ts';
import { sigmoid } from './sigmoid.ts';
import { subsample } from './subsample.ts';
import { tanh } from './tanh.ts';
import { whitening } from './whitening.ts';

/** In the order in which a palette offers them. */
export const layers: readonly LayerDefinition[] = [
  conv,
  local,
  partialConv,
  relu,
  pool,
  fractionalPool,
  fc,
  flatten,
  batchNorm,
  dropout,
  tanh,
  sigmoid,
  padChannels,
  subsample,
  whitening,
  scaledTanh,
  leakyRelu,
  elu,
  gelu,
  maxout,
  scale,
  groupNorm,
  layerNorm,
  lrn,
];

const byType = new Map(layers.map((layer) => [layer.type, layer]));

/** The definition of a type, or undefined if there is none. */
export const layerOf = (type: string): LayerDefinition | undefined => byType.get(type);
