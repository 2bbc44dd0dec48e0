// Test images for data that came without: every fifth image is kept out of training.
import { bytesPerImage, createDataset, type Dataset, imageBytes } from '../dataset.ts';

export const HELD_OUT = 5;

/** The same images with every fifth training image (the 5th, 10th ...) moved to an empty test split. */
export function holdOut({ info, train }: Dataset): Dataset {
  const held = Math.floor(train.count / HELD_OUT);
  const result = createDataset(info, train.count - held, held);
  for (let index = 0; index < train.count; index++) {
    const split = index % HELD_OUT === HELD_OUT - 1 ? result.test : result.train;
    split.labels[split.count] = train.labels[index] as number;
    split.images.set(imageBytes(train, info.shape, index), split.count * bytesPerImage(info.shape));
    split.count++;
  }
  return result;
}
