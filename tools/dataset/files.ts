// What all data sets need of the files they come in: their bytes, and whether these are the official ones.
import { createHash } from 'node:crypto';
import type { UserFile } from '../../engine/data/import/userFile.ts';

export const md5Of = (bytes: Uint8Array): string => createHash('md5').update(bytes).digest('hex');

export const bytesOf = async ({ bytes }: UserFile): Promise<Uint8Array> =>
  bytes instanceof Blob ? new Uint8Array(await bytes.arrayBuffer()) : bytes;
