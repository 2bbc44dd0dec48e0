// A small data set of any shape for tests, its bytes drawn from a seed.
import { createDataset, type Dataset } from '../data/dataset.ts';
import { below, pcg4d } from '../random.ts';
import type { Shape } from '../spec/shape.ts';

/** `train` and `test` images of uniform noise, with uniform labels; all have arrived. */
export function testDataset(shape: Shape, classes: number, train: number, test: number): Dataset {
  const dataset = createDataset(
    {
      id: 'test',
      title: 'Test data',
      classes: Array.from({ length: classes }, (_, label) => `class ${label}`),
      shape: { height: shape.height, width: shape.width, channels: shape.channels },
    },
    train,
    test,
  );
  for (const [stream, split] of [dataset.train, dataset.test].entries()) {
    split.images.forEach((_, i) => {
      split.images[i] = below(pcg4d(5, stream, 0, i)[0], 256);
    });
    split.labels.forEach((_, i) => {
      split.labels[i] = below(pcg4d(5, stream, 1, i)[0], classes);
    });
    split.count = split.total;
  }
  return dataset;
}
