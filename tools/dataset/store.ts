// The record files on disk. A file appears under its name only when it is whole, so that a run that was
// stopped leaves nothing that looks like data.
import { mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { cifar10Info } from '../../engine/data/cifar10.ts';
import { recordBytes } from '../../engine/data/records.ts';
import type { Batches } from './batches.ts';
import { FILES, RECORDS_PER_FILE } from './facts.ts';

/** Whether all six files are in `folder` with the right length (their contents are not read). */
export async function isComplete(folder: string): Promise<boolean> {
  const size = RECORDS_PER_FILE * recordBytes(cifar10Info.shape);
  const files = FILES.map((name) => stat(path.join(folder, name)).catch(() => undefined));
  return (await Promise.all(files)).every((information) => information?.size === size);
}

export async function readBatches(folder: string): Promise<Batches> {
  const pairs = FILES.map(async (name) => [name, await readFile(path.join(folder, name))] as const);
  return new Map(await Promise.all(pairs));
}

export async function writeBatches(folder: string, batches: Batches): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const [name, bytes] of batches) await writeWhole(path.join(folder, name), bytes);
}

/** Writes a file under another name first and then gives it its own. */
export async function writeWhole(file: string, content: Uint8Array | string): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  const part = `${file}.part`;
  await writeFile(part, content);
  await rename(part, file);
}
