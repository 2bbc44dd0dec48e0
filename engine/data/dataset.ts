// What a data set is once it is in memory: bytes, labels and how many of them have arrived. Everything
// that trains, evaluates or draws samples reads this. It knows no file, no network and no device.

/** Height, width and channels of every image of a data set. */
export interface ImageShape {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
}

/** What is known about a data set before any byte of it is read. */
export interface DatasetInfo {
  /** Stable name, used in links and saved files: "cifar10", "cifar10-mini", "shapes" ... */
  readonly id: string;
  readonly title: string;
  /** Class names; a label is an index into this list. */
  readonly classes: readonly string[];
  readonly shape: ImageShape;
  /** Statistics of the whole training split, where they are known before it is read. */
  readonly statistics?: ChannelStatistics;
}

/** Mean and standard deviation of each channel over all pixels of a split, for values in [0, 1]. */
export interface ChannelStatistics {
  readonly mean: readonly number[];
  readonly deviation: readonly number[];
}

export type SplitName = 'train' | 'test';

/**
 * One split. Both arrays have the size of the full split from the start and are filled from the
 * front: the first `count` images and labels are valid, and `count` only grows.
 */
export interface Split {
  /** total * bytesPerImage bytes; image i is planar (channel, row, column) at i * bytesPerImage. */
  readonly images: Uint8Array<ArrayBuffer>;
  /** total labels, each smaller than the number of classes. */
  readonly labels: Uint8Array<ArrayBuffer>;
  /** Images that have arrived, 0..total. */
  count: number;
  /** Images there will be when everything has arrived. */
  readonly total: number;
}

/** A data set in memory. */
export interface Dataset {
  readonly info: DatasetInfo;
  readonly train: Split;
  readonly test: Split;
}

/** Bytes of one image without its label: height * width * channels. */
export const bytesPerImage = (shape: ImageShape): number => shape.height * shape.width * shape.channels;

/** An empty split with room for `total` images. */
export function createSplit(shape: ImageShape, total: number): Split {
  return {
    images: new Uint8Array(total * bytesPerImage(shape)),
    labels: new Uint8Array(total),
    count: 0,
    total,
  };
}

/** An empty data set with room for the given numbers of images. */
export function createDataset(info: DatasetInfo, trainTotal: number, testTotal: number): Dataset {
  return {
    info,
    train: createSplit(info.shape, trainTotal),
    test: createSplit(info.shape, testTotal),
  };
}

/** The bytes of image `index` of a split, as a view (no copy): planar, `bytesPerImage` long. */
export function imageBytes(split: Split, shape: ImageShape, index: number): Uint8Array<ArrayBuffer> {
  const size = bytesPerImage(shape);
  return split.images.subarray(index * size, (index + 1) * size);
}
