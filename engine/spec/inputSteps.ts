// Which steps an image goes through on its way into a net: what decides the ops and buffers of a plan, apart from
// how far each step goes.
import { gridCells, isScattered, learnsPlace } from './placing.ts';
import type { TrainingDocument } from './training.ts';

export interface InputSteps {
  /** What lies outside the image is its mirror image. */
  reflect: boolean;
  /** Images smaller than the input lie anywhere in it. */
  scatter: boolean;
  /** Cells on each axis of the grid whose number is learned, or 0 where the class of the data is. */
  cells: number;
  /** The mean of the training images is taken from every image. */
  meanImage: boolean;
  /** Training images are turned, zoomed or recoloured. */
  warp: boolean;
  /** Each image gets mean 0 and deviation 1 over all its values. */
  contrast: boolean;
  /** The epsilon that whole images are whitened with, or null where they are not. */
  whiten: number | null;
  /** A square is cut out of training images. */
  cutout: boolean;
  /** Two training images at a time are mixed, and their labels. */
  mix: boolean;
}

export const inputStepsOf = (training: TrainingDocument): InputSteps => ({
  reflect: training.fill === 'reflect',
  scatter: isScattered(training),
  cells: learnsPlace(training) ? gridCells : 0,
  meanImage: training.normalise === 'pixel' || training.normalise === 'raw',
  warp:
    training.zoom > 1 ||
    training.stretch > 1 ||
    [training.rotation, training.brightness, training.contrast, training.saturation].some((one) => one > 0) ||
    training.colourNoise > 0,
  contrast: training.normalise === 'gcn' || training.normalise === 'zca',
  whiten: training.normalise === 'zca' ? training.zcaEpsilon : null,
  cutout: training.cutout > 0,
  mix: training.mixup > 0 || training.cutmix > 0,
});

export const sameInputSteps = (a: TrainingDocument, b: TrainingDocument): boolean =>
  JSON.stringify(inputStepsOf(a)) === JSON.stringify(inputStepsOf(b));

/** Whether something is computed once from the training images, which must all have arrived for it. */
export const needsAllImages = (training: TrainingDocument): boolean => inputStepsOf(training).whiten !== null;
