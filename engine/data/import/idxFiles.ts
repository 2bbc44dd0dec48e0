// Imports images and labels in the IDX format of MNIST and the sets made like it: train-images-idx3-ubyte,
// train-labels-idx1-ubyte, t10k-images-idx3-ubyte and t10k-labels-idx1-ubyte, gzipped or not. A file is two bytes 0, the
// type (8: bytes), the number of dimensions, the size of each as 32 bits with the highest first, then the bytes.
import { DataError, reasonOf } from '../dataError.ts';
import { createDataset, type Dataset, type ImageShape, type SplitName } from '../dataset.ts';
import { holdOut } from './holdOut.ts';
import { baseName, headOf, streamOf, type UserFile } from './userFile.ts';

type Content = 'images' | 'labels';

const pattern = /^(train|t10k|test)[^/]*?(images|labels)[.-]idx[13]-ubyte(\.gz)?$/i;

export const isIdxFile = (path: string): boolean => pattern.test(baseName(path));

interface Idx {
  file: string;
  sizes: number[];
  bytes: Uint8Array;
}

/** A file of bytes with `dimensions` sizes. Throws DataError (`idx`, `short`, `long`, `corruptArchive`). */
async function readIdx(given: UserFile, dimensions: number): Promise<Idx> {
  const file = given.path;
  const whole = await contentOf(given);
  const view = new DataView(whole.buffer, whole.byteOffset, whole.byteLength);
  const header = 4 + 4 * dimensions;
  if (whole.length < header || view.getUint32(0) !== 0x0800 + dimensions)
    throw new DataError('idx', { file, dimensions });
  const sizes = Array.from({ length: dimensions }, (_, i) => view.getUint32(4 + 4 * i));
  const [expected, ...each] = sizes;
  const size = each.reduce((a, b) => a * b, 1);
  const bytes = whole.subarray(header);
  const found = Math.floor(bytes.length / Math.max(1, size));
  if (bytes.length < expected * size)
    throw new DataError('short', { file, offset: whole.length, found, expected });
  if (bytes.length > expected * size)
    throw new DataError('long', { file, offset: header + expected * size, expected });
  return { file, sizes, bytes };
}

async function contentOf(file: UserFile): Promise<Uint8Array> {
  const [first, second] = await headOf(file, 2);
  const gzip = first === 0x1f && second === 0x8b;
  const stream = gzip ? streamOf(file).pipeThrough(new DecompressionStream('gzip')) : streamOf(file);
  try {
    return new Uint8Array(await new Response(stream).arrayBuffer());
  } catch (error) {
    throw new DataError('corruptArchive', { file: file.path, offset: 0, reason: reasonOf(error) });
  }
}

interface Part {
  images: Idx;
  labels: Idx;
}

/** Images and labels of one split, or null where neither is given. Throws DataError (`idxPair`, `idxCount`). */
async function partOf(files: readonly UserFile[], names: RegExp): Promise<Part | null> {
  const of = (content: Content) =>
    files.find(
      ({ path }) => names.test(baseName(path)) && pattern.exec(baseName(path))?.[2].toLowerCase() === content,
    );
  const [images, labels] = [of('images'), of('labels')];
  if (!images && !labels) return null;
  if (!images || !labels) throw new DataError('idxPair', { file: (images ?? labels)!.path });
  const part = { images: await readIdx(images, 3), labels: await readIdx(labels, 1) };
  const [count, found] = [part.images.sizes[0], part.labels.sizes[0]];
  if (count !== found) throw new DataError('idxCount', { file: labels.path, found, expected: count });
  return part;
}

/**
 * Reads IDX files into a new data set of grey images; classes are called by their labels, from 0 on. Without test
 * files every fifth image is held out. Throws DataError (`noTrain`, `idxSizes` and those of its parts).
 */
export async function importIdxFiles(files: readonly UserFile[], title: string): Promise<Dataset> {
  const train = await partOf(files, /^train/i);
  const test = await partOf(files, /^(t10k|test)/i);
  if (!train) throw new DataError('noTrain', { file: files[0]?.path ?? '' });
  const shape = shapeOf(train);
  if (test && test.images.sizes.slice(1).join() !== train.images.sizes.slice(1).join())
    throw new DataError('idxSizes', { file: test.images.file, other: train.images.file });
  const parts: Record<SplitName, Part | null> = { train, test };
  const highest = (part: Part | null) => part?.labels.bytes.reduce((a, b) => Math.max(a, b), 1) ?? 1;
  const classes = 1 + Math.max(highest(train), highest(test));
  const info = {
    id: 'imported',
    title,
    classes: Array.from({ length: classes }, (_, label) => String(label)),
    shape,
  };
  const dataset = createDataset(info, train.images.sizes[0], test?.images.sizes[0] ?? 0);
  for (const split of ['train', 'test'] as const) {
    const part = parts[split];
    if (!part) continue;
    dataset[split].images.set(part.images.bytes);
    dataset[split].labels.set(part.labels.bytes);
    dataset[split].count = dataset[split].total;
  }
  return dataset.test.total === 0 ? holdOut(dataset) : dataset;
}

const shapeOf = ({ images }: Part): ImageShape => {
  const [, height, width] = images.sizes;
  return { height, width, channels: 1 };
};
