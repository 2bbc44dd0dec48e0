// Imports images sorted in class folders: cat/1.png, dog/2.jpg ... or train/cat/1.png, test/cat/2.png.
// Decoding is given from outside: a worker has a canvas for it, Node has not.
import { cifar10Info } from '../cifar10.ts';
import { DataError, reasonOf } from '../dataError.ts';
import {
  bytesPerImage,
  createDataset,
  type Dataset,
  type DatasetInfo,
  type ImageShape,
  type Split,
  type SplitName,
} from '../dataset.ts';
import { holdOut } from './holdOut.ts';
import { blobOf, comparePaths, type UserFile } from './userFile.ts';

/** Decodes an image and fits it to a shape: planar bytes, height * width * channels of them. */
export type DecodeImage = (image: Blob, shape: ImageShape) => Promise<Uint8Array>;

export const isImageFile = (path: string): boolean => /\.(png|jpe?g|gif|webp|bmp|avif)$/i.test(path);

const SPLIT_FOLDERS: Readonly<Record<string, SplitName>> = {
  train: 'train',
  training: 'train',
  test: 'test',
  testing: 'test',
  val: 'test',
  validation: 'test',
};
const MOST_CLASSES = 256;

interface Picture {
  readonly file: UserFile;
  readonly className: string;
  readonly split: SplitName;
}

/**
 * Reads images into a new data set of 32x32 RGB images; classes are the folders in order of name.
 * Without a test folder every fifth image is held out. Throws DataError (`noClassFolder`, `oneClass`,
 * `manyClasses`, `noTrain`, `noDecoder`, `image`).
 */
export async function importImageFolders(
  files: readonly UserFile[],
  title: string,
  decodeImage?: DecodeImage,
  onProgress?: (done: number, total: number) => void,
): Promise<Dataset> {
  const pictures = files.filter(({ path }) => isImageFile(path)).map(placeOf);
  pictures.sort((a, b) => comparePaths(a.file.path, b.file.path));
  const first = pictures[0]?.file.path ?? '';
  if (!decodeImage) throw new DataError('noDecoder', { file: first });
  const classes = classesOf(pictures);
  const train = pictures.filter(({ split }) => split === 'train').length;
  if (train === 0) throw new DataError('noTrain', { file: first });
  const info = { ...cifar10Info, id: 'imported', title, classes };
  const dataset = createDataset(info, train, pictures.length - train);
  for (const [done, picture] of pictures.entries()) {
    await append(dataset[picture.split], picture, info, decodeImage);
    onProgress?.(done + 1, pictures.length);
  }
  return dataset.test.total === 0 ? holdOut(dataset) : dataset;
}

/** Class and split of an image, from the folders it is in. */
function placeOf(file: UserFile): Picture {
  const folders = file.path.split('/').slice(0, -1).filter(Boolean);
  const className = folders.pop();
  if (!className || SPLIT_FOLDERS[className.toLowerCase()]) {
    throw new DataError('noClassFolder', { file: file.path });
  }
  return { file, className, split: SPLIT_FOLDERS[folders.pop()?.toLowerCase() ?? ''] ?? 'train' };
}

function classesOf(pictures: readonly Picture[]): string[] {
  const classes = [...new Set(pictures.map(({ className }) => className))].sort(comparePaths);
  if (classes.length === 1) throw new DataError('oneClass', { name: classes[0] as string });
  if (classes.length > MOST_CLASSES) {
    throw new DataError('manyClasses', { found: classes.length, limit: MOST_CLASSES });
  }
  return classes;
}

async function append(split: Split, { file, className }: Picture, info: DatasetInfo, decode: DecodeImage) {
  const { classes, shape } = info;
  const bytes = await decode(blobOf(file), shape).catch((error: unknown) => {
    throw new DataError('image', { file: file.path, reason: reasonOf(error) }, { cause: error });
  });
  split.images.set(bytes, split.count * bytesPerImage(shape));
  split.labels[split.count] = classes.indexOf(className);
  split.count++;
}
