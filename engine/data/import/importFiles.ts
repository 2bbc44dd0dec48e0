// Turns files that a person gave into a data set: an archive, record files, IDX files, or images
// in class folders.
// It either returns a new data set or throws; nothing that exists is ever changed.
import { DataError } from '../dataError.ts';
import type { Dataset } from '../dataset.ts';
import { isArchive, unpackArchive } from './archive.ts';
import { importIdxFiles, isIdxFile } from './idxFiles.ts';
import { type DecodeImage, importImageFolders, isImageFile } from './imageFolders.ts';
import { importRecordFiles, isMetaFile, isRecordFile } from './recordFiles.ts';
import { baseName, type UserFile } from './userFile.ts';

export interface ImportOptions {
  /** Needed for images. */
  readonly decodeImage?: DecodeImage;
  /** Told how far the present phase (unpacking, then reading) is. */
  readonly onProgress?: (done: number, total: number) => void;
}

/** Files that operating systems leave in folders and archives. */
const isClutter = (path: string): boolean => /(^|\/)(\.|__MACOSX\/|Thumbs\.db$|desktop\.ini$)/i.test(path);

const isData = (path: string): boolean =>
  !isClutter(path) && [isRecordFile, isMetaFile, isIdxFile, isImageFile].some((is) => is(path));

/** A batch of the Python version of CIFAR-10: the same name without an ending. */
const isPythonBatch = (path: string): boolean => /(^|\/)(data_batch_\d|test_batch)$/.test(path);

/** The data set in the given files. Throws DataError: one sentence that names the file and the offset. */
export async function importFiles(
  files: readonly UserFile[],
  { decodeImage, onProgress }: ImportOptions = {},
): Promise<Dataset> {
  const given = files.filter(({ path }) => !isClutter(path));
  const all = (await Promise.all(given.map((file) => expand(file, onProgress)))).flat();
  const records = all.filter(({ path }) => isRecordFile(path));
  const images = all.filter(({ path }) => isImageFile(path));
  const idx = all.filter(({ path }) => isIdxFile(path));
  const [first, other] = [records[0], idx[0], images[0]].filter((one) => one !== undefined);
  if (!first) throw nothingIn(given);
  if (other) throw new DataError('mixed', { file: first.path, other: other.path });
  const title = titleOf(given);
  if (records.length > 0) return importRecordFiles(all, title, onProgress);
  if (idx.length > 0) return importIdxFiles(idx, title);
  return importImageFolders(images, title, decodeImage, onProgress);
}

/** The files in an archive; any other file is itself. */
async function expand(file: UserFile, onProgress: ImportOptions['onProgress']): Promise<readonly UserFile[]> {
  if (isData(file.path) || !(await isArchive(file))) return [file];
  let python = false;
  const wanted = (path: string) => {
    python ||= isPythonBatch(path);
    return isData(path);
  };
  const found = await unpackArchive(file, wanted, onProgress);
  if (python && found.every(({ path }) => !isRecordFile(path))) {
    throw new DataError('pythonArchive', { file: file.path });
  }
  return found;
}

/** A lone file of another kind was meant as an archive; several were not meant at all. */
function nothingIn(files: readonly UserFile[]): DataError {
  const [only, ...others] = files;
  if (only && others.length === 0) return new DataError('notArchive', { file: only.path, offset: 0 });
  return new DataError('nothing', { count: files.length });
}

/** What to call the data: the folder that all files share, else the first file without its ending. */
function titleOf(files: readonly UserFile[]): string {
  const tops = new Set(files.map(({ path }) => path.split('/').filter(Boolean)[0]));
  const [top] = tops;
  const first = files[0]?.path ?? '';
  if (tops.size === 1 && top && first.includes('/')) return top;
  return baseName(first).replace(/\.(tar\.gz|[^.]+)$/i, '');
}
