// Single images of a data set as the page asks for them.
import { bytesPerImage, type Dataset, imageBytes } from '../data/dataset.ts';
import type { Inspected } from '../inspect/inspector.ts';
import { EngineError } from '../spec/messages.ts';
import { isScattered } from '../spec/placing.ts';
import type { InputSource } from '../train/inputNumbers.ts';
import { answerOf, cornerOf } from '../train/testImage.ts';
import type { SamplesReply } from './protocol.ts';

/** Throws EngineError "tensor.example" where there is no such test image. */
export function requireExample({ test: { count } }: Dataset, example: number): void {
  if (!Number.isInteger(example) || example < 0 || example >= count)
    throw new EngineError('tensor.example', { example, count });
}

/** One test image, what the net should answer, and its place if it has one; throws EngineError "tensor.example". */
export function exampleOf(source: InputSource, example: number): Inspected {
  const { dataset, training } = source;
  requireExample(dataset, example);
  return {
    image: imageBytes(dataset.test, dataset.info.shape, example).slice(),
    label: answerOf(source, 'test', example),
    corner: isScattered(training) ? cornerOf(source, example) : undefined,
  };
}

/** The first images of each class of the training split. */
export function samplesOf(dataset: Dataset, perClass: number): SamplesReply {
  const classes = dataset.info.classes.map((_, label) => ({ label, images: [] as Uint8Array[] }));
  const { labels, count } = dataset.train;
  for (let example = 0; example < count; example++) {
    const { images } = classes[labels[example]];
    if (images.length < perClass) images.push(imageBytes(dataset.train, dataset.info.shape, example).slice());
  }
  return { classes };
}

/** Checks an image handed in by a script. */
export function requireImage(dataset: Dataset, image: Uint8Array): Uint8Array {
  const expected = bytesPerImage(dataset.info.shape);
  if (image.length !== expected) throw new EngineError('predict.size', { expected, actual: image.length });
  return image;
}
