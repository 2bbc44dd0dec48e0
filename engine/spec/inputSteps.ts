// Which steps an image goes through on its way into a net: what decides the ops and buffers of a plan, apart from
// how far each step goes.
import type { TrainingDocument } from './training.ts';

export interface InputSteps {
  /** What lies outside the image is its mirror image. */
  reflect: boolean;
  /** The mean of the training images is taken from every image. */
  meanImage: boolean;
  /** Training images are turned, zoomed or recoloured. */
  warp: boolean;
  /** A square is cut out of training images. */
  cutout: boolean;
}

export const inputStepsOf = (training: TrainingDocument): InputSteps => ({
  reflect: training.fill === 'reflect',
  meanImage: training.normalise === 'pixel' || training.normalise === 'raw',
  warp:
    training.zoom > 1 ||
    training.stretch > 1 ||
    [training.rotation, training.brightness, training.contrast, training.saturation].some((one) => one > 0) ||
    training.colourNoise > 0,
  cutout: training.cutout > 0,
});

export const sameInputSteps = (a: TrainingDocument, b: TrainingDocument): boolean =>
  JSON.stringify(inputStepsOf(a)) === JSON.stringify(inputStepsOf(b));
