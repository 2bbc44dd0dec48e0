// How far training images are changed at random, as the tensor "run.augment" holds it.
import type { Dataset } from '../data/dataset.ts';
import { augmentSetting, augmentSettings } from '../ops/warp.ts';
import type { TrainingDocument } from '../spec/training.ts';
import { colourAxes } from './colourAxes.ts';

/** Settings as the ops read them: factors as logarithms, angles in radians, and the colours of the data set. */
export function augmentValues(training: TrainingDocument, { info, train }: Dataset): Float32Array {
  const values = new Float32Array(augmentSettings);
  values[augmentSetting.zoom] = Math.log(training.zoom);
  values[augmentSetting.stretch] = Math.log(training.stretch);
  values[augmentSetting.rotation] = (training.rotation * Math.PI) / 180;
  for (const key of ['brightness', 'contrast', 'saturation', 'colourNoise'] as const)
    values[augmentSetting[key]] = training[key];
  if (training.colourNoise > 0 && info.shape.channels === 3)
    values.set(colourAxes(train, info.shape), augmentSetting.colourAxes);
  return values;
}
