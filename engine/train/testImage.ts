// An image of a split as evaluation takes it: through which window the net sees it, and what it should answer.
import type { SplitName } from '../data/dataset.ts';
import { evaluationWindow, type ImageAttributes, labelOf } from '../ops/imageWindow.ts';
import { imageAttributesFor } from '../plan/emitInput.ts';
import { inputStepsOf } from '../spec/inputSteps.ts';
import type { Corner } from '../spec/placing.ts';
import type { InputSource } from './inputNumbers.ts';

/** How the net of a source reads one image of its data. */
export const imageAttributesOf = ({ dataset, network, training }: InputSource): ImageAttributes =>
  imageAttributesFor(1, network.input, dataset.info.shape, inputStepsOf(training));

export const cornerOf = (source: InputSource, example: number): Corner =>
  evaluationWindow(imageAttributesOf(source), example);

/** The class of an image, or the cell that it lies in where that is learned. */
export const answerOf = (source: InputSource, split: SplitName, example: number): number =>
  labelOf(imageAttributesOf(source), source.dataset[split].labels[example], cornerOf(source, example));
