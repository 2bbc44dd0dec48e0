// Finds the six official record files in a heap of files: either they are there, or the PNG sheets and
// label lists from which they are made.
import { baseName, type UserFile } from '../../engine/data/import/userFile.ts';
import { FILES, RECORDS_PER_FILE } from './facts.ts';
import { bytesOf } from './files.ts';
import { sheetToRecords } from './pngSheets.ts';

/** Contents of the six files, by name. */
export type Batches = ReadonlyMap<string, Uint8Array>;

const SHEET = /^(data_batch_[1-5]|test_batch)\.png$/;
/** The package spells it "lables". */
const LABELS = /^(train|test)_(labels|lables)\.json$/;

/** Whether a file can be a part of CIFAR-10. */
export function isBatchPart(path: string): boolean {
  const name = baseName(path);
  return FILES.includes(name) || SHEET.test(name) || LABELS.test(name);
}

/** The six files. Throws an Error that names what is missing. */
export async function findBatches(files: readonly UserFile[], where: string): Promise<Batches> {
  const named = new Map(files.map((file) => [baseName(file.path), file]));
  if (FILES.every((name) => named.has(name))) {
    const pairs = FILES.map(async (name) => [name, await bytesOf(named.get(name)!)] as const);
    return new Map(await Promise.all(pairs));
  }
  const sheets = FILES.map((name) => name.replace('.bin', '.png'));
  const missing = sheets.filter((name) => !named.has(name));
  if (missing.length === sheets.length) {
    const [first] = FILES.filter((name) => !named.has(name));
    throw new Error(`${where} does not hold CIFAR-10: ${first} is missing, and there are no PNG sheets.`);
  }
  if (missing.length > 0) throw new Error(`${where} does not hold all of CIFAR-10: no ${missing[0]}.`);
  return fromSheets(named, where);
}

async function fromSheets(named: ReadonlyMap<string, UserFile>, where: string): Promise<Batches> {
  const train = await labelsOf(named, 'train', where);
  const test = await labelsOf(named, 'test', where);
  const batches = new Map<string, Uint8Array>();
  for (const [index, name] of FILES.entries()) {
    const sheet = name.replace('.bin', '.png');
    const start = index * RECORDS_PER_FILE;
    const labels = name.startsWith('test') ? test : train.slice(start, start + RECORDS_PER_FILE);
    batches.set(name, sheetToRecords(sheet, await bytesOf(named.get(sheet)!), labels));
  }
  return batches;
}

/** The list of labels of a split. */
async function labelsOf(named: ReadonlyMap<string, UserFile>, split: string, where: string) {
  const name = [`${split}_labels.json`, `${split}_lables.json`].find((one) => named.has(one));
  if (!name) throw new Error(`${where} has PNG sheets and no ${split}_labels.json.`);
  const labels: unknown = JSON.parse(new TextDecoder().decode(await bytesOf(named.get(name)!)));
  if (Array.isArray(labels) && labels.every(Number.isInteger)) return labels as number[];
  throw new Error(`${name} is not a list of labels.`);
}
